"""Refusals of invocations, concurrency and configurations of events (4.3, 5, 6.1)."""

from __future__ import annotations

from typing import Any

from tests.conformance.contract import Refusal, Stage
from tests.conformance.lambda_ import furniture_of_functions as f
from tests.conformance.lambda_.furniture_of_invocations import FAILURES, QUEUED
from tests.conformance.lambda_.rows import (
    CONFLICT,
    DIFFERENT_QUALIFIERS,
    INVALID,
    NOT_FOUND,
    TOO_LARGE,
    VALIDATION,
    broken,
)

_NOT_JSON = "InvalidRequestContentException"
_NOT_PROVISIONED = "ProvisionedConcurrencyConfigNotFoundException"
_ALIAS = {"FunctionName": "queued", "Qualifier": "live"}

#: For every operation: a call that would succeed on the stage.
USUAL: dict[str, dict[str, Any]] = {
    "Invoke": {"FunctionName": "queued", "Payload": b"1"},
    "InvokeAsync": {"FunctionName": "queued", "InvokeArgs": b"1"},
    "InvokeWithResponseStream": {"FunctionName": "queued", "Payload": b"1"},
    "PutFunctionConcurrency": {"FunctionName": "queued", "ReservedConcurrentExecutions": 3},
    "GetFunctionConcurrency": {"FunctionName": "queued"},
    "DeleteFunctionConcurrency": {"FunctionName": "queued"},
    "PutProvisionedConcurrencyConfig": {**_ALIAS, "ProvisionedConcurrentExecutions": 1},
    "GetProvisionedConcurrencyConfig": _ALIAS,
    "DeleteProvisionedConcurrencyConfig": _ALIAS,
    "ListProvisionedConcurrencyConfigs": {"FunctionName": "queued"},
    "PutFunctionEventInvokeConfig": {"FunctionName": "queued", "MaximumRetryAttempts": 0},
    "UpdateFunctionEventInvokeConfig": {"FunctionName": "queued", "MaximumRetryAttempts": 0},
    "GetFunctionEventInvokeConfig": {"FunctionName": "queued"},
    "DeleteFunctionEventInvokeConfig": {"FunctionName": "queued"},
    "ListFunctionEventInvokeConfigs": {"FunctionName": "queued"},
}


def _row(id: str, operation: str, shape: str, message: str, given: Any = None, **changed: Any) -> Refusal:
    params = {**USUAL[operation], **changed}
    asked = {name: value for name, value in params.items() if value is not None}
    return Refusal(id, operation, asked, shape, message, given=given)


def _pending(on: Stage) -> None:
    """The function is being created."""
    service: Any = on.aws.router.service("lambda", f.ACCOUNT, "us-east-1")
    service.functions["queued"].pending_until_us = 10**9


_PENDING = "The operation cannot be performed at this time. The function is currently in the following state: Pending"
_NOPE = (
    "Could not parse request body into json: Could not parse payload into json: Unrecognized token 'nope': was expecting "
    "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n"
    ' at [Source: (byte[])"nope"; line: 1, column: 5]'
)


def _invoking(operation: str, payload: str, kind: str, limit: int) -> tuple[Refusal, ...]:
    """What is refused however a function is invoked; ``payload``: the parameter that has it."""
    large = f"{limit + 1} byte payload is too large for the {kind} invocation type (limit {limit} bytes)"
    return (
        _row("no function", operation, NOT_FOUND, f"Function not found: {f.NOBODY}:$LATEST", FunctionName="nobody"),
        _row("no alias", operation, NOT_FOUND, f"Function not found: {QUEUED}:no-such", FunctionName="queued:no-such"),
        _row("pending", operation, CONFLICT, _PENDING, _pending),
        _row("no JSON", operation, _NOT_JSON, _NOPE, **{payload: b"nope"}),
        _row("too large", operation, TOO_LARGE, large, **{payload: b"1" * (limit + 1)}),
    )


