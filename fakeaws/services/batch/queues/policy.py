"""Scheduling policies: what is right in them, and what they say."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fakeaws.aws.tags import Tags
from fakeaws.services.batch import errors
from fakeaws.services.batch.limits import (
    COMPUTE_RESERVATION,
    DECAY_SECONDS,
    LEAST_DECAY_SECONDS,
    SECOND_US,
    SHARE_IDENTIFIER_CHARACTERS,
    SHARES,
    WEIGHT,
)

_IDENTIFIER = re.compile(r"[A-Za-z0-9]+")


@dataclass(eq=False)
class SchedulingPolicy:
    """``fair_share`` or ``quota_share``, by the API's names; a policy is of one kind for life.

    ``revision`` counts updates, so that orders made by an older one are made anew.
    """

    name: str
    arn: str
    fair_share: dict[str, Any] | None
    quota_share: dict[str, Any] | None = None
    tags: Tags = field(default_factory=Tags)
    revision: int = 0
    _weights: dict[str, float] = field(default_factory=dict)
    _prefixes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self._read()

    def update(self, fair_share: dict[str, Any]) -> None:
        """Put another one in its place."""
        self.fair_share = fair_share
        self.revision += 1
        self._read()

    @property
    def window_us(self) -> int:
        """How far back usage counts: ten minutes at least."""
        seconds = (self.fair_share or {}).get("shareDecaySeconds") or 0
        return max(int(seconds), LEAST_DECAY_SECONDS) * SECOND_US

    @property
    def reservation(self) -> int:
        """``computeReservation``, in percent."""
        return int((self.fair_share or {}).get("computeReservation") or 0)

    def entry_of(self, identifier: str) -> str | None:
        """The entry of ``shareDistribution`` that it falls under, which may end in an asterisk."""
        if identifier in self._weights:
            return identifier
        return next((each for each in self._prefixes if identifier.startswith(each[:-1])), None)

    def weight_of(self, entry: str | None) -> float:
        """Of an entry; 1.0 without one."""
        return 1.0 if entry is None else self._weights[entry]

    def described(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"name": self.name, "arn": self.arn}
        if self.fair_share is not None:
            shown["fairsharePolicy"] = self.fair_share
        if self.quota_share is not None:
            shown["quotaSharePolicy"] = self.quota_share
        if self.tags:
            shown["tags"] = dict(self.tags)
        return shown

    def _read(self) -> None:
        entries = (self.fair_share or {}).get("shareDistribution", ())
        self._weights = {each["shareIdentifier"]: float(each.get("weightFactor", 1.0)) for each in entries}
        self._prefixes = tuple(each for each in self._weights if each.endswith("*"))


def is_identifier(text: str) -> bool:
    """Of a share that a job can be submitted to."""
    return _IDENTIFIER.fullmatch(text) is not None and len(text) <= SHARE_IDENTIFIER_CHARACTERS


def fair_share_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """A ``fairsharePolicy``, with what was left out; raises ClientException."""
    decay, reservation = given.get("shareDecaySeconds", 0), given.get("computeReservation", 0)
    if decay not in DECAY_SECONDS:
        raise errors.client(f"shareDecaySeconds must be between 0 and {DECAY_SECONDS[-1]}.")
    if reservation not in COMPUTE_RESERVATION:
        raise errors.client(f"computeReservation must be between 0 and {COMPUTE_RESERVATION[-1]}.")
    entries = [dict(each) for each in given.get("shareDistribution", ())]
    if len(entries) > SHARES:
        raise errors.client(f"shareDistribution must have at most {SHARES} share identifiers.")
    for each in entries:
        identifier, weight = each["shareIdentifier"], each.get("weightFactor", 1.0)
        if not is_identifier(identifier.removesuffix("*")) or len(identifier) > SHARE_IDENTIFIER_CHARACTERS:
            raise errors.client(f"shareIdentifier {identifier} is not valid.")
        if not WEIGHT[0] <= weight <= WEIGHT[1]:
            raise errors.client(f"weightFactor of {identifier} must be between {WEIGHT[0]} and {WEIGHT[1]}.")
    _check_overlap([each["shareIdentifier"] for each in entries])
    return {"shareDecaySeconds": decay, "computeReservation": reservation, "shareDistribution": entries}


def _check_overlap(identifiers: list[str]) -> None:
    # In this order an identifier stands right behind a prefix of it, or behind others that the prefix overlaps.
    for one, other in itertools.pairwise(sorted(identifiers, key=_without_asterisk)):
        prefix = one.removesuffix("*")
        if one == other or (one != prefix and other.startswith(prefix)) or prefix == other.removesuffix("*"):
            raise errors.client(f"Share identifiers {one} and {other} overlap.")


def _without_asterisk(identifier: str) -> tuple[str, bool]:
    return identifier.removesuffix("*"), not identifier.endswith("*")
