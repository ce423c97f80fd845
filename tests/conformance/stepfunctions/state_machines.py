"""CreateStateMachine, UpdateStateMachine, DeleteStateMachine, DescribeStateMachine and …ForExecution, ListStateMachines."""

from __future__ import annotations

import json
from typing import Any

from tests.conformance.contract import AskService, Refusal, Scenario
from tests.conformance.stepfunctions import furniture as f
from tests.conformance.stepfunctions.rows import INVALID, INVALID_ARN, Rows, limited

NEVER_SHOWN: dict[str, dict[str, str]] = {
    "DescribeStateMachineForExecution": dict.fromkeys(("mapRunArn", "label"), "of executions of map runs"),
}

_MAPPED = {
    "StartAt": "Set",
    "States": {
        "Set": {"Type": "Pass", "Assign": {"bucket": "b"}, "Next": "Each"},
        "Each": {
            "Type": "Map",
            "Label": "each",
            "ItemsPath": "$bucket",
            "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                "StartAt": "Item",
                "States": {"Item": {"Type": "Pass", "End": True}},
            },
            "End": True,
        },
    },
}


async def _machines(ask: AskService) -> None:
    ask.aws.call("logs", "CreateLogGroup", {"logGroupName": "states"}, caller=ask.aws.caller("test"))
    settings = {
        "loggingConfiguration": {**f.LOGGING, "includeExecutionData": True},
        "tracingConfiguration": {"enabled": True},
        "encryptionConfiguration": {**f.ENCRYPTION, "kmsDataKeyReusePeriodSeconds": 60},
        "versionDescription": "first",
        "publish": True,
    }
    await ask("CreateStateMachine", **f.ORDERED, **settings, tags=[{"key": "team", "value": "shop"}])
    await ask("CreateStateMachine", **f.ORDERED, **settings)
    await ask("CreateStateMachine", **f.NEW, type="EXPRESS")
    await ask("DescribeStateMachine", stateMachineArn=f.ORDERS)
    await ask("DescribeStateMachine", stateMachineArn=f"{f.ORDERS}:1")
    await ask("StartExecution", stateMachineArn=f.ORDERS, name="run")
    await ask("DescribeStateMachineForExecution", executionArn=f.RUN)
    await ask("UpdateStateMachine", stateMachineArn=f.ORDERS, roleArn=f.ROLE)
    definition = json.dumps(_MAPPED)
    await ask("UpdateStateMachine", stateMachineArn=f.ORDERS, definition=definition, publish=True)
    await ask("DescribeStateMachine", stateMachineArn=f.ORDERS)
    await ask("DescribeStateMachine", stateMachineArn=f"{f.ORDERS}/each")
    await ask("DescribeStateMachine", stateMachineArn=f.ORDERS, includedData="METADATA_ONLY")
    await ask("CreateStateMachineAlias", name="live", routingConfiguration=f.routes((f"{f.ORDERS}:1", 100)))
    await ask("DescribeStateMachine", stateMachineArn=f.ALIAS)
    await ask("StartExecution", stateMachineArn=f.ORDERS, name="mapped")
    await ask("DescribeStateMachineForExecution", executionArn=f"{f.STATES}execution:orders:mapped")
    first = await ask("ListStateMachines", maxResults=1)
    await ask("ListStateMachines", maxResults=1, nextToken=first["nextToken"])
    await ask("ListStateMachines", maxResults=0)
    await ask("DeleteStateMachine", stateMachineArn=f.ORDERS)
    await ask("DescribeStateMachine", stateMachineArn=f.ORDERS)
    await ask("DeleteStateMachine", stateMachineArn=f.ORDERS)
    await ask("DeleteStateMachine", stateMachineArn=f.NO_MACHINE)
    await ask.wait(4000)
    await ask("ListStateMachines")


SCENARIOS: dict[str, Scenario] = dict.fromkeys(
    (
        "CreateStateMachine",
        "DescribeStateMachine",
        "DescribeStateMachineForExecution",
        "UpdateStateMachine",
        "DeleteStateMachine",
        "ListStateMachines",
    ),
    _machines,
)

_USUAL: dict[str, dict[str, Any]] = {
    "CreateStateMachine": f.NEW,
    "UpdateStateMachine": {"stateMachineArn": f.ORDERS, "roleArn": f"{f.ROLE}-2"},
    "DeleteStateMachine": {"stateMachineArn": f.ORDERS},
    "DescribeStateMachine": {"stateMachineArn": f.ORDERS},
    "DescribeStateMachineForExecution": {"executionArn": f.RUN},
    "ListStateMachines": {},
}
_row = Rows(_USUAL)

