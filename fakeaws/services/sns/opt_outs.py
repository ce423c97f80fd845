"""People who want no more text messages, of one account and region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.sns import errors, limits

if TYPE_CHECKING:
    from fakeaws.world import World


class OptOuts:
    """The numbers, normalised, that answered STOP."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._numbers: set[str] = set()
        #: When AWS was last told to send to a number again.
        self._opted_in_us: dict[str, int] = {}

    def __contains__(self, number: str) -> bool:
        return number in self._numbers

    def numbers(self) -> list[str]:
        """All of them, sorted."""
        return sorted(self._numbers)

    def add(self, number: str) -> None:
        """Somebody answers STOP."""
        self._numbers.add(number)

    def opt_in(self, number: str) -> None:
        """OptInPhoneNumber: nothing for a number that is not opted out; refused twice in 30 days."""
        if number not in self._numbers:
            return
        now = self._world.now_us
        earlier = self._opted_in_us.get(number)
        if earlier is not None and now < earlier + limits.OPT_IN_INTERVAL:
            raise errors.invalid_parameter(
                "PhoneNumber", f"{number} can be opted in only once every {limits.OPT_IN_INTERVAL // limits.DAY} days"
            )
        self._numbers.discard(number)
        self._opted_in_us[number] = now
