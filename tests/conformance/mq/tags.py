"""CreateTags, DeleteTags, ListTags."""

from __future__ import annotations

from typing import Any

from tests.conformance.contract import AskService, Refusal, Scenario, Stage
from tests.conformance.mq import furniture as f
from tests.conformance.mq.rows import INVALID, NOT_FOUND, Rows

NEVER_SHOWN: dict[str, dict[str, str]] = {}


async def _tags(ask: AskService) -> None:
    broker = await ask("CreateBroker", **f.ACTIVEMQ)
    configuration = await ask("CreateConfiguration", EngineType="RABBITMQ", Name="timeouts")
    for arn in (broker["BrokerArn"], configuration["Arn"]):
        await ask("ListTags", ResourceArn=arn)
        await ask("CreateTags", ResourceArn=arn, Tags={"team": "shop", "bare": ""})
        await ask("CreateTags", ResourceArn=arn, Tags={"team": "web"})
        await ask("CreateTags", ResourceArn=arn)
        await ask("DeleteTags", ResourceArn=arn, TagKeys=["bare", "none"])
        await ask("ListTags", ResourceArn=arn)


SCENARIOS: dict[str, Scenario] = dict.fromkeys(("CreateTags", "DeleteTags", "ListTags"), _tags)

_USUAL: dict[str, dict[str, Any]] = {
    "CreateTags": {"ResourceArn": "<orders arn>", "Tags": {"new": ""}},
    "DeleteTags": {"ResourceArn": "<orders arn>", "TagKeys": ["team"]},
    "ListTags": {"ResourceArn": "<orders arn>"},
}
_row = Rows(_USUAL)


def _full(on: Stage) -> None:
    tags = {f"tag{number}": "x" for number in range(49)}
    on.ask("CreateTags", ResourceArn=on.values["<orders arn>"], Tags=tags)


REFUSALS: tuple[Refusal, ...] = (
    *(
        _row(
            id,
            operation,
            NOT_FOUND,
            "resource-arn",
            f"Can't find requested resource [{arn}]. Make sure your resource exists.",
            ResourceArn=arn,
        )
        for operation in SCENARIOS
        for id, arn in {
            "no broker": f"{f.MQ}broker:orders:{f.NO_BROKER}",
            "no configuration": f"{f.MQ}configuration:{f.NO_CONFIGURATION}",
            "another name": f"{f.MQ}broker:jobs:<orders>",
            "no ARN": "orders",
        }.items()
    ),
    _row(
        "51 tags", "CreateTags", INVALID, "tags", "A resource can have 50 tags at most.", _full, Tags={"a": "", "b": ""}
    ),
    *(
        _row(id, "CreateTags", INVALID, "tags", message, Tags=tags)
        for id, message, tags in (
            ("no key", "Tag key [] must be 1 to 128 characters long.", {"": "x"}),
            ("a long key", f"Tag key [{'k' * 129}] must be 1 to 128 characters long.", {"k" * 129: "x"}),
            ("a long value", "The value of tag [team] must be 256 characters at most.", {"team": "v" * 257}),
            ("a tag of AWS", "Tag key [AWS:team] must not begin with [aws:].", {"AWS:team": "x"}),
        )
    ),
    _row(
        "a tag of AWS",
        "DeleteTags",
        INVALID,
        "tags",
        "Tag key [aws:team] must not begin with [aws:].",
        TagKeys=["team", "aws:team"],
    ),
)

UNASKED: dict[str, str] = {
    "ListTags.BadRequestException": "an ARN of nothing is not found, whatever it looks like",
}
