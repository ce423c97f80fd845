"""TagResource, UntagResource, ListTagsForResource."""

from __future__ import annotations

from typing import Any

from tests.conformance.contract import AskService, Refusal, Scenario, Stage
from tests.conformance.stepfunctions import furniture as f
from tests.conformance.stepfunctions.rows import INVALID, Rows

NEVER_SHOWN: dict[str, dict[str, str]] = {}


async def _tags(ask: AskService) -> None:
    await ask("CreateStateMachine", **f.ORDERED)
    await ask("CreateActivity", name="approve")
    for arn in (f.ORDERS, f.APPROVE):
        await ask("ListTagsForResource", resourceArn=arn)
        await ask("TagResource", resourceArn=arn, tags=[{"key": "team", "value": "shop"}, {"key": "bare", "value": ""}])
        await ask("TagResource", resourceArn=arn, tags=[{"key": "team", "value": "web"}])
        await ask("TagResource", resourceArn=arn, tags=[])
        await ask("UntagResource", resourceArn=arn, tagKeys=["bare", "none"])
        await ask("ListTagsForResource", resourceArn=arn)


SCENARIOS: dict[str, Scenario] = dict.fromkeys(("TagResource", "UntagResource", "ListTagsForResource"), _tags)

_USUAL: dict[str, dict[str, Any]] = {
    "TagResource": {"resourceArn": f.ORDERS, "tags": [{"key": "new", "value": ""}]},
    "UntagResource": {"resourceArn": f.ORDERS, "tagKeys": ["team"]},
    "ListTagsForResource": {"resourceArn": f.ORDERS},
}
_row = Rows(_USUAL)


def _full(on: Stage) -> None:
    tags = [{"key": f"tag{number}", "value": "x"} for number in range(49)]
    on.ask("TagResource", resourceArn=f.ORDERS, tags=tags)


REFUSALS: tuple[Refusal, ...] = (
    *(
        _row(
            id,
            operation,
            "ResourceNotFound",
            f"Resource not found: '{arn}'",
            fields={"resourceName": arn},
            resourceArn=arn,
        )
        for operation in SCENARIOS
        for id, arn in {
            "no machine": f.NO_MACHINE,
            "no activity": f"{f.APPROVE}2",
            "a version": f"{f.ORDERS}:1",
            "an alias": f.ALIAS,
            "elsewhere": f.ORDERS.replace("us-east-1", "eu-west-1"),
        }.items()
    ),
    *(bad for operation in SCENARIOS for bad in _row.bad_arns(operation, "resourceArn", f.RUN)),
    _row("51 tags", "TagResource", "TooManyTags", f"Too Many Tags: '{f.ORDERS}'", _full, {"resourceName": f.ORDERS}),
    _row(
        "a tag of AWS",
        "TagResource",
        INVALID,
        "aws: prefixed tag key names are not allowed for external use.",
        tags=[{"key": "AWS:a", "value": "b"}],
    ),
    _row(
        "no key",
        "TagResource",
        INVALID,
        "1 validation error detected: Value null at 'tags.2.member.key' failed to satisfy constraint: "
        "Member must not be null",
        tags=[{"key": "a"}, {"value": "b"}],
    ),
)

UNASKED: dict[str, str] = {}