_INVOCATIONS = (
    *_invoking("Invoke", "Payload", "RequestResponse", 6_291_456),
    *_invoking("InvokeWithResponseStream", "Payload", "RequestResponse", 6_291_456),
    *_invoking("InvokeAsync", "InvokeArgs", "Event", 1_048_576),
    *(
        _row(
            "two qualifiers",
            operation,
            INVALID,
            DIFFERENT_QUALIFIERS,
            FunctionName="queued:live",
            Qualifier="1",
        )
        for operation in ("Invoke", "InvokeWithResponseStream")
    ),
    _row(
        "a client context that is none",
        "Invoke",
        _NOT_JSON,
        "Client context must be a valid Base64-encoded JSON object.",
        ClientContext="{}",
    ),
    _row(
        "an unknown type",
        "Invoke",
        VALIDATION,
        broken("invocationType", "Later", "Member must satisfy enum value set: [Event, RequestResponse, DryRun]"),
        InvocationType="Later",
    ),
)

_UNQUALIFIED = (
    "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please "
    "specify either a function name or an unqualified function ARN."
)
_BELOW = (
    "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its "
    "minimum value of [100]."
)

_RESERVED = (
    *(
        row
        for operation in ("PutFunctionConcurrency", "GetFunctionConcurrency", "DeleteFunctionConcurrency")
        for row in (
            _row("no function", operation, NOT_FOUND, f"Function not found: {f.NOBODY}", FunctionName="nobody"),
            _row("an alias", operation, INVALID, _UNQUALIFIED, FunctionName="queued:live"),
        )
    ),
    _row("too much", "PutFunctionConcurrency", INVALID, _BELOW, ReservedConcurrentExecutions=901),
    _row(
        "less than provisioned",
        "PutFunctionConcurrency",
        INVALID,
        " ReservedConcurrentExecutions  1 should not be lower than function's total provisioned concurrency [2].",
        ReservedConcurrentExecutions=1,
    ),
)

_ONLY_PUBLISHED = "The function resource provided must be an alias or a published version."
_PUT = "PutProvisionedConcurrencyConfig"


def _unreserved(on: Stage) -> None:
    on.ask("DeleteFunctionConcurrency", FunctionName="queued")


def _version_provisioned(on: Stage) -> None:
    on.ask("DeleteProvisionedConcurrencyConfig", **_ALIAS)
    on.ask(_PUT, FunctionName="queued", Qualifier="1", ProvisionedConcurrentExecutions=1)


_PROVISIONED = (
    *(
        row
        for operation in (_PUT, "GetProvisionedConcurrencyConfig", "DeleteProvisionedConcurrencyConfig")
        for row in (
            _row("no function", operation, NOT_FOUND, f"Function not found: {f.NOBODY}:live", FunctionName="nobody"),
            _row("no alias", operation, NOT_FOUND, f"Cannot find alias arn: {QUEUED}:no-such", Qualifier="no-such"),
            _row("no version", operation, NOT_FOUND, f"Function not found: {QUEUED}:9", Qualifier="9"),
            _row("two qualifiers", operation, INVALID, DIFFERENT_QUALIFIERS, FunctionName="queued:1"),
        )
    ),
    *(
        _row("$LATEST", operation, INVALID, _ONLY_PUBLISHED, Qualifier="$LATEST")
        for operation in ("GetProvisionedConcurrencyConfig", "DeleteProvisionedConcurrencyConfig")
    ),
    _row(
        "$LATEST",
        _PUT,
        INVALID,
        "Provisioned Concurrency Configs cannot be applied to unpublished function versions.",
        Qualifier="$LATEST",
    ),
    _row(
        "more than reserved",
        _PUT,
        INVALID,
        "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function",
        ProvisionedConcurrentExecutions=6,
    ),
    _row(
        "more than there is",
        _PUT,
        INVALID,
        "Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [1000].",
        _unreserved,
        ProvisionedConcurrentExecutions=1001,
    ),
    _row(
        "too much",
        _PUT,
        INVALID,
        "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum "
        "value of [100].",
        _unreserved,
        ProvisionedConcurrentExecutions=901,
    ),
    _row(
        "its alias is",
        _PUT,
        CONFLICT,
        "Version is pointed by a Provisioned Concurrency alias",
        Qualifier="1",
    ),
    _row(
        "its version is",
        _PUT,
        CONFLICT,
        "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
        _version_provisioned,
    ),
    _row(
        "nothing provisioned",
        "GetProvisionedConcurrencyConfig",
        _NOT_PROVISIONED,
        "No Provisioned Concurrency Config found for this function",
        Qualifier="2",
    ),
    _row(
        "no function",
        "ListProvisionedConcurrencyConfigs",
        NOT_FOUND,
        f"Function not found: {f.NOBODY}",
        FunctionName="nobody",
    ),
    _row("an alias", "ListProvisionedConcurrencyConfigs", INVALID, _UNQUALIFIED, FunctionName="queued:live"),
)

