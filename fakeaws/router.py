"""The corridor: every AWS call of the application and of the services themselves comes through here.

run what is due → look the operation up → validate → dispatch → wait if the answer takes time → record.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fakeaws.aws.credentials import check_expiry
from fakeaws.aws.errors import About, AwsError
from fakeaws.aws.service import Call, Pending, Result, Service
from fakeaws.errors import NotSupportedError

if TYPE_CHECKING:
    from fakeaws.world import World

#: botocore's service name → the module of ours that holds it.
SERVICES: dict[str, str] = {
    "batch": "fakeaws.services.batch.operations",
    "cloudwatch": "fakeaws.services.cloudwatch.operations",
    "events": "fakeaws.services.events.operations",
    "lambda": "fakeaws.services.lambda_.operations",
    "logs": "fakeaws.services.logs.operations",
    "mq": "fakeaws.services.mq.operations",
    "scheduler": "fakeaws.services.scheduler.operations",
    "sns": "fakeaws.services.sns.operations",
    "sqs": "fakeaws.services.sqs.operations",
    "stepfunctions": "fakeaws.services.stepfunctions.operations",
    "sts": "fakeaws.services.sts.operations",
}


def load(service: str) -> type[Service]:
    """The class of one of our services; imported at its first use."""
    loaded = _classes.get(service)
    if loaded is None:
        module = importlib.import_module(SERVICES[service])
        loaded = _classes[service] = module.SERVICE
    return loaded


_classes: dict[str, type[Service]] = {}


def operations(service: str) -> list[str]:
    """The names of a service's operations in the installed model."""
    names = _operations.get(service)
    if names is None:
        from botocore.loaders import Loader

        names = _operations[service] = list(Loader().load_service_model(service, "service-2")["operations"])
    return names


def operation_model(service: str, operation: str) -> Any:
    """botocore's model of an operation, for calls that no client made."""
    model = _models.get(service)
    if model is None:
        from botocore.loaders import Loader
        from botocore.model import ServiceModel

        model = _models[service] = ServiceModel(Loader().load_service_model(service, "service-2"), service)
    return model.operation_model(operation)


_operations: dict[str, list[str]] = {}
_models: dict[str, Any] = {}


class Router:
    """Dispatches the calls of one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._handlers: dict[tuple[str, str, str, str], Callable[[Call], Result | Pending]] = {}
        self._services: dict[tuple[str, str, str], Service] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Of a copy: its handlers lead to its own services, so it looks them up anew."""
        return {**self.__dict__, "_handlers": {}}

    def service(self, name: str, account: str, region: str) -> Service:
        """That service in that account and region; made at its first use."""
        key = (name, account, region)
        service = self._services.get(key)
        if service is None:
            service = self._services[key] = load(name)(self.world, account, region)
        return service

    def services(self, name: str | None = None) -> list[Service]:
        """The services in use, in the order of their first use; only those called ``name`` if given."""
        if name is None:
            return list(self._services.values())
        return [service for key, service in self._services.items() if key[0] == name]

    def call(self, call: Call) -> Result:
        """Answer a call; raises `AwsError` for AWS's own errors. May wait: only for actors, never in an event."""
        answer = self.begin(call)
        if type(answer) is Pending:
            return self.end(call, answer, answer.waiter.wait())
        return answer  # type: ignore[return-value]

    async def call_async(self, call: Call) -> Result:
        """Like `call`, for a caller in a running event loop."""
        answer = self.begin(call)
        if type(answer) is Pending:
            return self.end(call, answer, await answer.waiter.wait_async())
        return answer  # type: ignore[return-value]

    def begin(self, call: Call) -> Result | Pending:
        """The part of a call up to its answer, or to the wait for it."""
        handler = self._handlers.get((call.service, call.operation, call.caller.account, call.region))
        if handler is None:
            handler = self._handler(call)
        simulation = self.world.simulation
        if not simulation.busy:
            simulation.handover()
        simulation.clock.pristine = False
        try:
            if call.caller.expires_us is not None:
                check_expiry(call)
            answer = handler(call)
        except AwsError as error:
            self._record(call, error.code, error.about)
            raise
        if not call.recorded and type(answer) is not Pending:
            self._record(call, "ok")
        return answer

    def end(self, call: Call, pending: Pending, result: Any) -> Result:
        """The part of a call after its wait."""
        try:
            answer = pending.finish(result)
        except AwsError as error:
            self._record(call, error.code, error.about)
            raise
        if not call.recorded:
            self._record(call, "ok")
        return answer

    def _record(self, call: Call, outcome: str, about: About | None = None) -> None:
        resource, message_id, details = about if about is not None else (_resource(call), None, None)
        self.world.simulation.progressed()
        self.world.timeline.add(
            call.service,
            call.operation,
            resource,
            outcome,
            message_id=message_id,
            cause=call.cause,
            details=details,
        )

    def _handler(self, call: Call) -> Callable[[Call], Result | Pending]:
        if call.service not in SERVICES:
            from fakeaws.intercept import asking

            return asking.answer
        service = self.service(call.service, call.caller.account, call.region)
        handler: Callable[[Call], Result | Pending] | None = getattr(service, _method_name(call.operation), None)
        if handler is None:
            reason = service.refused.get(call.operation, "not implemented yet")
            raise NotSupportedError(
                f"{call.service}.{call.operation} is not supported by fakeaws ({reason}); "
                "docs/coverage.md lists what is"
            )
        if call.operation in service.internal:
            return handler
        model = call.model or operation_model(call.service, call.operation)
        handler = _validated(handler, model) if service.validates else service.guarded(handler, model)
        self._handlers[(call.service, call.operation, call.caller.account, call.region)] = handler
        return handler


def _validated(handler: Callable[[Call], Result | Pending], model: Any) -> Callable[[Call], Result | Pending]:
    from fakeaws.aws.constraints import checker

    check_params = checker(model)
    if check_params is None:
        return handler

    def checked(call: Call) -> Result | Pending:
        check_params(call.params)
        return handler(call)

    return checked


def _method_name(operation: str) -> str:
    from botocore import xform_name

    name: str = xform_name(operation)
    return name


def _resource(call: Call) -> str:
    """A short name of what the call is about, for the timeline: the last part of its first text that is no secret."""
    for name, value in call.params.items():
        if isinstance(value, str) and not _is_sensitive(call.model, name):
            return value.rsplit("/", 1)[-1].rsplit(":", 1)[-1]
    return ""


def _is_sensitive(model: Any, member: str) -> bool:
    shape = model.input_shape.members.get(member) if model is not None and model.input_shape is not None else None
    return shape is not None and bool(shape.metadata.get("sensitive"))
