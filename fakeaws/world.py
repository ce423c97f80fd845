"""What a world holds: clock, actors, random streams, accounts × regions × services, timeline."""

from __future__ import annotations

import datetime as _datetime
import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Call, Caller, Pending, Result, Service
from fakeaws.clocks import AsyncWorldClock, WorldClock
from fakeaws.entering import Stay, forget_services, leave_from
from fakeaws.faults import Faults
from fakeaws.problems import Own
from fakeaws.router import Router
from fakeaws.simulation.actors import local
from fakeaws.simulation.clock import Clock
from fakeaws.simulation.simulation import Simulation
from fakeaws.simulation.streams import Streams
from fakeaws.timeline.records import Timeline

if TYPE_CHECKING:
    import boto3

    from fakeaws.aws.events import Announcement
    from fakeaws.endpoints import Endpoints
    from fakeaws.services.batch.inspection import BatchInspector
    from fakeaws.services.cloudwatch.inspection import CloudWatchInspector
    from fakeaws.services.lambda_.inspection import LambdaInspector
    from fakeaws.services.mq.inspection import MqInspector
    from fakeaws.services.sns.inspection import SnsInspector
    from fakeaws.services.sqs.inspection import SqsInspector
    from fakeaws.services.stepfunctions.inspection import StepFunctionsInspector
    from fakeaws.simulation.spawning import Actor
    from fakeaws.simulation.waiting import Waiter
    from fakeaws.timeline.findings import Finding
    from fakeaws.timeline.tracing import Trace

T = TypeVar("T")

_NO_HEADERS: Mapping[str, Any] = {}

Policies = Literal["attached", "enforced", "off"]
Passthrough = Literal["auto", "off"]


