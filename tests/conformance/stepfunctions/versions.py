"""PublishStateMachineVersion, ListStateMachineVersions, DeleteStateMachineVersion."""

from __future__ import annotations

from typing import Any

from tests.conformance.contract import AskService, Refusal, Scenario, Stage
from tests.conformance.stepfunctions import furniture as f
from tests.conformance.stepfunctions.rows import Rows, limited

NEVER_SHOWN: dict[str, dict[str, str]] = {}


async def _versions(ask: AskService) -> None:
    await ask("CreateStateMachine", **f.ORDERED)
    await ask("PublishStateMachineVersion", stateMachineArn=f.ORDERS, description="first", revisionId="INITIAL")
    await ask("PublishStateMachineVersion", stateMachineArn=f.ORDERS, description="ignored")
    updated = await ask("UpdateStateMachine", stateMachineArn=f.ORDERS, roleArn=f"{f.ROLE}-2")
    await ask("PublishStateMachineVersion", stateMachineArn=f.ORDERS, revisionId=updated["revisionId"])
    first = await ask("ListStateMachineVersions", stateMachineArn=f.ORDERS, maxResults=1)
    await ask("ListStateMachineVersions", stateMachineArn=f.ORDERS, maxResults=1, nextToken=first["nextToken"])
    await ask("DeleteStateMachineVersion", stateMachineVersionArn=f"{f.ORDERS}:2")
    await ask("DeleteStateMachineVersion", stateMachineVersionArn=f"{f.ORDERS}:2")
    await ask("DeleteStateMachineVersion", stateMachineVersionArn=f"{f.NO_MACHINE}:1")
    await ask("PublishStateMachineVersion", stateMachineArn=f.ORDERS)
    await ask("ListStateMachineVersions", stateMachineArn=f.ORDERS)
    await ask("ListStateMachineVersions", stateMachineArn=f.NO_MACHINE)


SCENARIOS: dict[str, Scenario] = dict.fromkeys(
    ("PublishStateMachineVersion", "ListStateMachineVersions", "DeleteStateMachineVersion"), _versions
)

_PUBLISH, _LIST, _DELETE = SCENARIOS
_USUAL: dict[str, dict[str, Any]] = {
    _PUBLISH: {"stateMachineArn": f.ORDERS},
    _LIST: {"stateMachineArn": f.ORDERS},
    _DELETE: {"stateMachineVersionArn": f"{f.ORDERS}:1"},
}
_row = Rows(_USUAL)
_ANOTHER = "Failed to publish the State Machine version for revision {}. The current State Machine revision is {}."
_CONFLICT = "ConflictException"


def _updated_and_full(on: Stage) -> None:
    on.ask("UpdateStateMachine", stateMachineArn=f.ORDERS, roleArn=f"{f.ROLE}-2")
    limited("versions", 2)(on)


REFUSALS: tuple[Refusal, ...] = (
    _row("revision", _PUBLISH, _CONFLICT, _ANOTHER.format("old", "<revision>"), revisionId="old"),
    _row("the first one", _PUBLISH, _CONFLICT, _ANOTHER.format("INITIAL", "<revision>"), revisionId="INITIAL"),
    _row(
        "of one never updated",
        _PUBLISH,
        _CONFLICT,
        _ANOTHER.format("old", "INITIAL"),
        stateMachineArn=f.QUICK,
        revisionId="old",
    ),
    _row(
        "too many",
        _PUBLISH,
        "ServiceQuotaExceededException",
        "The maximum number of versions of a state machine has been reached.",
        lambda on: (
            on.ask("UpdateStateMachine", stateMachineArn=f.ORDERS, roleArn=f"{f.ROLE}-2"),
            limited("versions", 2)(on),
        )[1],
    ),
    _row(
        "going",
        _PUBLISH,
        "StateMachineDeleting",
        f"State Machine is being deleted: '{f.LEAVING}'",
        stateMachineArn=f.LEAVING,
    ),
    *(
        _row(id, _PUBLISH, "StateMachineDoesNotExist", f"State Machine Does Not Exist: '{arn}'", stateMachineArn=arn)
        for id, arn in {"none": f.NO_MACHINE, "a version": f"{f.ORDERS}:1", "an alias": f.ALIAS}.items()
    ),
    _row(
        "behind aliases",
        _DELETE,
        _CONFLICT,
        "Version to be deleted must not be referenced by an alias. "
        "Current list of aliases referencing this version: [live, test]",
        stateMachineVersionArn=f"{f.ORDERS}:2",
    ),
    *(
        _row(
            id,
            _DELETE,
            "InvalidArn",
            "Invalid Arn: 'Resource type not valid in this context: stateMachine'",
            stateMachineVersionArn=arn,
        )
        for id, arn in {"a state machine": f.ORDERS, "an alias": f.ALIAS}.items()
    ),
    *_row.bad_arns(_PUBLISH, "stateMachineArn", f.APPROVE),
    *_row.bad_arns(_LIST, "stateMachineArn", f.APPROVE),
    *_row.bad_arns(_DELETE, "stateMachineVersionArn", f.RUN),
    _row.labelled(_PUBLISH, "stateMachineArn", f"{f.ORDERS}/each"),
    _row.labelled(_LIST, "stateMachineArn", f"{f.ORDERS}/each"),
    _row.labelled(_DELETE, "stateMachineVersionArn", f"{f.ORDERS}/each"),
    *_row.bad_pages(_LIST),
)

UNASKED: dict[str, str] = {}
