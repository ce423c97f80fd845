"""A sender of requests, as a service would be one."""

from __future__ import annotations

from typing import Any

from fakeaws import World
from fakeaws.endpoints.exchange import Answer

URL = "https://shop.example.com/hook"
SECOND = 1_000_000


class Sender:
    """Keeps the answers to what it sent: status or problem, and seconds since the world's start."""

    def __init__(self, aws: World) -> None:
        self.aws = aws
        self.answers: list[Answer] = []
        self.seen: list[tuple[int | str | None, float]] = []

    def send(
        self, url: str = URL, body: bytes = b"", timeout: float = 15, method: str = "POST", **headers: str
    ) -> None:
        """Send a request."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        timeout_us = int(timeout * SECOND)
        self.aws.endpoints.send(method, url, given, body, timeout_us=timeout_us, then=self.take)

    def take(self, answer: Answer) -> None:
        """Called in an event."""
        assert self.aws.simulation.busy
        self.answers.append(answer)
        self.seen.append((answer.response.status if answer.response else answer.problem, self.aws.now_us / SECOND))

    def ask(self, **sent: Any) -> Answer:
        """Send, and wait for the answer."""
        self.send(**sent)
        self.aws.clock.run_until_idle()
        return self.answers[-1]
