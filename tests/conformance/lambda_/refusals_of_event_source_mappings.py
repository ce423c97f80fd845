"""Refusals of event source mappings (8.3). Each row furnishes what it needs besides the stage."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fakeaws.world import user_of
from tests.conformance.contract import Refusal, Stage

INVALID = "InvalidParameterValueException"
CONFLICT = "ResourceConflictException"
NOT_FOUND = "ResourceNotFoundException"
IN_USE = "ResourceInUseException"
VALIDATION = "ValidationException"

ACCOUNT = "123456789012"
QUEUES = f"arn:aws:sqs:us-east-1:{ACCOUNT}:"
FUNCTIONS = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:"
#: A function with a timeout of 10 s; a queue that fits, one that does not, a FIFO queue, and one whose policy refuses.
FUNCTION = "mapped"
QUEUE, SHORT, FIFO, CLOSED = "mapped", "mapped-short", "mapped.fifo", "mapped-closed"
#: Another account's queue, without a policy.
THEIRS = "arn:aws:sqs:us-east-1:210987654321:theirs"
#: Values of the stage: the id of the mapping of QUEUE, and of the one of FIFO.
UUID, FIFO_UUID = "<mapping>", "<FIFO mapping>"
#: Another function, and the value that is the id of its mapping of QUEUE, where there is one.
OTHER_FUNCTION, OTHER_UUID = "mapped-too", "<other mapping>"
NOBODY = "00000000-0000-4000-8000-000000000000"

_CREATE, _UPDATE, _GET, _DELETE = (f"{verb}EventSourceMapping" for verb in ("Create", "Update", "Get", "Delete"))
_LIST = "ListEventSourceMappings"
_NO_QUEUE = (
    "Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. "
    "SQS Error Message: The specified queue does not exist."
)
_NO_PERMISSION = "The function execution role does not have permissions to call ReceiveMessage on SQS"
_WINDOW = "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10"
_TOO_SHORT = "Queue visibility timeout: 5 seconds is less than Function timeout: 10 seconds"
_GONE = "The resource you requested does not exist."
_ALREADY = (
    f'An event source mapping with SQS arn (" {QUEUES}{QUEUE} ") and function (" {{}} ") already exists. '
    "Please update or delete the existing mapping with UUID {}"
)
_BAD_FILTER = "Invalid filter pattern definition."


def _returns(event: Any, context: Any) -> None:
    return None


def prepared(on: Stage) -> None:
    """Function and queues, no mapping."""
    on.aws.lambda_.register(FUNCTION, _returns, timeout=10)

    def make(name: str, **attributes: str) -> None:
        on.aws.call("sqs", "CreateQueue", {"QueueName": name, "Attributes": attributes}, caller=user_of(ACCOUNT))

    make(QUEUE)
    make(SHORT, VisibilityTimeout="5")
    make(FIFO, FifoQueue="true")
    deny = {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": QUEUES + CLOSED}
    make(CLOSED, Policy=json.dumps({"Version": "2012-10-17", "Statement": [deny]}))
    on.aws.call("sqs", "CreateQueue", {"QueueName": "theirs"}, caller=user_of("210987654321"))


def mapped(on: Stage) -> None:
    """With mappings of QUEUE and FIFO, both enabled."""
    prepared(on)
    for value, queue in ((UUID, QUEUE), (FIFO_UUID, FIFO)):
        on.values[value] = on.ask(_CREATE, FunctionName=FUNCTION, EventSourceArn=QUEUES + queue)["UUID"]
    on.wait(10)


def _mapped_twice(on: Stage) -> None:
    """QUEUE is mapped to another function, too."""
    mapped(on)
    on.aws.lambda_.register(OTHER_FUNCTION, _returns)
    made = on.ask(_CREATE, FunctionName=OTHER_FUNCTION, EventSourceArn=QUEUES + QUEUE)
    on.values[OTHER_UUID] = made["UUID"]
    on.wait(10)


def _changing(operation: str, **params: Any) -> Callable[[Stage], None]:
    def given(on: Stage) -> None:
        mapped(on)
        on.ask(operation, UUID=on.values[UUID], **params)

    return given


def _shortened(on: Stage) -> None:
    """The queue's visibility timeout was shortened since."""
    mapped(on)
    url = on.aws.sqs.queue(QUEUE).url
    params = {"QueueUrl": url, "Attributes": {"VisibilityTimeout": "5"}}
    on.aws.call("sqs", "SetQueueAttributes", params, caller=user_of(ACCOUNT))