class World:
    """One simulated AWS, from the moment `mock_aws` or the fixture ``aws`` enters it until it is left.

    ``aws.clock`` moves time, ``aws.sqs`` (one property per service) looks resources up, ``aws.timeline`` and
    ``aws.trace`` tell what happened, ``aws.spawn`` runs application code beside the test.
    """

    def __init__(
        self,
        *,
        start: _datetime.datetime | str | None = None,
        seed: int | str | None = None,
        region: str = "us-east-1",
        account: str = "123456789012",
        policies: Policies = "attached",
        passthrough: Passthrough = "auto",
        time: Literal["virtual", "real"] = "virtual",
        randomness: Literal["seeded", "real"] = "seeded",
        latency: float | _datetime.timedelta = 0,
        config: Mapping[str, Any] | None = None,
    ) -> None:
        self.region = region
        self.account = account
        self.policies = policies
        self.passthrough = passthrough
        self.time = time
        self.randomness = randomness
        self.config: Mapping[str, Any] = config or {}
        self.seed: int | str = 0 if seed is None else seed
        self._start = start
        self.simulation = _simulation_for(time, self)
        self._clock = self.simulation.clock
        self.streams = Streams(self.seed)
        self.timeline = Timeline(self.simulation)
        self.router = Router(self)
        self.faults = Faults(self)
        self.clock = WorldClock(self)
        self.aclock = AsyncWorldClock(self)
        #: moto, once it answers for a service that is not ours.
        self.moto: Any = None
        self._endpoints: Endpoints | None = None
        self.latency_us = to_microseconds(latency)
        self._inspectors: dict[str, Any] = {}
        self._request_ids = self.streams.stream("request-id")
        #: access key → account, for keys that this world gave out.
        self.access_keys: dict[str, Caller] = {}

    def __repr__(self) -> str:
        return f"<fakeaws.World seed={self.seed!r} at {self._clock.now:%Y-%m-%dT%H:%M:%SZ}>"

    # -- entering and leaving: called by mock_aws --------------------------------------------------------------------

    def _enter(self, own: Own | None = None) -> None:
        self._stay = Stay(self, own or set())
        self._stay.enter(parse_start(self._start))

    def _leave(self) -> list[str]:
        """Leave, inner worlds first; what the test has to hear about, one text each."""
        return leave_from(self)

    def _reset(self) -> None:
        """Fresh services, faults, random streams and timeline; actors end, clients and time go on."""
        self._stay.end_actors()
        forget_services(self.simulation)
        self.streams = Streams(self.seed)
        self.timeline = Timeline(self.simulation)
        self.router = Router(self)
        self.faults = Faults(self)
        self._endpoints = None
        self._inspectors = {}
        self._request_ids = self.streams.stream("request-id")
        self.access_keys = {}

    def on_step_back(self, by_us: int) -> None:
        """The frozen time went back: note it."""
        self.timeline.add("clock", "StepBack", "", "wall clock went back", details={"seconds": by_us / 1e6})

    # -- what users call ---------------------------------------------------------------------------------------------

    @property
    def sqs(self) -> SqsInspector:
        """Queues and their messages: ``aws.sqs.queue(name_url_or_arn)``."""
        inspector: SqsInspector = self._inspector("sqs")
        return inspector

    @property
    def sns(self) -> SnsInspector:
        """Topics and what left them: ``aws.sns.topic(name_or_arn)``."""
        inspector: SnsInspector = self._inspector("sns")
        return inspector

    @property
    def cloudwatch(self) -> CloudWatchInspector:
        """Alarms, and what stands for scaling policies: ``aws.cloudwatch.alarm(name_or_arn)``."""
        inspector: CloudWatchInspector = self._inspector("cloudwatch")
        return inspector

    @property
    def lambda_(self) -> LambdaInspector:
        """Functions and their invocations: ``aws.lambda_.register(name, handler)``, ``aws.lambda_.function(name)``."""
        inspector: LambdaInspector = self._inspector("lambda_")
        return inspector

    @property
    def stepfunctions(self) -> StepFunctionsInspector:
        """Executions of state machines: ``aws.stepfunctions.execution(arn)``."""
        inspector: StepFunctionsInspector = self._inspector("stepfunctions")
        return inspector

    @property
    def batch(self) -> BatchInspector:
        """What jobs do, and jobs: ``aws.batch.register(body, job_definition=…)``, ``aws.batch.job(id)``."""
        inspector: BatchInspector = self._inspector("batch")
        return inspector

    @property
    def mq(self) -> MqInspector:
        """Brokers: ``aws.mq.broker(name_id_or_arn)``."""
        inspector: MqInspector = self._inspector("mq")
        return inspector

    @property
    def endpoints(self) -> Endpoints:
        """The HTTP endpoints that AWS delivers to: ``aws.endpoints.register(url, app)``."""
        if self._endpoints is None:
            from fakeaws.endpoints import Endpoints

            self._endpoints = Endpoints(self)
        return self._endpoints

    def trace(self, x: Any) -> Trace:
        """What became of a message: ``x`` is a response with a MessageId or an executionArn, an id, or a `Record`."""
        from fakeaws.timeline.tracing import trace

        self.settle()
        return trace(self.timeline, x)

    def diagnose(self) -> list[Finding]:
        """The usual mistakes that the timeline shows so far, each with what to change; empty for none."""
        self.settle()
        return self.findings()

    def spawn(self, fn: Callable[..., T], *args: Any, name: str | None = None, **kwargs: Any) -> Actor[T]:
        """Run ``fn(*args, **kwargs)`` beside the test, as an actor of its own; it ends with the test at the latest.

        ``name`` (not passed on) names it on the timeline; without it, the function's own name does.
        """
        from fakeaws.simulation.spawning import spawn

        return spawn(self.simulation, fn, args, kwargs, name)

    def boto3_session(self, *, account: str | None = None, region: str | None = None) -> boto3.Session:
        """A ``boto3.Session`` whose clients act in another account or region of this world."""
        from fakeaws.intercept.sessions import boto3_session

        return boto3_session(self, account or self.account, region or self.region)

    # -- what services and the corridor use --------------------------------------------------------------------------

    @property
    def now_us(self) -> int:
        """Microseconds since the world began; never goes back. Timers count in it."""
        return self._clock.elapsed_us

    @property
    def wall_us(self) -> int:
        """Microseconds since 1970 in the world."""
        return self._clock.elapsed_us + self._clock.offset_us

    def under_way(self) -> list[str]:
        """What still goes on by itself, one phrase each; empty when idle."""
        phrases = [phrase for service in self.router.services() for phrase in service.under_way()]
        return phrases if self._endpoints is None else phrases + self._endpoints.under_way()

    def settle(self) -> None:
        """Run what is due now, before something is looked at."""
        actor = local.actor
        if self.simulation.is_real and actor is None:
            self.simulation.look()
        elif actor is not None and actor.simulation is self.simulation and not self.simulation.busy:
            self.simulation.handover()

    def findings(self) -> list[Finding]:
        """`diagnose` as things stand: nothing runs before."""
        from fakeaws.timeline.findings import in_order

        return in_order(finding for service in self.router.services() for finding in service.findings())

    def new_request_id(self) -> str:
        """The next request id."""
        return uuid_of(self._request_ids.getrandbits(128))

    def caller(self, access_key: str | None) -> Caller:
        """Whom an access key stands for; unknown ones are a user of the default account."""
        known = self.access_keys.get(access_key or "")
        if known is None:
            known = self.access_keys[access_key or ""] = user_of(self.account, access_key)
        return known

    def call(
        self,
        service: str,
        operation: str,
        params: Mapping[str, Any],
        *,
        caller: Caller,
        region: str | None = None,
        cause: int | None = None,
        headers: Mapping[str, Any] = _NO_HEADERS,
    ) -> Result:
        """An AWS call by a service, through the same router as everybody's; planned faults strike it, too.

        A service that is not ours is moto's to answer, at once; `ServiceNotMocked` where it cannot.
        It may wait if its answer takes time, so in an event only for calls that never do: else `ask`.
        ``cause`` is the timeline's number of the record that led to it; see `Call.cause`. ``headers``: of the HTTP request.
        """
        call = self._service_call(service, operation, params, caller, region, cause, headers)
        if self.faults.planned_for(service, operation):
            return self.faults.answer_service(call, self.router.call)
        return self.router.call(call)

    def ask(
        self,
        service: str,
        operation: str,
        params: Mapping[str, Any],
        *,
        caller: Caller,
        then: Callable[..., object],
        args: tuple[Any, ...] = (),
        region: str | None = None,
        cause: int | None = None,
        endless: bool = False,
        headers: Mapping[str, Any] = _NO_HEADERS,
        request_id: str | None = None,
    ) -> Waiter | None:
        """Like `call`, from an event: ``then(answer, *args)`` hears the answer, a result or an `AwsError`.

        At once if the call does not wait, else in an event of its own; the waiter is returned then, to cancel it.
        ``endless``: a wait that would end with nothing goes on, as if the call were made again each time.
        ``request_id``: of the request, if its maker tells of it.
        """
        call = self._service_call(service, operation, params, caller, region, cause, headers, request_id)
        answer: Result | Pending
        try:
            if self.faults.planned_for(service, operation):
                answer = self.faults.answer_service(call, self.router.begin)
            else:
                answer = self.router.begin(call)
        except AwsError as error:
            then(error, *args)
            return None
        if type(answer) is Pending:
            waiter = answer.waiter
            if endless:
                waiter.wait_on()
            waiter.tell(self._answered, call, answer, then, args)
            return waiter
        then(answer, *args)
        return None

    def _answered(
        self, outcome: Any, call: Call, pending: Pending, then: Callable[..., object], args: tuple[Any, ...]
    ) -> None:
        answer: Result | AwsError
        try:
            answer = self.router.end(call, pending, outcome)
        except AwsError as error:
            answer = error
        then(answer, *args)

    def is_home(self, account: str, region: str) -> bool:
        """Whether they are the world's own: what is there has its bare name on the timeline, elsewhere its ARN."""
        return (account, region) == (self.account, self.region)

    def is_heard(self, account: str, region: str) -> bool:
        """Whether anybody hears what is announced there: worth asking before an announcement is made up."""
        return next(self._hearing(account, region), None) is not None

    def announce(self, announcement: Announcement) -> None:
        """Tell the services of that account and region that want to hear it: an event bus, if one is in use."""
        for service in self._hearing(announcement.account, announcement.region):
            service.hear(announcement)

    def _hearing(self, account: str, region: str) -> Iterator[Service]:
        for service in self.router.services():
            if service.hears and (service.account, service.region) == (account, region):
                yield service

    def _service_call(
        self,
        service: str,
        operation: str,
        params: Mapping[str, Any],
        caller: Caller,
        region: str | None,
        cause: int | None,
        headers: Mapping[str, Any],
        request_id: str | None = None,
    ) -> Call:
        return Call(
            self,
            service,
            operation,
            params,
            region=region or self.region,
            caller=caller,
            request_id=request_id or self.new_request_id(),
            cause=cause,
            headers=headers,
        )

    def _inspector(self, service: str) -> Any:
        inspector = self._inspectors.get(service)
        if inspector is None:
            import importlib

            module = importlib.import_module(f"fakeaws.services.{service}.inspection")
            inspector = self._inspectors[service] = module.INSPECTOR(self)
        return inspector


