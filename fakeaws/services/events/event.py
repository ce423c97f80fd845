"""Events on a bus."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from fakeaws.simulation.clock import from_us


class Event:
    """One event, as rules see it and targets get it. Nothing in it changes.

    ``wall_us`` is its ``time``, ``received_us`` when it came to the bus, both in microseconds since 1970; ``account`` and
    ``region`` are those of its sender. ``hops``: how often a rule has handed it from bus to bus. ``replay_name``: of the
    replay that sends it again.
    """

    def __init__(
        self,
        id: str,
        source: str,
        detail_type: str,
        detail: Mapping[str, Any],
        *,
        account: str,
        region: str,
        wall_us: int,
        received_us: int,
        resources: Sequence[str] = (),
        trace_header: str | None = None,
        replay_name: str | None = None,
        hops: int = 0,
    ) -> None:
        self.id = id
        self.source = source
        self.detail_type = detail_type
        self.detail = detail
        self.account = account
        self.region = region
        self.wall_us = wall_us
        self.received_us = received_us
        self.resources = tuple(resources)
        self.trace_header = trace_header
        self.replay_name = replay_name
        self.hops = hops

    def __deepcopy__(self, memo: dict[int, Any]) -> Event:
        return self

    @cached_property
    def document(self) -> dict[str, Any]:
        """The envelope with the detail, in AWS's order."""
        document: dict[str, Any] = {
            "version": "0",
            "id": self.id,
            "detail-type": self.detail_type,
            "source": self.source,
            "account": self.account,
            "time": shown_time(self.wall_us),
            "region": self.region,
            "resources": list(self.resources),
            "detail": self.detail,
        }
        if self.replay_name is not None:
            document["replay-name"] = self.replay_name
        return document

    @cached_property
    def text(self) -> str:
        """The document as targets get it."""
        return compact(self.document)

    def changed(self, **changes: Any) -> Event:
        """The same with something changed: a replayed event, one that came to another bus."""
        fields = {
            name: getattr(self, name)
            for name in (
                "id",
                "source",
                "detail_type",
                "detail",
                "account",
                "region",
                "wall_us",
                "received_us",
                "resources",
                "trace_header",
                "replay_name",
                "hops",
            )
        }
        return Event(**{**fields, **changes})


def compact(value: Any) -> str:
    """JSON without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def shown_time(wall_us: int) -> str:
    """``2024-04-10T08:59:54Z``."""
    return f"{from_us(wall_us):%Y-%m-%dT%H:%M:%SZ}"