def _broken(path: str, value: object, words: str) -> str:
    return f"1 validation error detected: Value '{value}' at '{path}' failed to satisfy constraint: Member must {words}"


def _create(id: str, message: str, shape: str = INVALID, given: Any = prepared, **changed: Any) -> Refusal:
    params = {"FunctionName": FUNCTION, "EventSourceArn": QUEUES + QUEUE, **changed}
    params = {name: value for name, value in params.items() if value is not None}
    return Refusal(id, _CREATE, params, shape, message, given=given)


def _update(id: str, message: str, shape: str = INVALID, given: Any = mapped, **changed: Any) -> Refusal:
    return Refusal(id, _UPDATE, {"UUID": UUID, **changed}, shape, message, given=given)


def _both(id: str, message: str, shape: str = INVALID, **changed: Any) -> tuple[Refusal, Refusal]:
    """Refused when a mapping is made and when it is changed."""
    return _create(id, message, shape, **changed), _update(id, message, shape, **changed)


def _unsupported(name: str, value: Any) -> tuple[Refusal, Refusal]:
    return _both(name, f"Unsupported {name} parameter for given event source mapping type.", **{name: value})


def _filter(id: str, pattern: Any) -> tuple[Refusal, Refusal]:
    filters = [{"Pattern": pattern if isinstance(pattern, str) else json.dumps(pattern)}]
    return _both(f"filter: {id}", _BAD_FILTER, FilterCriteria={"Filters": filters})


def _out_of_range(path: str, value: object, words: str, **changed: Any) -> tuple[Refusal, ...]:
    rows = _both(f"{path} {value}", _broken(path, value, words), VALIDATION, **changed)
    return tuple(replace(row, unchecked="greater" in words) for row in rows)  # botocore checks minima itself


def _pollers(id: str, message: str, least: int, most: int) -> tuple[Refusal, Refusal]:
    return _both(id, message, ProvisionedPollerConfig={"MinimumPollers": least, "MaximumPollers": most})


_UNKNOWN = tuple(
    Refusal("unknown mapping", operation, {"UUID": NOBODY}, NOT_FOUND, _GONE, fields={"Type": "User"})
    for operation in (_GET, _UPDATE, _DELETE)
)
_BUSY = tuple(
    Refusal(
        f"while it is {state}",
        operation,
        {"UUID": UUID},
        IN_USE,
        f"Cannot {verb} the event source mapping because it is in use.",
        given=given,
        fields={"Type": "User"},
    )
    for operation, verb in ((_UPDATE, "update"), (_DELETE, "delete"))
    for state, given in (
        ("updated", _changing(_UPDATE, BatchSize=5)),
        ("disabled", _changing(_UPDATE, Enabled=False)),
        ("deleted", _changing(_DELETE)),
    )
)

