"""How many calls per second a FIFO queue takes: ``config={"sqs": {"fifo_throughput": …}}``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from fakeaws.errors import InvalidOption
from fakeaws.services.sqs import errors, limits
from fakeaws.simulation.clock import Clock

#: The operations that are counted, by the names under which `Sqs` asks for a queue: a batch counts with its single form.
_COUNTED = frozenset(("SendMessage", "ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility"))

_Key: TypeAlias = "str | tuple[str, str]"

_SHAPE = (
    '"aws", a whole number of calls per second from 1 on, or a dictionary of such numbers (None: no limit) with '
    "the keys per_queue, high_throughput, per_group"
)


class Rates(NamedTuple):
    """Calls per second and API action; ``None`` for no limit.

    ``per_queue`` holds for a queue in normal mode, ``high_throughput`` for one in high throughput mode, which also has
    ``per_group``: the calls that send to one message group.
    """

    per_queue: int | None
    high_throughput: int | None
    per_group: int | None


def rates_of(setting: Any, region: str) -> Rates | None:
    """What a world's setting means in a region; ``None`` if throughput is not limited. Raises `InvalidOption`."""
    if setting is None:
        return None
    aws = Rates(limits.FIFO_RATE, _high_throughput(region), limits.FIFO_RATE)
    if setting == "aws":
        return aws
    if isinstance(setting, Mapping) and set(setting) <= set(Rates._fields):
        rates = aws._replace(**setting)
    else:
        rates = Rates(setting, setting, setting)
    if not all(rate is None or (type(rate) is int and rate >= 1) for rate in rates):
        raise InvalidOption(f'mock_aws: config={{"sqs": {{"fifo_throughput": {setting!r}}}}} must be {_SHAPE}')
    return rates


def _high_throughput(region: str) -> int:
    return limits.FIFO_HIGH_RATES.get(region, limits.FIFO_HIGH_RATE_ELSEWHERE)


class Throughput:
    """Counts a FIFO queue's calls within the current second of the world's clock; nothing is kept of earlier ones."""

    __slots__ = ("_clock", "_counts", "_per_group", "_per_queue", "_second", "high")

    def __init__(self, clock: Clock, rates: Rates, *, high: bool) -> None:
        self._clock = clock
        self.high = high
        self._per_queue = rates.high_throughput if high else rates.per_queue
        self._per_group = rates.per_group if high else None
        self._second = -1
        #: By action; of sends, also by action and group.
        self._counts: dict[_Key, int] = {}

    def admit(self, action: str, params: Mapping[str, Any]) -> None:
        """Count a call, or raise AWS's refusal; a refused call does not count."""
        if action not in _COUNTED:
            return
        second = self._clock.elapsed_us // limits.SECOND
        if second != self._second:
            self._second = second
            self._counts.clear()
        counts = self._counts
        if self._per_queue is not None and counts.get(action, 0) >= self._per_queue:
            raise errors.request_throttled()
        keys: list[_Key] = [action]
        if self._per_group is not None and action == "SendMessage":
            for group in dict.fromkeys(_groups(params)):
                if counts.get((action, group), 0) >= self._per_group:
                    raise errors.request_throttled()
                keys.append((action, group))
        for key in keys:
            counts[key] = counts.get(key, 0) + 1


def _groups(params: Mapping[str, Any]) -> Iterator[str]:
    for each in params.get("Entries") or (params,):
        group = each.get("MessageGroupId")
        if group is not None:
            yield group
