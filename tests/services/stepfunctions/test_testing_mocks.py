"""TestState: mocked results are compared with the service's model."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World, mock_aws
from tests.services.stepfunctions.support import client, create, refused, start
from tests.services.stepfunctions.testing import answer_to, mocked

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f"
ACTIVITY = "arn:aws:states:us-east-1:123456789012:activity:a"
EXECUTION = {"ExecutionArn": "arn", "StartDate": "2026-01-05T00:00:00Z"}


def _state(resource: str) -> dict[str, Any]:
    return {"Type": "Task", "Resource": resource if resource.startswith("arn:") else f"arn:aws:states:::{resource}",
            "End": True}  # fmt: skip


def _try(sfn: Any, resource: str, result: Any, mode: str | None = None) -> dict[str, Any]:
    mock = mocked(result) if mode is None else {**mocked(result), "fieldValidationMode": mode}
    return answer_to(sfn, _state(resource), mock=mock)


WRONG = [
    ("events:putEvents", {"Entries": "x"}, "Field 'Entries' must be an array"),
    ("events:putEvents", {"Entries": [{"EventId": ["x"]}]}, "Field 'EventId' must be a string"),
    ("events:putEvents", {"Entries": [{"EventId": "x"}, {"EventId": 5}]}, "Field 'EventId' must be a string"),
    ("events:putEvents", {"Entries": ["x"]}, "Field 'Entries' must be an object"),
    ("events:putEvents", {"FailedEntryCount": True}, "Field 'FailedEntryCount' must be a number"),
    ("states:startExecution", {**EXECUTION, "StartDate": True}, "Field 'StartDate' must be a string"),
    ("states:startExecution", {**EXECUTION, "StartDate": 1764103483}, "Field 'StartDate' must be a string"),
    ("lambda:invoke", {"StatusCode": "200"}, "Field 'StatusCode' must be a number"),
    ("lambda:invoke", {"Payload": {"a": 1}}, "Field 'Payload' must be a string"),
    ("dynamodb:putItem", {"ConsumedCapacity": {"CapacityUnits": "1.5"}}, "Field 'CapacityUnits' must be a number"),
    ("dynamodb:getItem", {"Item": {"id": {"S": 5}}}, "Field 'S' must be a string"),
    ("dynamodb:getItem", {"Item": {"id": {"BOOL": "true"}}}, "Field 'BOOL' must be a boolean"),
    ("dynamodb:getItem", {"Item": {"id": "x"}}, "Field 'id' must be an object"),
    ("sqs:sendMessage", {"MessageId": 5}, "Field 'MessageId' must be a string"),
    ("sqs:sendMessage", "text", "Mocked result must be a JSON object"),
    ("aws-sdk:s3:getObject", {"ContentLength": "9000"}, "Field 'ContentLength' must be a number"),
    ("aws-sdk:s3:getObject", {"StorageClass": "Papyrus"}, "Field 'StorageClass' is not an expected value"),
    ("aws-sdk:s3:getObject", {"Body": 5}, "Field 'Body' must be a string"),
    ("aws-sdk:kms:encrypt", {"CiphertextBlob": 123}, "Field 'CiphertextBlob' must be a string"),
    ("aws-sdk:kms:encrypt", {"CiphertextBlob": ""}, "Field 'CiphertextBlob' is smaller than the minimum length"),
    ("aws-sdk:kms:encrypt", {"KeyId": "x" * 2049}, "Field 'KeyId' exceeds the maximum length"),
    (
        "aws-sdk:lambda:getFunction",
        {"Configuration": {"MemorySize": 127}},
        "Field 'MemorySize' is less than the minimum value",
    ),
    (
        "aws-sdk:lambda:getFunction",
        {"Configuration": {"MemorySize": 99999999}},
        "Field 'MemorySize' exceeds the maximum value",
    ),
    ("states:startExecution.sync:2", {"Status": "DONE"}, "Field 'Status' is not an expected value"),
    ("glue:startJobRun.sync", {"JobRunState": "GONE"}, "Field 'JobRunState' is not an expected value"),
    ("ecs:runTask.sync", {"TaskArn": 5}, "Field 'TaskArn' must be a string"),
]


@pytest.mark.parametrize("mode", [None, "STRICT", "PRESENT"])
@pytest.mark.parametrize(("resource", "result", "message"), WRONG)
def test_what_does_not_fit(aws: World, sfn: Any, resource: str, result: Any, message: str, mode: str | None) -> None:
    required = _REQUIRED.get(resource, {}) if isinstance(result, dict) else {}
    whole = {**required, **result} if isinstance(result, dict) else result
    with refused("ValidationException", f"Mock result schema validation error: {message}"):
        _try(sfn, resource, whole, mode)
    assert _try(sfn, resource, whole, "NONE")["status"] == "SUCCEEDED"


#: What STRICT wants beside the wrong member.
_REQUIRED = {
    "states:startExecution.sync:2": {
        "ExecutionArn": "e",
        "StateMachineArn": "m",
        "StartDate": 1767571200000,
        "Status": "SUCCEEDED",
    }
}


@pytest.mark.parametrize(
    ("result", "missing"),
    [
        ({}, "ExecutionArn"),
        ({"executionArn": "e", "startDate": "s"}, "ExecutionArn"),
        ({"ExecutionArn": "e"}, "StartDate"),
        ({"ExecutionArn": "e", "StartDate": None}, "StartDate"),
    ],
)
def test_required_members_are_wanted_by_strict_only(aws: World, sfn: Any, result: Any, missing: str) -> None:
    message = f"Mock result schema validation error: Required field '{missing}' is missing"
    with refused("ValidationException", message):
        _try(sfn, "states:startExecution", result)
    assert _try(sfn, "states:startExecution", result, "PRESENT")["status"] == "SUCCEEDED"


@pytest.mark.parametrize(
    ("resource", "result"),
    [
        ("events:putEvents", {}),
        ("events:putEvents", {"random": "json"}),
        ("states:startExecution", EXECUTION),
        ("states:startExecution", {**EXECUTION, "StartDate": "a date"}),
        ("sqs:sendMessage", {"MD5OfMessageBody": {"any": "thing"}, "MessageId": "m"}),
        ("lambda:invoke", {"Payload": '{"a":1}', "SdkHttpMetadata": {"HttpStatusCode": 200}}),
        ("dynamodb:getItem", {"Item": {"id": {"S": "x"}, "n": {"N": "1"}, "z": {"NULL": True}}}),
        (FUNCTION, [1, 2]),
        (FUNCTION, {"StatusCode": "200"}),
        (ACTIVITY, "text"),
        ("sqs:sendMessage.waitForTaskToken", {"MessageId": 5}),
        ("http:invoke", {"StatusCode": "200"}),
        ("apigateway:invoke", {"StatusCode": "200"}),
        (
            "states:startExecution.sync:2",
            {**_REQUIRED["states:startExecution.sync:2"], "Input": {"a": 1}, "Output": [1], "StopDate": "a date"},
        ),
        ("ecs:runTask.sync", {"TaskArn": "t", "CreatedAt": 1767571200000}),
        ("aws-sdk:s3:getObject", {"ETag": "e", "Body": "", "LastModified": "2026-01-05T00:00:00Z"}),
        ("aws-sdk:nosuchservice:doThing", {"any": "thing"}),
    ],
)
def test_what_fits(aws: World, sfn: Any, resource: str, result: Any) -> None:
    assert _try(sfn, resource, result)["status"] == "SUCCEEDED"


def test_a_mocked_error_is_not_compared(aws: World, sfn: Any) -> None:
    answer = answer_to(sfn, _state("states:startExecution"), mock={"errorOutput": {"error": "E", "cause": "C"}})
    assert answer == {"status": "FAILED", "error": "E", "cause": "C"}


@pytest.mark.parametrize(
    ("kind", "more"), [("Wait", {"Seconds": 1, "End": True}), ("Choice", {"Choices": [], "Default": "D"})]
)
def test_states_without_work_take_no_mock(aws: World, sfn: Any, kind: str, more: dict[str, Any]) -> None:
    if kind == "Choice":
        more = {"Choices": [{"Variable": "$", "IsNull": True, "Next": "N"}]}
    with refused("ValidationException", f"State type '{kind}' is not supported when a mock is specified"):
        answer_to(sfn, {"Type": kind, **more}, mock=mocked(1))


def test_nothing_is_drawn_from_executions() -> None:
    """Calls of TestState change nothing of what executions draw."""
    assert _drawn(tests=0) == _drawn(tests=2)


def _drawn(tests: int) -> tuple[str, str]:
    """The name of an execution, and a token."""
    with mock_aws(seed=7):
        sfn = client()
        for _ in range(tests):
            answer_to(sfn, _state("sqs:sendMessage.waitForTaskToken"), mock=mocked({}))
        sfn.create_activity(name="a")
        execution = start(sfn, create(sfn, {"StartAt": "A", "States": {"A": _state(ACTIVITY)}}))
        return execution, sfn.get_activity_task(activityArn=ACTIVITY)["taskToken"]
