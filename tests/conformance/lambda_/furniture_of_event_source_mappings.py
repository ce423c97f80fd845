"""What can be seen of event source mappings; the rows of refusals bring their own queues, functions and mappings."""

from __future__ import annotations

from typing import Any

from tests.conformance.contract import Stage


def furnish(on: Stage) -> None:
    """Nothing stands there for all rows: a mapping polls, and would take what others look at."""


def snapshot(on: Stage) -> Any:
    """All mappings, what they do, and what they received."""
    received = on.aws.timeline.select(service="sqs", kind="ReceiveMessage")
    return on.ask("ListEventSourceMappings"), on.aws.under_way(), len(received)


def probe(on: Stage) -> Any:
    """What becomes of them when time passes."""
    on.wait(60)
    return on.ask("ListEventSourceMappings")
