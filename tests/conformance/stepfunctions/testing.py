"""TestState."""

from __future__ import annotations

import json
from typing import Any

from fakeaws.endpoints import Response
from tests.conformance.contract import AskService, Refusal, Scenario
from tests.conformance.stepfunctions import furniture as f
from tests.conformance.stepfunctions.rows import INVALID, INVALID_ARN, Rows

NEVER_SHOWN: dict[str, dict[str, str]] = {}

_OPERATION = "TestState"
_END = {"End": True}
_PASS: dict[str, Any] = {"Type": "Pass", **_END}
_TASK = {"Type": "Task", "Resource": "arn:aws:states:::events:putEvents", "Parameters": {"Entries": []}, **_END}
_PROCESSOR = {
    "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    "StartAt": "Inside",
    "States": {"Inside": _PASS},
}
_MAP: dict[str, Any] = {"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": _PROCESSOR, **_END}
_READER = {
    "Resource": "arn:aws:states:::s3:getObject",
    "ReaderConfig": {"InputType": "JSON", "ItemsPointer": "/orders"},
    "Parameters": {"Bucket": "b", "Key": "k"},
}
_READING = {
    "Type": "Map",
    "ItemReader": _READER,
    "ItemProcessor": _PROCESSOR,
    "ItemSelector": {"order.$": "$$.Map.Item.Value"},
    "ItemBatcher": {"MaxItemsPerBatch": 10},
    "MaxConcurrency": 5,
    "ToleratedFailureCount": 1,
    "ToleratedFailurePercentage": 50,
    **_END,
}
_PARALLEL = {"Type": "Parallel", "Branches": [{"StartAt": "A", "States": {"A": _PASS}}], **_END}
_FAILING = {"errorOutput": {"error": "Orders.Closed", "cause": "It is late."}}


def _result(value: Any) -> dict[str, Any]:
    return {"result": json.dumps(value)}


async def _test_state(ask: AskService) -> None:
    async def try_out(state: dict[str, Any], **params: Any) -> None:
        await ask(_OPERATION, definition=json.dumps(state), roleArn=f.ROLE, inspectionLevel="DEBUG", **params)

    await ask(_OPERATION, definition=json.dumps({**_PASS, "Next": "Then", "End": False}))
    await try_out({**_PASS, "Assign": {"a": 1}}, input="[1]", variables='{"b":2}')
    await try_out({**_PASS, "Result": 1})
    await try_out({"Type": "Fail", "Error": "E", "Cause": "C"})
    jsonata = {"Type": "Task", "QueryLanguage": "JSONata", "Resource": _TASK["Resource"], "Arguments": {"Entries": []}}
    await try_out({**jsonata, **_END}, mock=_result({}))
    await try_out({**_TASK, "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Then"}]}, mock=_FAILING)
    retried = {**_TASK, "Retry": [{"ErrorEquals": ["States.ALL"]}]}
    await try_out(retried, mock=_FAILING, stateConfiguration={"retrierRetryCount": 1})
    await try_out(_MAP, input='{"items":[1]}', mock=_result([1]))
    await try_out(
        _READING,
        mock=_result([1]),
        stateConfiguration={"mapItemReaderData": '{"orders":[1,2]}', "mapIterationFailureCount": 1},
    )
    await try_out(_PARALLEL, mock=_FAILING, stateConfiguration={"errorCausedByState": "A"})
    ask.aws.endpoints.register("https://shop.example.com", lambda request: Response(200, {"X-Shop": "1"}, "[]"))
    call = {"ApiEndpoint": "https://shop.example.com/orders", "Method": "POST", "RequestBody": {"order": 1}}
    http = {"Type": "Task", "Resource": "arn:aws:states:::http:invoke", "Parameters": call, **_END}
    await ask(_OPERATION, definition=json.dumps(http), roleArn=f.ROLE, inspectionLevel="TRACE", revealSecrets=True)


SCENARIOS: dict[str, Scenario] = {_OPERATION: _test_state}

_row = Rows({_OPERATION: {"definition": json.dumps(_TASK), "roleArn": f.ROLE, "mock": _result({})}})
_DOMAIN = "Mock result schema validation error: "
_CONTEXT = "Invalid Context object provided: "
_UNSUPPORTED = (
    "TestState API does not support Map or Parallel states. Supported state types include: "
    "[Task, Wait, Pass, Succeed, Fail, Choice]"
)


def _refused(
    id: str, message: str, *, state: dict[str, Any] | None = None, shape: str = INVALID, **more: Any
) -> Refusal:
    changed = more if state is None else {"definition": json.dumps(state), **more}
    return _row(id, _OPERATION, shape, message, **changed)


def _schema(id: str, resource: str, result: Any, message: str) -> Refusal:
    state = {"Type": "Task", "Resource": f"arn:aws:states:::{resource}", **_END}
    return _refused(id, f"{_DOMAIN}{message}", state=state, mock=_result(result))


