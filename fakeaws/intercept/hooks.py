"""How a call of a boto3 or aiobotocore client reaches the router.

`fakeaws.intercept.install` wraps ``_make_api_call`` of both client classes. Outside worlds the wrapper is one look at the
stack of worlds. Inside, it gives every client a `ClientHooks` at the client's first call, whenever and however it was made.

Fast path: ``before-call`` answers, and botocore neither signs nor sends. Wire path, when a fault is planned for the call, the
application takes part in the way to the wire, or the answer is an event stream or one that SDKs retry: ``before-call`` stands
back, botocore signs, and ``before-send`` answers with bytes, which botocore parses and judges (retries) as it would AWS's.
"""

from __future__ import annotations

from collections.abc import Coroutine
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Call, Pending, Result
from fakeaws.intercept import elsewhere, serializing
from fakeaws.intercept.answers import Answered, answered, failed
from fakeaws.intercept.crashes import maybe_crash, maybe_crash_async
from fakeaws.intercept.listeners import READING_EVENTS, SKIPPED_EVENTS, application_listens, is_patched
from fakeaws.intercept.process import check_process
from fakeaws.intercept.wire_path import Exchange
from fakeaws.router import SERVICES
from fakeaws.simulation import stack as _stack
from fakeaws.simulation.actors import local

if TYPE_CHECKING:
    from fakeaws.simulation.simulation import Simulation
    from fakeaws.world import World

_PARAMS = "fakeaws_params"
#: Operations that answer with an event stream.
EVENT_STREAMS = frozenset(("InvokeWithResponseStream",))

#: The call that the current thread or task has sent down the wire path.
_exchange: ContextVar[Exchange | None] = ContextVar("fakeaws_exchange", default=None)


def register(client: Any) -> None:
    """Give a client our handlers, for good; outside worlds they stand back."""
    hooks = ClientHooks(client)
    hooks.serializer = serializing.install(client, hooks.is_read)
    events = client.meta.events
    elsewhere.take_over_moto(events)
    events.register_last("before-parameter-build", _keep_params)
    # Last: a stubber or another handler of the test keeps the upper hand.
    events.register_last("before-call", hooks.before_call_async if hooks.is_async else hooks.before_call)
    events.register_first("choose-signer", _choose_signer)
    events.register_first("before-send", hooks.before_send)


def _keep_params(params: Any, context: Any, **kwargs: Any) -> None:
    context[_PARAMS] = params


def _choose_signer(**kwargs: Any) -> Any:
    """A call that never leaves the process needs no credentials."""
    exchange = _exchange.get()
    if exchange is not None and exchange.credentials is None:
        from botocore import UNSIGNED

        return UNSIGNED
    return None