TABLE: tuple[Refusal, ...] = (
    _create("no source", "Unrecognized event source.", EventSourceArn=None),
    _create("another service", "Unrecognized event source.", EventSourceArn=f"arn:aws:sns:us-east-1:{ACCOUNT}:orders"),
    _create("another region", "Unrecognized event source.", EventSourceArn=f"arn:aws:sqs:eu-west-1:{ACCOUNT}:mapped"),
    _create("no function", "Function does not exist", FunctionName="nobody"),
    _update("no function", "Function does not exist", FunctionName="nobody"),
    _create("no queue", _NO_QUEUE, EventSourceArn=QUEUES + "none"),
    _create("a closed queue", _NO_PERMISSION, EventSourceArn=QUEUES + CLOSED),
    _create("another account's queue", _NO_PERMISSION, EventSourceArn=THEIRS),
    _create("short visibility", _TOO_SHORT, EventSourceArn=QUEUES + SHORT),
    _update("short visibility", _TOO_SHORT, given=_shortened, BatchSize=5),
    _create("twice", _ALREADY.format(FUNCTION, UUID), CONFLICT, mapped),
    _update(
        "twice",
        _ALREADY.format(OTHER_FUNCTION, OTHER_UUID),
        CONFLICT,
        _mapped_twice,
        FunctionName=OTHER_FUNCTION,
    ),
    *_both("no window", _WINDOW, BatchSize=11),
    _create("window of a FIFO queue", "Batching window is not supported for FIFO queues",
            EventSourceArn=QUEUES + FIFO, MaximumBatchingWindowInSeconds=1),
    _update("window of a FIFO queue", "Batching window is not supported for FIFO queues",
            UUID=FIFO_UUID, MaximumBatchingWindowInSeconds=1),
    _create("batch of a FIFO queue", "Maximum batch size must be between 1 and 10 inclusive",
            EventSourceArn=QUEUES + FIFO, BatchSize=11),
    *_out_of_range("batchSize", 0, "have value greater than or equal to 1", BatchSize=0),
    *_out_of_range("batchSize", 10001, "have value less than or equal to 10000", BatchSize=10001),
    *_out_of_range("maximumBatchingWindowInSeconds", 301, "have value less than or equal to 300",
                   MaximumBatchingWindowInSeconds=301),
    *_out_of_range("scalingConfig.maximumConcurrency", 1, "have value greater than or equal to 2",
                   ScalingConfig={"MaximumConcurrency": 1}),
    *_out_of_range("scalingConfig.maximumConcurrency", 1001, "have value less than or equal to 1000",
                   ScalingConfig={"MaximumConcurrency": 1001}),
    *_pollers("too few pollers", "MinimumPollers must be between 2 and 200 for SQS event sources.", 1, 10),
    *_pollers("too many pollers", "MaximumPollers must be between 2 and 2000 for SQS event sources.", 2, 2001),
    *_pollers("pollers upside down", "MinimumPollers must be less than or equal to MaximumPollers.", 10, 5),
    *_both("pollers and concurrency", "ProvisionedPollerConfig and ScalingConfig cannot be used together.",
           ProvisionedPollerConfig={"MinimumPollers": 2}, ScalingConfig={"MaximumConcurrency": 5}),
    *_unsupported("DestinationConfig", {"OnFailure": {"Destination": QUEUES + QUEUE}}),
    *_unsupported("MaximumRetryAttempts", 2),
    *_unsupported("ParallelizationFactor", 2),
    _create("StartingPosition", "Unsupported StartingPosition parameter for given event source mapping type.",
            StartingPosition="LATEST"),
    *_filter("null", "null"),
    *_filter("a string", '"a"'),
    *_filter("no JSON", "{"),
    *_filter("empty", ""),
    *_filter("a leaf that is no list", {"body": {"region": "eu"}}),
    *_filter("an empty list", {"body": {"region": []}}),
    *_filter("an unknown operator", {"body": {"region": [{"like": "e"}]}}),
    *_both("six filters", "The number of filters must be less than or equal to 5.",
           FilterCriteria={"Filters": [{"Pattern": '{"body":["a"]}'}] * 6}),
    *_UNKNOWN,
    *_BUSY,
    Refusal("bad marker", _LIST, {"Marker": "x"}, INVALID, "Invalid Marker."),
)  # fmt: skip


#: Modelled errors that no call leads to.
UNASKED: dict[str, str] = {
    f"{_CREATE}.{NOT_FOUND}": "a function or queue that is not there is an invalid parameter of a mapping",
    f"{_GET}.{INVALID}": "its only parameter is the id, of which the front end checks the form",
    f"{_DELETE}.{INVALID}": "its only parameter is the id, of which the front end checks the form",
    f"{_DELETE}.{CONFLICT}": "what is being changed is in use",
    f"{_LIST}.{NOT_FOUND}": "what is not there has no mappings",
}
