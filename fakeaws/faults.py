"""``aws.faults``: failures of AWS and of the network, planned by the test.

::

    lost = aws.faults.lose_reply("sqs.SendMessage")
    shop.place_order(queue, "42")     # botocore retries by itself, in virtual time
    assert lost.fired
"""

from __future__ import annotations

import datetime as _datetime
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from fakeaws.aws.errors import AwsError

if TYPE_CHECKING:
    from fakeaws.aws.service import Call
    from fakeaws.world import World

Kind: TypeAlias = Literal["fail", "throttle", "slow", "lose-reply"]
When: TypeAlias = Callable[[Mapping[str, Any]], object]

#: What a service answers when it throttles, where it is not the common ``ThrottlingException``: code and HTTP status.
_THROTTLING: dict[str, tuple[str, int]] = {
    "sqs": ("RequestThrottled", 403),
    "sns": ("Throttling", 400),
    "sts": ("Throttling", 400),
    "lambda": ("TooManyRequestsException", 429),
    "apigateway": ("TooManyRequestsException", 429),
}


class Fault:
    """One planned fault. ``fired`` tells whether it has happened; ``remaining`` how often it still will."""

    def __init__(
        self,
        kind: Kind,
        operation: str,
        *,
        times: int,
        when: When | None,
        optional: bool,
        code: str = "",
        message: str = "",
        status: int = 500,
        slow_us: int = 0,
    ) -> None:
        self.kind = kind
        self.operation = operation
        self.remaining = times
        self.optional = optional
        self.fired = False
        self.slow_us = slow_us
        self._when = when
        self._code = code
        self._message = message
        self._status = status

    def __repr__(self) -> str:
        return f"<fault {self.kind} {self.operation}{' fired' if self.fired else ''}>"

    @property
    def loses_reply(self) -> bool:
        """Whether the call is done and its answer lost."""
        return self.kind == "lose-reply"

    def matches(self, call: Call) -> bool:
        """Whether this call is one that it is planned for."""
        return self.remaining > 0 and (self._when is None or bool(self._when(call.params)))

    def error_for(self, call: Call) -> AwsError | None:
        """AWS's refusal, for the kinds that refuse."""
        if self.kind == "fail":
            fault: Literal["Sender", "Receiver"] = "Receiver" if self._status >= 500 else "Sender"
            return AwsError(self._code, self._message, self._status, fault, _query_code(call, self._code))
        if self.kind == "throttle":
            code, status = _THROTTLING.get(call.service, ("ThrottlingException", 400))
            return AwsError(code, "Rate exceeded", status, "Sender", _query_code(call, code))
        return None


class Faults:
    """The faults of a world. Each method plans one for an operation (``"sqs.SendMessage"``) and returns the `Fault`.

    A fault that never fired fails the test at its end, unless ``optional=True``. ``when`` is called with the parameters of
    each call of the operation and picks those that are meant.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._planned: dict[tuple[str, str], list[Fault]] = {}
        self.all: list[Fault] = []

    def fail(
        self,
        operation: str,
        *,
        code: str,
        message: str = "",
        status: int = 500,
        times: int = 1,
        when: When | None = None,
        optional: bool = False,
    ) -> Fault:
        """The next ``times`` calls are refused with this AWS error; nothing is done. botocore retries what it retries."""
        return self._plan(
            Fault(
                "fail", operation, times=times, when=when, optional=optional, code=code, message=message, status=status
            )
        )

    def throttle(self, operation: str, times: int = 1, *, when: When | None = None, optional: bool = False) -> Fault:
        """The next ``times`` calls get the service's throttling error."""
        return self._plan(Fault("throttle", operation, times=times, when=when, optional=optional))

    def slow(
        self,
        operation: str,
        by: _datetime.timedelta | float,
        *,
        times: int = 1,
        when: When | None = None,
        optional: bool = False,
    ) -> Fault:
        """The next ``times`` calls take ``by`` (timedelta or seconds) longer; past the client's read timeout they time out."""
        from fakeaws.world import to_microseconds

        return self._plan(
            Fault("slow", operation, times=times, when=when, optional=optional, slow_us=to_microseconds(by))
        )

    def lose_reply(self, operation: str, *, times: int = 1, when: When | None = None, optional: bool = False) -> Fault:
        """The next ``times`` calls are done, but their answers get lost: the client sees a closed connection."""
        return self._plan(Fault("lose-reply", operation, times=times, when=when, optional=optional))

    # -- the corridor's side -----------------------------------------------------------------------------------------

    def planned_for(self, service: str, operation: str) -> bool:
        """Whether a call of the operation has to take the wire path."""
        return bool(self._planned) and (service, operation) in self._planned

    def next_for(self, call: Call) -> Fault | None:
        """The fault that strikes this attempt, counted as fired."""
        key = (call.service, call.operation)
        for fault in self._planned.get(key, ()):
            if fault.matches(call):
                fault.fired = True
                fault.remaining -= 1
                if fault.remaining == 0:
                    planned = self._planned[key] = [other for other in self._planned[key] if other is not fault]
                    if not planned:
                        del self._planned[key]
                return fault
        return None

    def unfired(self) -> list[Fault]:
        """Faults that were planned, never happened and were not optional."""
        return [fault for fault in self.all if not fault.fired and not fault.optional]

    def _plan(self, fault: Fault) -> Fault:
        service, _, operation = fault.operation.partition(".")
        _check_operation(service, operation, fault.operation)
        self._planned.setdefault((service, operation), []).append(fault)
        self.all.append(fault)
        return fault


def _check_operation(service: str, operation: str, given: str) -> None:
    from fakeaws.router import SERVICES, operations

    if service not in SERVICES:
        raise ValueError(f"{given!r}: no service of fakeaws is called {service!r}; known: {', '.join(SERVICES)}")
    known = operations(service)
    if operation not in known:
        import difflib

        nearest = difflib.get_close_matches(operation, known, 1, 0)
        raise ValueError(f"{given!r} is not an operation of {service}; did you mean {service}.{nearest[0]}?")


def _query_code(call: Call, code: str) -> str | None:
    """For services that once spoke the query protocol: the shape that belongs to a code."""
    service_model = call.model.service_model
    if not service_model.is_query_compatible:
        return None
    shape = next(
        (shape for shape in service_model.error_shapes if shape.error_code == code or shape.name == code), None
    )
    return shape.name if shape is not None else code


__all__ = ["Fault", "Faults"]