class ClientHooks:
    """Our handlers on one client."""

    __slots__ = ("_instrumented", "_preparing", "emitter", "endpoint", "is_async", "serializer")

    def __init__(self, client: Any) -> None:
        events = client.meta.events
        #: The class of botocore whose ``prepare_request`` X-Ray's SDK and OpenTelemetry replace to add their headers.
        self.endpoint: Any = type(client._endpoint)
        self._preparing: Any = None
        self._instrumented = False
        self.emitter = getattr(events, "_emitter", events)
        self.serializer: Any = None
        self.is_async = any(base.__module__.startswith("aiobotocore.") for base in type(client).__mro__)

    # -- fast path -----------------------------------------------------------------------------------------------

    def before_call(self, model: Any, params: Any, request_signer: Any, context: Any, **kwargs: Any) -> Answered | None:
        """Answer a boto3 call, or send it down the wire path (``None``)."""
        simulation = _stack.active()
        if simulation is None:
            return None
        call = self._call(simulation, model, params, request_signer, context)
        if call is None:
            return None
        try:
            if local.actor is None and not simulation.busy:
                return _as_guest(simulation, call, is_async=self.is_async)
            if simulation.owner.latency_us:
                simulation.sleep(simulation.owner.latency_us)
            result = simulation.owner.router.call(call)
        except AwsError as error:
            return self._refused(call, error, params, request_signer, context)
        if simulation.owner.faults.crashes:
            maybe_crash(call, result)
        return answered(call, result)

    def before_call_async(
        self, model: Any, params: Any, request_signer: Any, context: Any, **kwargs: Any
    ) -> Answered | Coroutine[Any, Any, Answered | None] | None:
        """`before_call` for aiobotocore: a call that waits leaves the loop free."""
        simulation = _stack.active()
        if simulation is None:
            return None
        call = self._call(simulation, model, params, request_signer, context)
        if call is None:
            return None
        try:
            if local.actor is None and not simulation.busy:
                return _as_guest(simulation, call, is_async=self.is_async)
            if simulation.owner.latency_us:
                return self._late(call, params, request_signer, context)
            answer = simulation.owner.router.begin(call)
        except AwsError as error:
            return self._refused(call, error, params, request_signer, context)
        if type(answer) is Pending:
            return self._finish(call, answer, params, request_signer, context)
        if simulation.owner.faults.crashes:
            return _answer(call, answer)
        return answered(call, answer, is_async=True)

    async def _late(self, call: Call, params: Any, request_signer: Any, context: Any) -> Answered | None:
        import asyncio

        await asyncio.sleep(call.world.latency_us / 1e6)
        try:
            result = await call.world.router.call_async(call)
        except AwsError as error:
            return self._refused(call, error, params, request_signer, context)
        return await _answer(call, result)

    async def _finish(
        self, call: Call, pending: Pending, params: Any, request_signer: Any, context: Any
    ) -> Answered | None:
        try:
            result = call.world.router.end(call, pending, await pending.waiter.wait_async())
        except AwsError as error:
            return self._refused(call, error, params, request_signer, context)
        return await _answer(call, result)

    def _refused(self, call: Call, error: AwsError, request: Any, request_signer: Any, context: Any) -> Answered | None:
        """Answer with an error; one that SDKs retry goes down the wire path as the answer to the first attempt."""
        if not error.retried:
            return failed(call, error)
        serializing.serialise_after_all(self.serializer, request, call.params, call.model)
        self._to_the_wire(call, request_signer, context, error)
        return None

    def _to_the_wire(self, call: Call, request_signer: Any, context: Any, refusal: AwsError | None = None) -> None:
        _exchange.set(
            Exchange(
                call.world,
                call,
                is_async=self.is_async,
                credentials=_credentials_of(request_signer),
                read_timeout=getattr(context.get("client_config"), "read_timeout", None) or 60,
                refusal=refusal,
            )
        )

    def _call(self, simulation: Simulation, model: Any, request: Any, request_signer: Any, context: Any) -> Call | None:
        """The call for the fast path; ``None`` once it is on its way down the wire path."""
        check_process(simulation)
        world: World = simulation.owner
        service_model = model.service_model
        service = service_model.service_name
        if service not in SERVICES:
            elsewhere.prepare(world, service, model.name)
            _exchange.set(Exchange(world, None, is_async=self.is_async, credentials=_credentials_of(request_signer)))
            return None
        call = Call(
            world,
            service,
            model.name,
            context[_PARAMS],
            region=_region(context["client_region"], world),
            caller=world.caller(access_key_of(_credentials_of(request_signer))),
            request_id=world.new_request_id(),
            model=model,
            headers=request["headers"],
        )
        if type(request["body"]) is not serializing.Unread and self._is_followed(world, model, SKIPPED_EVENTS):
            self._to_the_wire(call, request_signer, context)
            return None
        return call

    def is_read(self, model: Any) -> bool:
        """Whether anybody reads the request of a call of this operation: the wire path, or an application's handler."""
        simulation = _stack.active()
        if simulation is None:
            return True
        service_model = model.service_model
        return (
            service_model.service_name not in SERVICES
            or not serializing.can_wait(service_model)
            or self._is_followed(simulation.owner, model, READING_EVENTS)
        )

    def _is_followed(self, world: World, model: Any, events: tuple[str, ...]) -> bool:
        """Whether the call goes down the wire path.

        A fault is planned for it, the application patched botocore or listens to one of these events, or botocore's
        parser has to read the answer piece by piece.
        """
        preparing = self.endpoint.prepare_request
        if preparing is not self._preparing:
            self._preparing = preparing
            self._instrumented = is_patched(preparing)
        service_model = model.service_model
        return (
            self._instrumented
            or model.name in EVENT_STREAMS
            or world.faults.planned_for(service_model.service_name, model.name)
            or application_listens(self.emitter, service_model.service_id.hyphenize(), model.name, events)
        )

    # -- wire path -----------------------------------------------------------------------------------------------

    def before_send(self, request: Any, event_name: str = "", **kwargs: Any) -> Any:
        """Answer with bytes; for a service that is not ours, with moto's. Nothing passes to a socket."""
        simulation = _stack.active()
        if simulation is None:
            return elsewhere.moto_answer_outside_worlds(event_name, request)
        exchange = _exchange.get()
        if exchange is None:
            elsewhere.refuse(request.url)
        exchange.headers = request.headers
        if exchange.call is None:
            elsewhere_answer = elsewhere.answer_async if self.is_async else elsewhere.answer
            return elsewhere_answer(exchange, event_name, request)
        if local.actor is None and not simulation.busy:
            guest = simulation.enter_guest("guest")
            try:
                return exchange.answer(request.url)
            finally:
                simulation.leave_guest(guest)
        if self.is_async:
            return exchange.answer_async(request.url)
        return exchange.answer(request.url)


async def _answer(call: Call, result: Result) -> Answered:
    if call.world.faults.crashes:
        await maybe_crash_async(call, result)
    return answered(call, result, is_async=True)


def _as_guest(simulation: Simulation, call: Call, *, is_async: bool) -> Answered:
    """A call from a thread that is no actor: it takes the baton for this call only, and the timeline says so."""
    guest = simulation.enter_guest("guest")
    try:
        result: Result = simulation.owner.router.call(call)
    finally:
        simulation.leave_guest(guest)
    return answered(call, result, is_async=is_async)


def _credentials_of(request_signer: Any) -> Any:
    return getattr(request_signer, "_credentials", None)


def access_key_of(credentials: Any) -> str | None:
    """The access key without asking a provider for fresh ones."""
    if credentials is None:
        return None
    state = credentials.__dict__
    key: str | None = state.get("access_key") or state.get("_access_key")
    return key


def _region(client_region: str | None, world: World) -> str:
    if client_region is None or client_region == "aws-global":
        return world.region if client_region is None else "us-east-1"
    return client_region
