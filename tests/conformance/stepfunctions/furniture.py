"""The state machines, executions and activities on which refusals are tried, and all that can be seen of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.conformance.contract import Stage

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/states"
STATES = f"arn:aws:states:us-east-1:{ACCOUNT}:"
LOG_GROUP = f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:states:*"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k"

#: A state machine with two versions, of which the first is behind no alias, and aliases to the second; it runs for an hour.
ORDERS = f"{STATES}stateMachine:orders"
ALIAS = f"{ORDERS}:live"
#: One of type EXPRESS, and one that is being deleted while an execution of it runs.
QUICK, LEAVING = f"{STATES}stateMachine:quick", f"{STATES}stateMachine:leaving"
#: An execution of the first that runs.
RUN = f"{STATES}execution:orders:run"
#: One whose execution failed.
FAILING, BROKEN = f"{STATES}stateMachine:failing", f"{STATES}execution:failing:broken"
APPROVE = f"{STATES}activity:approve"
NO_MACHINE = f"{STATES}stateMachine:none"


def text(*, seconds: int = 3600) -> str:
    """A definition that waits."""
    states = {"Wait": {"Type": "Wait", "Seconds": seconds, "Next": "Done"}, "Done": {"Type": "Succeed"}}
    return json.dumps({"StartAt": "Wait", "States": states})


DEFINITION = text()
#: A definition that has a map run.
MAP = json.dumps(
    {
        "StartAt": "Each",
        "States": {
            "Each": {
                "Type": "Map",
                "ItemProcessor": {
                    "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                    **json.loads(DEFINITION),
                },
                "End": True,
            }
        },
    }
)
LOGGING = {"level": "ALL", "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": LOG_GROUP}}]}
ENCRYPTION = {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": KEY}
NEW = {"name": "new", "definition": DEFINITION, "roleArn": ROLE}
ORDERED = {"name": "orders", "definition": DEFINITION, "roleArn": ROLE}


def routes(*weighted: tuple[str, int]) -> list[dict[str, Any]]:
    """A routing configuration."""
    return [{"stateMachineVersionArn": arn, "weight": weight} for arn, weight in weighted]


def furnish(on: Stage) -> None:
    """Put it all there."""
    caller = on.aws.caller("test")
    on.aws.call("logs", "CreateLogGroup", {"logGroupName": "states"}, caller=caller)
    on.ask("CreateStateMachine", **ORDERED, tags=[{"key": "team", "value": "shop"}], publish=True)
    updated = on.ask("UpdateStateMachine", stateMachineArn=ORDERS, loggingConfiguration=LOGGING, publish=True)
    on.values["<revision>"] = updated["revisionId"]
    for name in ("live", "test"):
        on.ask("CreateStateMachineAlias", name=name, routingConfiguration=routes((f"{ORDERS}:2", 100)))
    on.ask("CreateStateMachine", **{**ORDERED, "name": "quick", "type": "EXPRESS", "publish": True})
    on.ask("CreateStateMachine", **{**ORDERED, "name": "leaving"}, publish=True)
    on.ask("CreateStateMachineAlias", name="live", routingConfiguration=routes((f"{LEAVING}:1", 100)))
    on.ask("CreateStateMachine", **{**ORDERED, "name": "maps", "definition": MAP})
    mapped = on.ask("StartExecution", stateMachineArn=f"{STATES}stateMachine:maps", name="mapped", input="[]")
    on.wait(0)
    (run,) = on.ask("ListMapRuns", executionArn=mapped["executionArn"])["mapRuns"]
    on.values["<map run>"] = run["mapRunArn"]
    on.ask("CreateActivity", name="approve", tags=[{"key": "team", "value": "shop"}])
    failing = {"StartAt": "Fail", "States": {"Fail": {"Type": "Fail"}}}
    on.ask("CreateStateMachine", **{**ORDERED, "name": "failing", "definition": json.dumps(failing)})
    on.ask("StartExecution", stateMachineArn=FAILING, name="broken")
    on.ask("StartExecution", stateMachineArn=ORDERS, name="run")
    on.ask("StartExecution", stateMachineArn=LEAVING, name="last")
    on.wait(1)
    on.ask("DeleteStateMachine", stateMachineArn=LEAVING)


def snapshot(on: Stage) -> list[Any]:
    """State machines with versions, aliases and tags, activities, executions, what is under way."""
    return list(_seen(on))


def _seen(on: Stage) -> Iterator[Any]:
    for machine in on.ask("ListStateMachines")["stateMachines"]:
        arn = machine["stateMachineArn"]
        yield on.ask("DescribeStateMachine", stateMachineArn=arn)
        yield on.ask("ListTagsForResource", resourceArn=arn)
        for version in on.ask("ListStateMachineVersions", stateMachineArn=arn)["stateMachineVersions"]:
            yield on.ask("DescribeStateMachine", stateMachineArn=version["stateMachineVersionArn"])
        aliases = on.try_to("ListStateMachineAliases", stateMachineArn=arn)
        yield aliases
        for alias in aliases["stateMachineAliases"] if isinstance(aliases, dict) else ():
            yield on.ask("DescribeStateMachineAlias", stateMachineAliasArn=alias["stateMachineAliasArn"])
    for activity in on.ask("ListActivities")["activities"]:
        yield on.ask("DescribeActivity", activityArn=activity["activityArn"])
        yield on.ask("ListTagsForResource", resourceArn=activity["activityArn"])
    for arn in (ORDERS, FAILING):
        for execution in on.ask("ListExecutions", stateMachineArn=arn)["executions"]:
            yield on.ask("DescribeExecution", executionArn=execution["executionArn"])
            yield on.ask("GetExecutionHistory", executionArn=execution["executionArn"])
    yield on.ask("DescribeMapRun", mapRunArn=on.values["<map run>"])
    yield on.aws.under_way()


def probe(on: Stage) -> list[Any]:
    """What cannot be seen: the next ids and numbers, what runs on and what ends."""
    on.wait(1800)
    before = snapshot(on)
    updated = on.try_to("UpdateStateMachine", stateMachineArn=ORDERS, roleArn=f"{ROLE}-new", publish=True)
    started = on.try_to("StartExecution", stateMachineArn=ORDERS)
    on.wait(3600)
    history = on.ask("GetExecutionHistory", executionArn=RUN)
    assert history["events"][-1]["type"] == "ExecutionSucceeded"
    assert on.try_to("DescribeStateMachine", stateMachineArn=LEAVING).startswith("StateMachineDoesNotExist")
    return [*before, updated, started, history, *snapshot(on)]
