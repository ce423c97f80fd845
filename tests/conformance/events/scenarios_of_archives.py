"""For each operation of EventBridge on archives and replays: calls that show all that it can answer."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from tests.conformance.contract import AskService, Scenario
from tests.conformance.events.furniture import ENTRY, EVENTS, PATTERN

_START = datetime(2026, 1, 5, tzinfo=timezone.utc)
_BUS, _ALL = EVENTS + "event-bus/default", EVENTS + "archive/all"
_NO_REASON = "whatever happens here needs no reason"

NEVER_SHOWN: dict[str, dict[str, str]] = {
    **{
        operation: {"StateReason": _NO_REASON}
        for operation in (
            "CreateArchive",
            "UpdateArchive",
            "DescribeArchive",
            "StartReplay",
            "CancelReplay",
            "DescribeReplay",
        )
    },
    "ListArchives": {"Archives[].StateReason": _NO_REASON},
    "ListReplays": {"Replays[].StateReason": _NO_REASON},
}


async def _archives(ask: AskService) -> None:
    settings = {"Description": "größe", "EventPattern": PATTERN, "RetentionDays": 7, "KmsKeyIdentifier": "alias/a"}
    await ask("CreateArchive", ArchiveName="all", EventSourceArn=_BUS)
    await ask("CreateArchive", ArchiveName="shop", EventSourceArn=_BUS, **settings)
    await ask("PutEvents", Entries=[ENTRY, {**ENTRY, "Source": "other"}])
    await ask.wait(1)
    for name in ("all", "shop"):
        await ask("DescribeArchive", ArchiveName=name)
    await ask("UpdateArchive", ArchiveName="all", **settings)
    await ask("UpdateArchive", ArchiveName="shop", EventPattern="", RetentionDays=0)
    for name in ("all", "shop"):
        await ask("DescribeArchive", ArchiveName=name)
    page = await ask("ListArchives", Limit=1)
    await ask("ListArchives", Limit=1, NextToken=page["NextToken"])
    for filters in ({"NamePrefix": "a"}, {"EventSourceArn": _BUS}, {"State": "DISABLED"}):
        await ask("ListArchives", **filters)
    await ask("DeleteArchive", ArchiveName="all")
    await ask("ListArchives")


async def _replays(ask: AskService) -> None:
    await ask("CreateArchive", ArchiveName="all", EventSourceArn=_BUS)
    await ask("PutEvents", Entries=[ENTRY])
    await ask.wait(1)
    times = {"EventStartTime": _START, "EventEndTime": _START + timedelta(hours=1)}
    destination: dict[str, Any] = {"Arn": _BUS}
    await ask("StartReplay", ReplayName="a", EventSourceArn=_ALL, Destination=destination, **times)
    await ask("DescribeReplay", ReplayName="a")
    await ask.wait(1.5)
    filtered = {**destination, "FilterArns": [EVENTS + "rule/audit"]}
    await ask("StartReplay", ReplayName="b", EventSourceArn=_ALL, Description="d", Destination=filtered, **times)
    await ask("CancelReplay", ReplayName="b")
    await ask("ListReplays")
    await ask.wait(10)
    for name in ("a", "b"):
        await ask("DescribeReplay", ReplayName=name)
    page = await ask("ListReplays", Limit=1)
    await ask("ListReplays", Limit=1, NextToken=page["NextToken"])
    for filters in ({"NamePrefix": "a"}, {"EventSourceArn": _ALL}, {"State": "CANCELLED"}):
        await ask("ListReplays", **filters)


SCENARIOS: dict[str, Scenario] = {
    **dict.fromkeys(("CreateArchive", "DescribeArchive", "UpdateArchive", "DeleteArchive", "ListArchives"), _archives),
    **dict.fromkeys(("StartReplay", "DescribeReplay", "CancelReplay", "ListReplays"), _replays),
}
