"""Token buckets of the API and of state transitions: ``config={"stepfunctions": {"throttling": …}}``.

https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from fakeaws.aws.arns import Arn
from fakeaws.errors import InvalidOption
from fakeaws.services.stepfunctions import errors, limits
from fakeaws.services.stepfunctions.names import MACHINE

if TYPE_CHECKING:
    from fakeaws.aws.service import Call, Handler, Pending, Result
    from fakeaws.services.stepfunctions.engine.frames import Frame
    from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase
    from fakeaws.simulation.clock import Clock

STATE_TRANSITION = "StateTransition"
#: StartExecution of an Express state machine has a bucket of its own.
EXPRESS = "StartExecution.EXPRESS"

_SHAPE = (
    '"aws", or a dictionary from an API\'s name, StartExecution.EXPRESS or StateTransition to (bucket size, refill per '
    "second), whole numbers from 1 on, or None for no limit; what it does not name is as on AWS"
)


class Rate(NamedTuple):
    """Calls that a full bucket allows, and how many come back in a second."""

    size: int
    refill: int


_LARGE_REGIONS = frozenset(("us-east-1", "us-west-2", "eu-west-1"))


def _rows(region: str) -> Mapping[Rate, tuple[str, ...]]:
    large = region in _LARGE_REGIONS
    return {
        Rate(1300, 300) if large else Rate(800, 150): ("StartExecution", "RedriveExecution"),
        Rate(6000, 6000): (EXPRESS,),
        Rate(5000, 5000) if large else Rate(800, 800): (STATE_TRANSITION,),
        Rate(3000, 500) if large else Rate(1500, 300): (
            "GetActivityTask",
            "SendTaskSuccess",
            "SendTaskFailure",
            "SendTaskHeartbeat",
        ),
        Rate(1000, 200) if large else Rate(500, 25): ("StopExecution",),
        Rate(300, 15) if large else Rate(250, 10): ("DescribeExecution",),
        Rate(400, 20): ("GetExecutionHistory",),
        Rate(200, 5) if large else Rate(100, 2): ("ListExecutions",),
        Rate(200, 20): ("DescribeStateMachine",),
        Rate(100, 5): ("ListStateMachines",),
        Rate(100, 10) if large else Rate(100, 5): ("ListActivities",),
        Rate(200, 1): (
            "DescribeActivity",
            "DescribeStateMachineForExecution",
            "TagResource",
            "UntagResource",
            "DescribeMapRun",
            "DescribeStateMachineAlias",
        ),
        Rate(100, 1): (
            "CreateStateMachine",
            "UpdateStateMachine",
            "DeleteStateMachine",
            "CreateActivity",
            "DeleteActivity",
            "ListTagsForResource",
            "PublishStateMachineVersion",
            "ListStateMachineVersions",
            "DeleteStateMachineVersion",
            "CreateStateMachineAlias",
            "UpdateStateMachineAlias",
            "DeleteStateMachineAlias",
            "ListStateMachineAliases",
            "ListMapRuns",
            "UpdateMapRun",
        ),
        Rate(1, 1): ("TestState",),
    }


def rates_of(setting: Any, region: str) -> dict[str, Rate] | None:
    """What a world's setting means in a region, by name; ``None`` if nothing is throttled. Raises `InvalidOption`."""
    if setting is None:
        return None
    rates = {}
    for rate, names in _rows(region).items():
        for name in names:
            rates[name] = rate
    if setting == "aws":
        return rates
    if not isinstance(setting, Mapping) or not all(name in rates and _is_rate(rate) for name, rate in setting.items()):
        raise InvalidOption(f'mock_aws: config={{"stepfunctions": {{"throttling": {setting!r}}}}} must be {_SHAPE}')
    for name, rate in setting.items():
        if rate is None:
            del rates[name]
        else:
            rates[name] = Rate(*rate)
    return rates


def _is_rate(rate: Any) -> bool:
    if rate is None:
        return True
    return isinstance(rate, (tuple, list)) and len(rate) == 2 and all(type(each) is int and each >= 1 for each in rate)