_CREATE, _UPDATE, _DESCRIBE = "CreateStateMachine", "UpdateStateMachine", "DescribeStateMachine"
_FOR_EXECUTION = "DescribeStateMachineForExecution"
_THERE = f"State Machine Already Exists: '{f.ORDERS}'"
_NO_DESTINATION = "Invalid Logging Configuration: Must specify exactly one Log Destination."
_NOT_FOUND = "Invalid Logging Configuration: Log Destination not found."
_NO_VERSION = "Version description can only be set when publish is true"
_BROKEN = (
    "Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next, "
    "MISSING_END_STATE: Workflow has no terminal state at null'"
)
_BROKEN_TEXT = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}})
#: As many characters as there may be, of which one is two bytes.
_LONG = f.DEFINITION.replace("Wait", "W\u00e4it")
_LONG += " " * (1_048_576 - len(_LONG))


def _destinations(*groups: str) -> list[dict[str, Any]]:
    return [{"cloudWatchLogsLogGroup": {"logGroupArn": group}} for group in groups]


def _logging(id: str, message: str, operation: str = _CREATE, **configuration: Any) -> Refusal:
    return _row(f"logging: {id}", operation, "InvalidLoggingConfiguration", message, loggingConfiguration=configuration)


def _encryption(id: str, message: str, operation: str = _CREATE, **configuration: Any) -> Refusal:
    return _row(
        f"encryption: {id}",
        operation,
        "InvalidEncryptionConfiguration",
        f"Invalid Encryption Configuration: {message}",
        encryptionConfiguration=configuration,
    )


def _full_of_tags() -> list[dict[str, str]]:
    return [{"key": f"tag{number}", "value": ""} for number in range(51)]


_GROUPS = f.LOG_GROUP.replace(":states:", ":none:")
_OWNED, _MANAGED = "AWS_OWNED_KEY", "CUSTOMER_MANAGED_KMS_KEY"
_NO_KEY = f"A KMS key must be specified with the type {_MANAGED}."

