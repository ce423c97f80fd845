"""The SMS sandbox of one account and region: who gets text messages until AWS lets the account out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from fakeaws.aws.errors import AwsError
from fakeaws.services.sns import errors, limits

if TYPE_CHECKING:
    from fakeaws.world import World

Status = Literal["Pending", "Verified"]


class SandboxNumber:
    """A phone number to test with, and the one-time password that its owner got last."""

    __slots__ = ("language", "number", "password", "verified_us")

    def __init__(self, number: str) -> None:
        self.number = number
        self.password = ""
        self.language = ""
        self.verified_us: int | None = None

    @property
    def status(self) -> Status:
        return "Pending" if self.verified_us is None else "Verified"


class Sandbox:
    """Its numbers, normalised. ``active`` is false once the account has left it."""

    def __init__(self, world: World, account: str, region: str) -> None:
        self._world = world
        self._passwords = world.streams.stream(f"sns.one-time-password/{account}/{region}")
        self._numbers: dict[str, SandboxNumber] = {}
        self.active: bool = world.config.get("sns", {}).get("sms_sandbox", True)

    def lets_through(self, number: str) -> bool:
        """Whether messages to that number are delivered."""
        if not self.active:
            return True
        known = self._numbers.get(number)
        return known is not None and known.status == "Verified"

    def numbers(self) -> list[SandboxNumber]:
        """All of them, sorted."""
        return [self._numbers[number] for number in sorted(self._numbers)]

    def add(self, number: str, language: str) -> SandboxNumber:
        """A number that waits for its password; a new password for one that does already. Raises AWS's refusals."""
        known = self._numbers.get(number)
        if known is None:
            if len(self._numbers) >= limits.SANDBOX_NUMBERS:
                raise _user_error(f"You can add at most {limits.SANDBOX_NUMBERS} phone numbers to the SMS sandbox")
            known = self._numbers[number] = SandboxNumber(number)
        elif known.status == "Verified":
            raise _user_error("The phone number is already verified")
        known.language = language
        known.password = f"{self._passwords.randrange(10**limits.OTP_DIGITS):0{limits.OTP_DIGITS}d}"
        return known

    def verify(self, number: str, password: str) -> None:
        """Raises AWS's refusals. A number that is verified stays so."""
        known = self._known(number)
        if known.status == "Verified":
            return
        if password != known.password:
            fields = {"Message": "Verification code is invalid", "Status": known.status}
            raise AwsError("VerificationException", "Verification code is invalid", 400, fields=fields)
        known.verified_us = self._world.now_us

    def delete(self, number: str) -> None:
        """Raises AWS's refusals."""
        known = self._known(number)
        if known.verified_us is not None and self._world.now_us < known.verified_us + limits.DAY:
            raise _user_error("A phone number can be deleted 24 hours after its verification at the earliest")
        del self._numbers[number]

    def _known(self, number: str) -> SandboxNumber:
        known = self._numbers.get(number)
        if known is None:
            raise errors.resource_not_found()
        return known


def _user_error(message: str) -> AwsError:
    return AwsError("UserError", message, 400)