_PUT_CONFIG, _UPDATE_CONFIG = "PutFunctionEventInvokeConfig", "UpdateFunctionEventInvokeConfig"
_CONFIGS = (
    _PUT_CONFIG,
    _UPDATE_CONFIG,
    "GetFunctionEventInvokeConfig",
    "DeleteFunctionEventInvokeConfig",
    "ListFunctionEventInvokeConfigs",
)
_NONE = f"The function {f.PLAIN}:$LATEST doesn't have an EventInvokeConfig"


def _destination(id: str, message: str, on_success: str) -> tuple[Refusal, ...]:
    config = {"OnSuccess": {"Destination": on_success}}
    return tuple(
        _row(id, operation, INVALID, message, DestinationConfig=config) for operation in (_PUT_CONFIG, _UPDATE_CONFIG)
    )


def _unsupported(arn: str) -> str:
    config = f"DestinationConfig(onSuccess=OnSuccess(destination={arn}), onFailure=null)"
    return f"The provided destination config {config} is invalid."


_STREAM = f"arn:aws:kinesis:us-east-1:{f.ACCOUNT}:stream/s"

_EVENTS = (
    *(
        _row("no function", operation, NOT_FOUND, "The function doesn't exist.", FunctionName="nobody")
        for operation in _CONFIGS
    ),
    *(
        _row("no alias", operation, NOT_FOUND, "The function doesn't exist.", Qualifier="no-such")
        for operation in _CONFIGS[:-1]
    ),
    *(
        _row("two qualifiers", operation, INVALID, DIFFERENT_QUALIFIERS, FunctionName="queued:live", Qualifier="1")
        for operation in _CONFIGS[:-1]
    ),
    *(
        _row("nothing configured", operation, NOT_FOUND, _NONE, FunctionName="plain")
        for operation in (_UPDATE_CONFIG, "GetFunctionEventInvokeConfig", "DeleteFunctionEventInvokeConfig")
    ),
    *(
        _row(
            "nothing given",
            operation,
            INVALID,
            "You must specify at least one of error handling or destination setting.",
            MaximumRetryAttempts=None,
        )
        for operation in (_PUT_CONFIG, _UPDATE_CONFIG)
    ),
    *_destination("a function that is not there", f"The destination ARN {f.NOBODY} is invalid.", f.NOBODY),
    *_destination("itself", "You can't specify the function as a destination for itself.", QUEUED),
    *_destination("a stream", _unsupported(_STREAM), _STREAM),
    *_destination("a FIFO queue", _unsupported(f"{FAILURES}.fifo"), f"{FAILURES}.fifo"),
    _row(
        "retries",
        _PUT_CONFIG,
        VALIDATION,
        broken("maximumRetryAttempts", "3", "Member must have value less than or equal to 2"),
        MaximumRetryAttempts=3,
    ),
    _row(
        "a marker of nobody's",
        "ListFunctionEventInvokeConfigs",
        INVALID,
        "Invalid pagination token.",
        Marker="x",
    ),
)

TABLE = (*_INVOCATIONS, *_RESERVED, *_PROVISIONED, *_EVENTS)

_NOTHING_GOES_ON = "no change of a function is in the way of it: aws.faults.fail with the code"

UNASKED: dict[str, str] = {
    "RecursiveInvocationException": "a chain of calls leads to it: tests of Lambda's recursion",
    "PutFunctionConcurrency.ResourceConflictException": _NOTHING_GOES_ON,
    "DeleteFunctionConcurrency.ResourceConflictException": _NOTHING_GOES_ON,
    "DeleteProvisionedConcurrencyConfig.ResourceConflictException": _NOTHING_GOES_ON,
    "PutFunctionEventInvokeConfig.ResourceConflictException": _NOTHING_GOES_ON,
    "UpdateFunctionEventInvokeConfig.ResourceConflictException": _NOTHING_GOES_ON,
    "DeleteFunctionEventInvokeConfig.ResourceConflictException": _NOTHING_GOES_ON,
}
