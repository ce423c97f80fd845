"""CreateActivity, DescribeActivity, DeleteActivity, ListActivities."""

from __future__ import annotations

from typing import Any

from tests.conformance.contract import AskService, Refusal, Scenario
from tests.conformance.stepfunctions import furniture as f
from tests.conformance.stepfunctions.rows import Rows, limited

NEVER_SHOWN: dict[str, dict[str, str]] = {}


async def _activities(ask: AskService) -> None:
    await ask("CreateActivity", name="approve", tags=[{"key": "team", "value": "shop"}])
    await ask.wait(1)
    await ask("CreateActivity", name="approve")
    await ask("CreateActivity", name="pack", encryptionConfiguration=f.ENCRYPTION)
    await ask("DescribeActivity", activityArn=f.APPROVE)
    await ask("DescribeActivity", activityArn=f"{f.STATES}activity:pack")
    first = await ask("ListActivities", maxResults=1)
    await ask("ListActivities", maxResults=1, nextToken=first["nextToken"])
    await ask("DeleteActivity", activityArn=f.APPROVE)
    await ask("DeleteActivity", activityArn=f.APPROVE)
    await ask("ListActivities")


SCENARIOS: dict[str, Scenario] = dict.fromkeys(
    ("CreateActivity", "DescribeActivity", "DeleteActivity", "ListActivities"), _activities
)

_CREATE, _DESCRIBE, _DELETE, _LIST = SCENARIOS
_USUAL: dict[str, dict[str, Any]] = {
    _CREATE: {"name": "new"},
    _DESCRIBE: {"activityArn": f.APPROVE},
    _DELETE: {"activityArn": f.APPROVE},
    _LIST: {},
}
_row = Rows(_USUAL)

REFUSALS: tuple[Refusal, ...] = (
    *(
        _row(f"name {mark!r}", _CREATE, "InvalidName", f"Invalid Name: 'a{mark}b'", name=f"a{mark}b")
        for mark in ' \n<>{}[]?*"#%\\^|~`$&,;:/\x01\x80'
    ),
    _row(
        "other encryption",
        _CREATE,
        "ActivityAlreadyExists",
        f"Activity Already Exists: '{f.APPROVE}'",
        name="approve",
        encryptionConfiguration=f.ENCRYPTION,
    ),
    _row(
        "no key",
        _CREATE,
        "InvalidEncryptionConfiguration",
        "Invalid Encryption Configuration: A KMS key must be specified with the type CUSTOMER_MANAGED_KMS_KEY.",
        encryptionConfiguration={"type": "CUSTOMER_MANAGED_KMS_KEY"},
    ),
    _row(
        "51 tags",
        _CREATE,
        "TooManyTags",
        f"Too Many Tags: '{f.STATES}activity:new'",
        fields={"resourceName": f"{f.STATES}activity:new"},
        tags=[{"key": f"tag{number}", "value": ""} for number in range(51)],
    ),
    _row(
        "too many",
        _CREATE,
        "ActivityLimitExceeded",
        "The maximum number of activities has been reached.",
        limited("activities", 1),
    ),
    _row(
        "none",
        _DESCRIBE,
        "ActivityDoesNotExist",
        f"Activity Does Not Exist: '{f.APPROVE}2'",
        activityArn=f"{f.APPROVE}2",
    ),
    *_row.bad_arns(_DESCRIBE, "activityArn", f.ORDERS),
    *_row.bad_arns(_DELETE, "activityArn", f.ORDERS),
    *_row.bad_pages(_LIST),
)

UNASKED: dict[str, str] = {}
