"""The entries of PutEvents: what is refused of them, and the events that they become."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, NoReturn

from fakeaws.aws.timestamps import given_us
from fakeaws.services.events import errors

_REQUIRED = ("Source", "DetailType", "Detail")


class Refused(NamedTuple):
    """What is wrong with an entry: it fails, the others go on."""

    code: str
    message: str

    def members(self) -> dict[str, str]:
        """As PutEvents answers."""
        return {"ErrorCode": self.code, "ErrorMessage": self.message}


def check_size(entries: Sequence[Mapping[str, Any]], limit: int) -> None:
    """Raise AWS's refusal of more bytes than a request may have."""
    if sum(map(size_of, entries)) >= limit:
        raise errors.validation("Total size of the entries in the request is over the limit.")


def size_of(entry: Mapping[str, Any]) -> int:
    """The bytes of an entry, as AWS counts them: 14 for a time, and the texts."""
    size = 14 if entry.get("Time") is not None else 0
    size += sum(len((entry.get(name) or "").encode("utf-8", "surrogatepass")) for name in _REQUIRED)
    return size + sum(len(each.encode("utf-8", "surrogatepass")) for each in entry.get("Resources") or ())


def detail_of(entry: Mapping[str, Any], *, by_aws: bool = False) -> dict[str, Any] | Refused:
    """An entry's detail, or why AWS does not take the entry. ``by_aws``: a service's own may come from ``aws.…``."""
    for name in _REQUIRED:
        if not entry.get(name):
            return Refused("InvalidArgument", f"Parameter {name} is not valid. Reason: {name} is a required argument.")
    if entry["Source"].startswith("aws.") and not by_aws:
        return Refused("NotAuthorizedForSourceException", "Not authorized for the source.")
    try:
        detail = json.loads(entry["Detail"], parse_constant=_no_constant, parse_float=_finite)
    except (ValueError, RecursionError):
        detail = None
    if not isinstance(detail, dict):
        return Refused("MalformedDetail", "Detail is malformed.")
    return detail


def time_us(entry: Mapping[str, Any], now_us: int) -> int:
    """When the event happened: as it says, else now."""
    return now_us if entry.get("Time") is None else given_us(entry["Time"])


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"{text} is too large")
    return number


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
