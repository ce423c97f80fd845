"""The e-mail provider."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Mail:
    to: str
    text: str


class MailProvider:
    """Stands for the provider's HTTP API. `seconds`: how long it takes to accept a mail."""

    def __init__(self, *, seconds: float = 1.0) -> None:
        self.seconds = seconds
        self.up = True
        self.sent: list[Mail] = []

    async def send(self, mail: Mail) -> None:
        await asyncio.sleep(self.seconds)
        if not self.up:
            raise ConnectionError("the mail provider does not answer")
        self.sent.append(mail)
        log.info("mail to %s", mail.to)
