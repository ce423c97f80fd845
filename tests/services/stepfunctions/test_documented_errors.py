"""Every error name that the language documents: a machine that fails with it, and which names catch it.

What each says, word for word, is in test_language_errors.py and beside what raises it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from fakeaws import World
from fakeaws.endpoints import Response
from tests.services.stepfunctions.maps import FAIL, distributed
from tests.services.stepfunctions.support import create, details, events, path, start, status

moto = pytest.importorskip("moto")

ALL = "States.ALL"
PERMISSIONS = "States.Permissions"
RUNTIME = "States.Runtime"

#: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html and the language's specification.
DOCUMENTED = {
    "States.ALL",
    "States.BranchFailed",
    "States.DataLimitExceeded",
    "States.ExceedToleratedFailureThreshold",
    "States.HeartbeatTimeout",
    "States.Http.Socket",
    "States.Http.StatusCode.404",
    "States.IntrinsicFailure",
    "States.ItemReaderFailed",
    "States.NoChoiceMatched",
    "States.ParameterPathFailure",
    "States.Permissions",
    "States.QueryEvaluationError",
    "States.ResultPathMatchFailure",
    "States.ResultWriterFailed",
    "States.Runtime",
    "States.TaskFailed",
    "States.Timeout",
}


def _task(resource: str, parameters: Any, **more: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": f"arn:aws:states:::{resource}", "Parameters": parameters, **more}


def _child_that_fails(aws: World, sfn: Any) -> dict[str, Any]:
    child = create(sfn, {"StartAt": "F", "States": {"F": FAIL}}, name="child")
    return _task("states:startExecution.sync", {"StateMachineArn": child})


def _slow_task(aws: World, sfn: Any) -> dict[str, Any]:
    return _task("lambda:invoke.waitForTaskToken", _token(aws), TimeoutSeconds=5)


def _silent_task(aws: World, sfn: Any) -> dict[str, Any]:
    return _task("lambda:invoke.waitForTaskToken", _token(aws), HeartbeatSeconds=5)


def _token(aws: World) -> dict[str, Any]:
    aws.lambda_.register("f", lambda event, context: None)
    return {"FunctionName": "f", "Payload": {"token.$": "$$.Task.Token"}}


def _large_answer(aws: World, sfn: Any) -> dict[str, Any]:
    aws.lambda_.register("f", lambda event, context: "x" * 262_143)
    return _task("lambda:invoke", {"FunctionName": "f"})


def _result_without_place(aws: World, sfn: Any) -> dict[str, Any]:
    aws.lambda_.register("f", lambda event, context: 1)
    return _task("lambda:invoke", {"FunctionName": "f"}, ResultPath="$.a[0]")


def _nobody_there(aws: World, sfn: Any) -> dict[str, Any]:
    return _http(lambda request: None, aws, "https://elsewhere.example.com")


def _not_found(aws: World, sfn: Any) -> dict[str, Any]:
    return _http(lambda request: Response(404, [], "no"), aws, "https://shop.example.com")


def _http(app: Callable[[Any], Any], aws: World, url: str) -> dict[str, Any]:
    if "shop" in url:
        aws.endpoints.register(url, app)
    return _task("http:invoke", {"ApiEndpoint": url, "Method": "GET"})


def _map(**fields: Any) -> dict[str, Any]:
    state: dict[str, Any] = distributed(**fields)["States"]["Each"]
    del state["End"]
    return state


def _one_item_too_bad(aws: World, sfn: Any) -> dict[str, Any]:
    return _map(state=FAIL, ItemsPath="$.items")


def _nothing_to_read(aws: World, sfn: Any) -> dict[str, Any]:
    reader = {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"InputType": "JSON"}}
    return _map(ItemReader={**reader, "Parameters": {"Bucket": "nobodys", "Key": "k"}})


def _nowhere_to_write(aws: World, sfn: Any) -> dict[str, Any]:
    writer = {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "nobodys", "Prefix": "p"}}
    return _map(ItemsPath="$.items", ResultWriter=writer)


def _undefined(aws: World, sfn: Any) -> dict[str, Any]:
    state = _task("lambda:invoke", None, QueryLanguage="JSONata", Arguments={"FunctionName": "{% $states.input.no %}"})
    del state["Parameters"]
    return state


class Row(NamedTuple):
    """``state`` makes the state that fails; ``error``: what it fails with; ``caught_by``: names that catch it."""

    state: Callable[[World, Any], dict[str, Any]]
    error: str
    caught_by: tuple[str, ...]
    not_by: tuple[str, ...] = ()


TASK = "States.TaskFailed"

ROWS = {
    "States.TaskFailed": Row(_child_that_fails, TASK, (TASK, ALL), ("States.Timeout",)),
    "States.Timeout": Row(_slow_task, "States.Timeout", ("States.Timeout", ALL), (TASK, "States.HeartbeatTimeout")),
    "States.HeartbeatTimeout": Row(
        _silent_task, "States.Timeout", ("States.HeartbeatTimeout", "States.Timeout", ALL), (TASK,)
    ),
    "States.DataLimitExceeded": Row(
        _large_answer, "States.DataLimitExceeded", ("States.DataLimitExceeded", ALL), ("States.Timeout",)
    ),
    "States.ResultPathMatchFailure": Row(
        _result_without_place, "States.ResultPathMatchFailure", ("States.ResultPathMatchFailure", ALL), (TASK,)
    ),
    "States.Http.Socket": Row(_nobody_there, "States.Http.Socket", ("States.Http.Socket", TASK, ALL)),
    "States.Http.StatusCode.404": Row(
        _not_found,
        "States.Http.StatusCode.404",
        ("States.Http.StatusCode.404", TASK, ALL),
        ("States.Http.StatusCode", "States.Http.StatusCode.4*"),
    ),
    "States.ExceedToleratedFailureThreshold": Row(
        _one_item_too_bad,
        "States.ExceedToleratedFailureThreshold",
        ("States.ExceedToleratedFailureThreshold", ALL),
        ("Broken",),
    ),
    "States.ItemReaderFailed": Row(
        _nothing_to_read, "States.ItemReaderFailed", ("States.ItemReaderFailed", ALL), (TASK,)
    ),
    "States.ResultWriterFailed": Row(
        _nowhere_to_write, "States.ResultWriterFailed", ("States.ResultWriterFailed", ALL), (TASK,)
    ),
    "States.QueryEvaluationError": Row(
        _undefined, "States.QueryEvaluationError", ("States.QueryEvaluationError", ALL), (TASK,)
    ),
    "States.Runtime": Row(
        lambda aws, sfn: _map(ItemsPath="$.no"), RUNTIME, (), (RUNTIME, ALL, "States.ParameterPathFailure")
    ),
    # AWS documents these names; what they are for ends with States.Runtime, or with the error of the branch.
    "States.ParameterPathFailure": Row(
        lambda aws, sfn: _task("lambda:invoke", {"FunctionName.$": "$.no"}),
        RUNTIME,
        (),
        ("States.ParameterPathFailure", ALL),
    ),
    "States.IntrinsicFailure": Row(
        lambda aws, sfn: _task("lambda:invoke", {"FunctionName.$": "States.ArrayGetItem($.items, 7)"}),
        RUNTIME,
        (),
        ("States.IntrinsicFailure", ALL),
    ),
    "States.NoChoiceMatched": Row(
        lambda aws, sfn: _around(
            {"Type": "Choice", "Choices": [{"Variable": "$.items", "IsNull": True, "Next": "E"}]},
            E={"Type": "Succeed"},
        ),
        RUNTIME,
        (),
        ("States.NoChoiceMatched", ALL),
    ),
    "States.BranchFailed": Row(
        lambda aws, sfn: _around(FAIL), "Broken", ("Broken", ALL), ("States.BranchFailed", TASK)
    ),
}


def _around(state: dict[str, Any], **others: dict[str, Any]) -> dict[str, Any]:
    return {"Type": "Parallel", "Branches": [{"StartAt": "I", "States": {"I": state, **others}}]}


def _finished(aws: World, sfn: Any, state: dict[str, Any], catch: list[str] | None = None) -> str:
    catchers = {} if catch is None else {"Catch": [{"ErrorEquals": catch, "Next": "Caught"}]}
    states = {"S": {**state, **catchers, "End": True}} | ({} if catch is None else {"Caught": {"Type": "Succeed"}})
    execution = start(sfn, create(sfn, {"StartAt": "S", "States": states}), {"items": [1]})
    aws.clock.run_until_idle()
    return execution


def test_every_documented_name_has_its_row() -> None:
    assert ROWS.keys() | {ALL, PERMISSIONS} == DOCUMENTED


@pytest.mark.parametrize("name", ROWS)
def test_a_machine_fails_with_it(aws: World, sfn: Any, name: str) -> None:
    row = ROWS[name]
    execution = _finished(aws, sfn, row.state(aws, sfn))
    described = sfn.describe_execution(executionArn=execution)
    assert (described["status"], described.get("error")) == ("FAILED", row.error)


def test_whether_a_role_may_be_assumed_is_not_asked(aws: World, sfn: Any) -> None:
    """So nothing fails with States.Permissions."""
    role = "arn:aws:iam::123456789012:role/nobodys"
    aws.lambda_.register("f", lambda event, context: 1)
    state = _task("lambda:invoke", {"FunctionName": "f"}, Credentials={"RoleArn": role})
    execution = _finished(aws, sfn, state)
    scheduled = next(event for event in events(sfn, execution) if event["type"] == "TaskScheduled")
    assert details(scheduled)["taskCredentials"] == {"roleArn": role}
    assert status(sfn, execution) == "SUCCEEDED"


_CATCHERS = [(name, catcher) for name, row in ROWS.items() for catcher in (*row.caught_by, *row.not_by)]


@pytest.mark.parametrize(("name", "catcher"), _CATCHERS)
def test_who_catches_it(aws: World, sfn: Any, name: str, catcher: str) -> None:
    row = ROWS[name]
    execution = _finished(aws, sfn, row.state(aws, sfn), [catcher])
    assert ("Caught" in path(sfn, execution)) is (catcher in row.caught_by)


def test_every_documented_name_may_be_caught_and_retried(aws: World, sfn: Any) -> None:
    names = sorted(DOCUMENTED - {ALL})
    handlers = [{"ErrorEquals": names}, {"ErrorEquals": [ALL]}]
    state = {
        **_task("lambda:invoke", {"FunctionName": "f"}),
        "Retry": handlers,
        "Catch": [{**handler, "Next": "E"} for handler in handlers],
        "End": True,
    }
    create(sfn, {"StartAt": "S", "States": {"S": state, "E": {"Type": "Succeed"}}})