class Bucket:
    """Tokens in millionths, so that every microsecond brings back a whole number of them."""

    __slots__ = ("_clock", "_level", "_seen_us", "rate")

    def __init__(self, clock: Clock, rate: Rate) -> None:
        self.rate = rate
        self._clock = clock
        self._level = rate.size * limits.SECOND_US
        self._seen_us = clock.elapsed_us

    def take(self) -> bool:
        """Take a token, if there is one."""
        self._fill()
        if self._level < limits.SECOND_US:
            return False
        self._level -= limits.SECOND_US
        return True

    def take_in_advance(self) -> int:
        """Take a token, if need be one that comes only later; in how many microseconds it is there."""
        self._fill()
        self._level -= limits.SECOND_US
        return max(0, -(self._level // self.rate.refill))

    def _fill(self) -> None:
        now_us = self._clock.elapsed_us
        more = (now_us - self._seen_us) * self.rate.refill
        self._level = min(self.rate.size * limits.SECOND_US, self._level + more)
        self._seen_us = now_us


class Throttles:
    """All buckets of one account and region."""

    def __init__(self, service: StepFunctionsBase, rates: Mapping[str, Rate]) -> None:
        self._service = service
        clock = service.world.simulation.clock
        self._buckets = {name: Bucket(clock, rate) for name, rate in rates.items()}
        transitions = self._buckets.get(STATE_TRANSITION)
        self.transitions = None if transitions is None else Transitions(service, transitions)

    def guard(self, service: StepFunctionsBase) -> None:
        """Put the service's operations behind their buckets."""
        from botocore import xform_name

        for operation in dict.fromkeys(name.partition(".")[0] for name in self._buckets):
            method = xform_name(operation)
            handler = getattr(service, method, None)
            if handler is not None:
                setattr(service, method, Throttled(self, handler))

    def admit(self, call: Call) -> None:
        """Count a call, or raise ThrottlingException."""
        operation = call.operation
        name = EXPRESS if operation == "StartExecution" and self._is_express(call) else operation
        bucket = self._buckets.get(name)
        if bucket is None:
            return
        admitted = bucket.take()
        note_use(self._service, bucket.rate, "APIName", operation, admitted)
        if not admitted:
            raise errors.throttled()

    def _is_express(self, call: Call) -> bool:
        arn = Arn.or_none(call.params["stateMachineArn"])
        if arn is None:
            return False
        machine = self._service.machines.get(arn.resource.removeprefix(f"{MACHINE}:").partition(":")[0])
        return machine is not None and machine.express


class Throttled:
    """An operation behind its bucket."""

    __slots__ = ("_handler", "_throttles")

    def __init__(self, throttles: Throttles, handler: Handler) -> None:
        self._throttles = throttles
        self._handler = handler

    def __call__(self, call: Call) -> Result | Pending:
        self._throttles.admit(call)
        return self._handler(call)


class Transitions:
    """Transitions of Standard executions: what is too much waits, first come first served, and does not fail."""

    def __init__(self, service: StepFunctionsBase, bucket: Bucket) -> None:
        self._service = service
        self._bucket = bucket
        #: Frames whose next transition has had its token.
        self._admitted: dict[Frame, None] = {}

    def holds(self, frame: Frame, then: Callable[..., object], *args: Any) -> bool:
        """Whether a frame has to wait for its next state or attempt; the bound method ``then(*args)`` goes on later."""
        if frame.execution.express or frame in self._admitted:
            self._admitted.pop(frame, None)
            return False
        delay_us = self._bucket.take_in_advance()
        service = self._service
        note_use(service, self._bucket.rate, "ServiceMetric", STATE_TRANSITION, not delay_us)
        if not delay_us:
            return False
        service.metrics.of_execution("ExecutionThrottled", frame.execution)
        service.note(frame.execution, "Throttled", "waits", {"microseconds": delay_us})
        service.world.simulation.at(service.world.now_us + delay_us, self._admit, frame, then, args)
        return True

    def _admit(self, frame: Frame, then: Callable[..., object], args: tuple[Any, ...]) -> None:
        if frame.execution.running and not frame.done:
            self._admitted[frame] = None
            then(*args)


def note_use(service: StepFunctionsBase, rate: Rate, dimension: str, name: str, admitted: bool) -> None:
    """The metrics of a bucket."""
    dimensions = ((dimension, name),)
    metrics = service.metrics
    metrics.note("ProvisionedBucketSize", dimensions, rate.size)
    metrics.note("ProvisionedRefillRate", dimensions, rate.refill)
    metrics.note("ConsumedCapacity" if admitted else "ThrottledEvents", dimensions)
