"""Task tokens."""

from __future__ import annotations

import base64
import hashlib
import re
from random import Random
from typing import TYPE_CHECKING

from fakeaws.aws.errors import About
from fakeaws.services.stepfunctions import errors

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt

#: What every token begins with.
_START = "AQCEAAAAKgAAAAMAAAAA"
_BYTES = 240
_FORM = re.compile(r"[A-Za-z0-9+/=]{64,1024}")


class Tokens:
    """All that were given out: each stands for one attempt, and for none once that has ended."""

    def __init__(self, random: Random, place: str) -> None:
        self._random = random
        #: Tokens say where they are good, so that those of another account or region are malformed here.
        self._start = _START + base64.b64encode(hashlib.sha256(place.encode()).digest()[:9]).decode()
        self._attempts: dict[str, Attempt | About | None] = {}

    def new(self) -> str:
        """A token, not yet `given`."""
        drawn = self._random.getrandbits(_BYTES * 8).to_bytes(_BYTES, "big")
        return self._start + base64.b64encode(drawn).decode()

    def give(self, token: str, attempt: Attempt) -> None:
        """From now on it stands for that attempt."""
        self._attempts[token] = attempt

    def end(self, token: str, about: About | None = None) -> None:
        """The attempt has ended; ``about``: what the timeline tells of whoever uses the token from now on."""
        if token in self._attempts:
            self._attempts[token] = about

    def attempt(self, token: str) -> Attempt:
        """The attempt that waits for it; raises AWS's refusals."""
        if not _FORM.fullmatch(token) or not token.startswith(self._start):
            raise errors.invalid_token()
        if token not in self._attempts:
            raise errors.no_task()
        attempt = self._attempts[token]
        if attempt is None or isinstance(attempt, About):
            raise errors.task_timed_out(attempt)
        return attempt