REFUSALS: tuple[Refusal, ...] = (
    *(
        _row(f"name {mark!r}", _CREATE, "InvalidName", f"Invalid Name: 'a{mark}b'", name=f"a{mark}b")
        for mark in ' \t<>{}[]?*"#%\\^|~`$&,;:/\x00\x1f\x7f\x9f'
    ),
    _row("no role", _CREATE, INVALID_ARN, "Invalid Role Arn: 'states'", roleArn="states"),
    _row("a user", _UPDATE, INVALID_ARN, f"Invalid Role Arn: '{f.KEY}'", roleArn=f.KEY),
    _row("definition", _CREATE, "InvalidDefinition", _BROKEN, definition=_BROKEN_TEXT),
    _row("definition", _UPDATE, "InvalidDefinition", _BROKEN, definition=_BROKEN_TEXT),
    _row(
        "no JSON",
        _CREATE,
        "InvalidDefinition",
        "Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: Unrecognized token 'not': was expecting (JSON String, "
        "Number, Array, Object or token 'null', 'true' or 'false')\n at [Source: (String)\"not JSON\"; line: 1, column: 4] at "
        '[Source: (String)"not JSON"; line: 1, column: 4]\'',
        definition="not JSON",
    ),
    _row(
        "too many bytes",
        _CREATE,
        INVALID,
        "1 validation error detected: Value at 'definition' failed to satisfy constraint: "
        "Member must have length less than or equal to 1048576",
        definition=_LONG,
    ),
    _row("description alone", _CREATE, INVALID, _NO_VERSION, versionDescription="first"),
    _row("description alone", _UPDATE, INVALID, _NO_VERSION, versionDescription="first"),
    _row("description, publish false", _CREATE, INVALID, _NO_VERSION, versionDescription="first", publish=False),
    _logging("no destination", _NO_DESTINATION, level="ERROR"),
    _logging("empty destinations", _NO_DESTINATION, _UPDATE, level="ALL", destinations=[]),
    _logging("two", _NO_DESTINATION, level="FATAL", destinations=_destinations(f.LOG_GROUP, f.LOG_GROUP)),
    _logging("two while off", _NO_DESTINATION, destinations=_destinations(f.LOG_GROUP, f.LOG_GROUP)),
    _logging("not there", _NOT_FOUND, level="ALL", destinations=_destinations(_GROUPS)),
    _logging(
        "a beginning of its name", _NOT_FOUND, destinations=_destinations(f.LOG_GROUP.replace(":states:", ":state:"))
    ),
    _logging("without star", _NOT_FOUND, _UPDATE, level="ALL", destinations=_destinations(f.LOG_GROUP[:-2])),
    _logging("elsewhere", _NOT_FOUND, destinations=_destinations(f.LOG_GROUP.replace("us-east-1", "eu-west-1"))),
    _logging("no group", _NOT_FOUND, level="ALL", destinations=[{}]),
    _encryption("no key", _NO_KEY, type=_MANAGED),
    _encryption("no key", _NO_KEY, _UPDATE, type=_MANAGED),
    _encryption("a key", f"A KMS key cannot be specified with the type {_OWNED}.", type=_OWNED, kmsKeyId=f.KEY),
    _row(
        "51 tags",
        _CREATE,
        "TooManyTags",
        f"Too Many Tags: '{f.STATES}stateMachine:new'",
        fields={"resourceName": f"{f.STATES}stateMachine:new"},
        tags=_full_of_tags(),
    ),
    _row(
        "a tag of AWS",
        _CREATE,
        INVALID,
        "aws: prefixed tag key names are not allowed for external use.",
        tags=[{"key": "aws:a", "value": "b"}],
    ),
    *(
        _row(
            f"there already: {id}",
            _CREATE,
            "StateMachineAlreadyExists",
            f"State Machine Already Exists: '{f.ORDERS}'",
            **changed,
        )
        for id, changed in {
            "definition": {**f.ORDERED, "definition": f.text(seconds=1)},
            "indented": {**f.ORDERED, "definition": json.dumps(json.loads(f.DEFINITION), indent=2)},
            "logging": f.ORDERED,
            "type": {**f.ORDERED, "loggingConfiguration": f.LOGGING, "type": "EXPRESS"},
            "tracing": {**f.ORDERED, "loggingConfiguration": f.LOGGING, "tracingConfiguration": {"enabled": True}},
            "encryption": {**f.ORDERED, "loggingConfiguration": f.LOGGING, "encryptionConfiguration": f.ENCRYPTION},
        }.items()
    ),
    *(
        _row("going", operation, "StateMachineDeleting", f"State Machine is being deleted: '{f.LEAVING}'", **changed)
        for operation, changed in (
            (_CREATE, {**f.ORDERED, "name": "leaving"}),
            (_UPDATE, {"stateMachineArn": f.LEAVING}),
        )
    ),
    _row(
        "too many",
        _CREATE,
        "StateMachineLimitExceeded",
        "The maximum number of state machines has been reached.",
        limited("state_machines", 3),
    ),
    _row(
        "nothing",
        _UPDATE,
        "MissingRequiredParameter",
        "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified",
        roleArn=None,
        publish=True,
    ),
    _row(
        "too many versions",
        _UPDATE,
        "ServiceQuotaExceededException",
        "The maximum number of versions of a state machine has been reached.",
        limited("versions", 2),
        publish=True,
    ),
    *(
        _row(id, operation, "StateMachineDoesNotExist", f"State Machine Does Not Exist: '{arn}'", stateMachineArn=arn)
        for operation, arns in (
            (_UPDATE, {"none": f.NO_MACHINE, "a version": f"{f.ORDERS}:1", "an alias": f.ALIAS}),
            (
                _DESCRIBE,
                {
                    "none": f.NO_MACHINE,
                    "no version": f"{f.ORDERS}:3",
                    "no alias": f"{f.ORDERS}:none",
                    "no label": f"{f.ORDERS}/none",
                    "elsewhere": f.ORDERS.replace("us-east-1", "eu-west-1"),
                },
            ),
        )
        for id, arn in arns.items()
    ),
    _row.labelled(_UPDATE, "stateMachineArn", f"{f.ORDERS}/each"),
    _row.labelled("DeleteStateMachine", "stateMachineArn", f"{f.ORDERS}/each"),
    *_row.bad_arns(_UPDATE, "stateMachineArn", f.APPROVE),
    *_row.bad_arns(_DESCRIBE, "stateMachineArn", f.RUN),
    *_row.bad_arns("DeleteStateMachine", "stateMachineArn", f.APPROVE),
    *_row.bad_arns(_FOR_EXECUTION, "executionArn", f"{f.STATES}express:quick:a:b"),
    _row(
        "none",
        _FOR_EXECUTION,
        "ExecutionDoesNotExist",
        f"Execution Does Not Exist: '{f.RUN}2'",
        executionArn=f"{f.RUN}2",
    ),
    *_row.bad_pages("ListStateMachines"),
)

_AT_ONCE = "changes take effect at once, so none is in the way of another: aws.faults.fail with the code"

UNASKED: dict[str, str] = {
    "CreateStateMachine.ConflictException": _AT_ONCE,
    "UpdateStateMachine.ConflictException": _AT_ONCE,
    "CreateStateMachine.StateMachineTypeNotSupported": "both types are there: aws.faults.fail with the code",
}
