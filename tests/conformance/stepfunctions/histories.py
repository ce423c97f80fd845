"""GetExecutionHistory: executions whose histories have every kind of event."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.conformance.contract import AskService, Refusal, Scenario
from tests.conformance.stepfunctions import furniture as f

FUNCTION = f"arn:aws:lambda:us-east-1:{f.ACCOUNT}:function:f"
_ROLE = "arn:aws:iam::123456789012:role/task"


def _machine(**states: Any) -> dict[str, Any]:
    return {"StartAt": next(iter(states)), "States": states}


def _last(type: str, **fields: Any) -> dict[str, Any]:
    return {"Type": type, **fields, "End": True}


def _call(**fields: Any) -> dict[str, Any]:
    settings = {"TimeoutSeconds": 60, "Credentials": {"RoleArn": _ROLE}, **fields}
    return _last("Task", Resource=FUNCTION, **settings)


def _definitions() -> Iterator[tuple[Any, Any]]:
    """Definitions, and an input for each."""
    yield _machine(Set={"Type": "Pass", "Assign": {"n": 1}, "Next": "Call"}, Call=_call()), {}
    yield _machine(Call=_call()), {"fail": True}
    yield _machine(Call=_call(TimeoutSeconds=1)), {"sleep": 2}
    yield _machine(Each=_last("Map", ItemProcessor=_machine(Call=_call()))), [{}, {}]
    yield _machine(Each=_last("Map", ItemProcessor=_machine(Call=_call()))), [{"fail": True}, {"sleep": 1}]
    yield _machine(Both=_last("Parallel", Branches=[_machine(A=_last("Pass")), _machine(B=_call())])), {"fail": True}
    yield _machine(Fail={"Type": "Fail", "Error": "E", "Cause": "c"}), {}
    yield {**_machine(Late=_last("Wait", Seconds=60)), "TimeoutSeconds": 1}, {}
    yield {**_machine(Set=_last("Pass", Output="{% $number('x') %}")), "QueryLanguage": "JSONata"}, {}


def _handler(event: Any, context: Any) -> Any:
    import time

    time.sleep(event.get("sleep", 0))
    if event.get("fail"):
        raise ValueError("failed")
    return event


async def _histories(ask: AskService) -> None:
    ask.aws.lambda_.register("f", _handler)
    executions = []
    for number, (definition, input) in enumerate(_definitions()):
        made = await ask(
            "CreateStateMachine", name=f"m{number}", definition=json.dumps(definition), roleArn=f.ROLE, publish=True
        )
        version = made["stateMachineVersionArn"]
        await ask("CreateStateMachineAlias", name="live", routingConfiguration=f.routes((version, 100)))
        started = await ask(
            "StartExecution", stateMachineArn=f"{made['stateMachineArn']}:live", input=json.dumps(input)
        )
        executions.append(started["executionArn"])
    await ask.wait(30)
    started = await ask("StartExecution", stateMachineArn=f"{f.STATES}stateMachine:m2", input='{"sleep": 9}')
    await ask("StopExecution", executionArn=started["executionArn"], error="E", cause="c")
    await ask("RedriveExecution", executionArn=executions[1])
    await ask.wait(30)
    for execution in (*executions, started["executionArn"]):
        await ask("GetExecutionHistory", executionArn=execution)
    first = await ask("GetExecutionHistory", executionArn=executions[0], maxResults=1, reverseOrder=True)
    await ask("GetExecutionHistory", executionArn=executions[0], reverseOrder=True, nextToken=first["nextToken"])
    await ask("GetExecutionHistory", executionArn=executions[0], includeExecutionData=False)


SCENARIOS: dict[str, Scenario] = {"GetExecutionHistory": _histories}


_FAILURE, _OUTPUT = ("error", "cause"), ("output", "outputDetails", "outputDetails.truncated")
_TASK = ("resourceType", "resource")
_ACTIVITIES, _SERVICES, _MAP_RUNS = "of activities", "of tasks that call services", "of map runs"
_BEFORE = "a function's task is scheduled and started whatever becomes of it: it fails then"
_NO_CAUSE = "a time-out has no cause"

#: By the event: the members of its details, and why they are not shown.
_NOT_SHOWN: dict[str, tuple[tuple[str, ...], str]] = {
    "activityFailed": (_FAILURE, _ACTIVITIES),
    "activityScheduleFailed": (_FAILURE, _ACTIVITIES),
    "activityScheduled": (
        ("heartbeatInSeconds", "timeoutInSeconds", "resource", "input", "inputDetails", "inputDetails.truncated"),
        _ACTIVITIES,
    ),
    "activityStarted": (("workerName",), _ACTIVITIES),
    "activitySucceeded": (_OUTPUT, _ACTIVITIES),
    "activityTimedOut": (_FAILURE, _ACTIVITIES),
    "lambdaFunctionScheduleFailed": (_FAILURE, _BEFORE),
    "lambdaFunctionStartFailed": (_FAILURE, _BEFORE),
    "mapRunFailed": (_FAILURE, _MAP_RUNS),
    "mapRunRedriven": (("mapRunArn", "redriveCount"), _MAP_RUNS),
    "mapRunStarted": (("mapRunArn",), _MAP_RUNS),
    "taskFailed": ((*_FAILURE, *_TASK), _SERVICES),
    "taskScheduled": (
        (
            *("heartbeatInSeconds", "timeoutInSeconds", "parameters", "region"),
            *("taskCredentials", "taskCredentials.roleArn", *_TASK),
        ),
        _SERVICES,
    ),
    "taskStartFailed": ((*_FAILURE, *_TASK), _SERVICES),
    "taskStarted": (_TASK, _SERVICES),
    "taskSubmitFailed": ((*_FAILURE, *_TASK), _SERVICES),
    "taskSubmitted": ((*_OUTPUT, *_TASK), _SERVICES),
    "taskSucceeded": ((*_OUTPUT, *_TASK), _SERVICES),
    "taskTimedOut": ((*_FAILURE, *_TASK), _SERVICES),
}


def _never_shown() -> Iterator[tuple[str, str]]:
    for event, (members, reason) in _NOT_SHOWN.items():
        details = f"events[].{event}EventDetails"
        yield details, reason
        for member in members:
            yield f"{details}.{member}", reason
    for event in ("executionTimedOut", "lambdaFunctionTimedOut"):
        yield f"events[].{event}EventDetails.cause", _NO_CAUSE


NEVER_SHOWN: dict[str, dict[str, str]] = {"GetExecutionHistory": dict(_never_shown())}
REFUSALS: tuple[Refusal, ...] = ()
UNASKED: dict[str, str] = {}