REFUSALS: tuple[Refusal, ...] = (
    _refused("a bad role", "Invalid Role Arn: 'none'", shape=INVALID_ARN, roleArn="none"),
    _refused(
        "a definition that is none",
        "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [Type] at /'",
        shape="InvalidDefinition",
        definition="{}",
        mock=None,
    ),
    _refused(
        "an input that is no JSON",
        "Invalid State Machine Execution Input: 'Unexpected end-of-input'",
        shape="InvalidExecutionInput",
        input="{",
    ),
    _refused("no role", "RoleArn must be specified when testing a Task state", roleArn=None, mock=None),
    _refused("no such state", "State not found in definition", definition=f.DEFINITION, stateName="None"),
    _refused(
        "no such state inside",
        "State not found in definition",
        state=_PARALLEL,
        mock=_FAILING,
        stateConfiguration={"errorCausedByState": "None"},
    ),
    *(
        _refused(
            f"a mock with {what}",
            "A test mock should have only one of the following fields: [result, errorOutput].",
            mock=mock,
        )
        for what, mock in (("both", {**_result({}), **_FAILING}), ("neither", {}))
    ),
    *(
        _refused(
            f"a mock for {state['Type']}",
            f"State type '{state['Type']}' is not supported when a mock is specified",
            state=state,
        )
        for state in (_PASS, {"Type": "Fail"}, {"Type": "Succeed"}, {"Type": "Wait", "Seconds": 1, **_END})
    ),
    _refused("a Map", _UNSUPPORTED, state=_MAP, shape="InvalidDefinition", mock=None),
    _refused("a Parallel", _UNSUPPORTED, state=_PARALLEL, shape="InvalidDefinition", mock=None),
    _refused(
        "an activity",
        "TestState API does not support activities, '.sync' and '.waitForTaskToken' service integration patterns "
        "without a mock",
        state={"Type": "Task", "Resource": f.APPROVE, **_END},
        shape="InvalidDefinition",
        mock=None,
    ),
    _refused(
        "secrets of a mock", "TestState does not support RevealSecrets when a mock is specified.", revealSecrets=True
    ),
    _refused(
        "failed iterations without a mock",
        "TestState does not support MapIterationFailureCount when a mock is not specified.",
        state=_MAP,
        mock=None,
        stateConfiguration={"mapIterationFailureCount": 1},
    ),
    _refused(
        "a context without a mock",
        "TestState does not support Context when a mock is not specified.",
        state=_PASS,
        mock=None,
        context="{}",
    ),
    _refused(
        "more failed iterations than there are",
        "Map iteration failure count must be less than or equal to the number of Map iterations",
        state=_MAP,
        input='{"items":[1]}',
        mock=_result([1]),
        stateConfiguration={"mapIterationFailureCount": 2},
    ),
    _refused("a result that is no JSON", "Mocked result must be valid JSON", mock={"result": "{"}),
    _refused("a Map's result", "Mocked result must be an array.", state=_MAP),
    _refused(
        "a Map's exported result",
        "Mocked result must be a JSON object.",
        state={
            **_MAP,
            "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "b", "Prefix": "p"}},
        },
        mock=_result([]),
    ),
    _refused("a Parallel's result", "Mocked result must be an array.", state=_PARALLEL),
    _refused(
        "a Parallel's results",
        "Mocked result must contain the same number of items as number of Parallel branches.",
        state=_PARALLEL,
        mock=_result([1, 2]),
    ),
    _schema("no string", "sqs:sendMessage", {"MessageId": 1}, "Field 'MessageId' must be a string"),
    _schema("no number", "lambda:invoke", {"StatusCode": "200"}, "Field 'StatusCode' must be a number"),
    _schema("no array", "events:putEvents", {"Entries": {}}, "Field 'Entries' must be an array"),
    _schema(
        "too much",
        "aws-sdk:lambda:getFunction",
        {"Configuration": {"MemorySize": 99999999}},
        "Field 'MemorySize' exceeds the maximum value",
    ),
    _schema(
        "too little",
        "aws-sdk:lambda:getFunction",
        {"Configuration": {"MemorySize": 1}},
        "Field 'MemorySize' is less than the minimum value",
    ),
    _schema(
        "too short",
        "aws-sdk:kms:encrypt",
        {"CiphertextBlob": ""},
        "Field 'CiphertextBlob' is smaller than the minimum length",
    ),
    _schema(
        "not one of them",
        "aws-sdk:s3:getObject",
        {"StorageClass": "PAPER"},
        "Field 'StorageClass' is not an expected value",
    ),
    _schema("not there", "states:startExecution", {}, "Required field 'ExecutionArn' is missing"),
    *(
        _refused(f"context: {message}", _CONTEXT + message, context=json.dumps(context))
        for context, message in (
            ({"Execution": {"Id": 1}}, "Execution.Id must be a string"),
            ({"Execution": {"Other": 1}}, "Field 'Other' is not allowed"),
            ({"Another": {}}, "Field 'Another' is not allowed"),
            ({"Map": {}}, "'Map' field is not supported when mocking a Context object"),
            (
                {"Task": {"Token": "t"}},
                "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' "
                "service integration pattern",
            ),
        )
    ),
    _row.broken(
        "level",
        _OPERATION,
        "inspectionLevel",
        "ALL",
        "Member must satisfy enum value set: [INFO, DEBUG, TRACE]",
        inspectionLevel="ALL",
    ),
)

UNASKED: dict[str, str] = {}