def _simulation_for(time: str, world: World) -> Simulation:
    if time == "real":
        from fakeaws.simulation.real_time import RealClock, RealTimeSimulation

        return RealTimeSimulation(RealClock(), owner=world)
    return Simulation(Clock(), owner=world)


def user_of(account: str, access_key: str | None = None) -> Caller:
    """The IAM user that stands for everybody who brings no known credentials to an account."""
    digest = hashlib.sha256(f"user/{account}".encode()).hexdigest().upper()[:17]
    return Caller(account, f"arn:aws:iam::{account}:user/test", f"AIDA{digest}", access_key=access_key)


def uuid_of(bits: int) -> str:
    """128 random bits as the text of a version 4 UUID."""
    text = (bits & _UUID_RANDOM | _UUID_VERSION).to_bytes(16, "big").hex("-", 2)
    # Eight groups of four digits: the first two belong together, and so do the last three.
    return f"{text[:4]}{text[5:29]}{text[30:34]}{text[35:]}"


#: The version and the variant of a UUID that is random, and the bits beside them.
_UUID_VERSION = (0x4000 << 64) | (0x8000 << 48)
_UUID_RANDOM = (1 << 128) - 1 ^ (0xF000 << 64) ^ (0xC000 << 48)


def to_microseconds(duration: float | _datetime.timedelta) -> int:
    """Seconds or a timedelta as whole microseconds."""
    if isinstance(duration, (int, float)):
        return round(duration * 1_000_000)
    return duration // _datetime.timedelta(microseconds=1)


def parse_start(start: _datetime.datetime | str | None) -> _datetime.datetime | None:
    """A world's start: a datetime (naive: UTC) or an ISO 8601 text."""
    if start is None or not isinstance(start, str):
        return start
    moment = _datetime.datetime.fromisoformat(start.replace("Z", "+00:00"))
    return moment
