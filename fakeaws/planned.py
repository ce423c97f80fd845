"""One planned fault: what it is planned for, how often it still happens, whether it has happened."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from fakeaws.aws.errors import AwsError
    from fakeaws.aws.service import Call, Result

Kind: TypeAlias = Literal["fail", "throttle", "slow", "lose-reply", "duplicate", "crash"]
When: TypeAlias = Callable[[Mapping[str, Any]], object]

#: What a service answers when it throttles, where it is not the common ``ThrottlingException``: code and HTTP status.
_THROTTLING: dict[str, tuple[str, int]] = {
    "sqs": ("RequestThrottled", 403),
    "cloudwatch": ("Throttling", 400),
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
        target: str,
        *,
        times: int,
        when: Callable[[Any], object] | None,
        optional: bool,
    ) -> None:
        if times < 1:
            raise ValueError(f"times is how often the fault happens: 1 or more, not {times}")
        self.kind: Kind = kind
        #: The operation, queue or process that it is planned for, in words.
        self.target = target
        self.remaining = times
        self.optional = optional
        self.fired = False
        self._when = when

    def __repr__(self) -> str:
        return f"<fault {self.kind} {self.target}{' fired' if self.fired else ''}>"

    def spend(self) -> bool:
        """It strikes once; whether it is used up by that."""
        self.remaining -= 1
        return self.remaining == 0

    def matches(self, subject: object) -> bool:
        """Whether this is one that it is planned for: a call's parameters, or the message of a duplicate."""
        return self.remaining > 0 and (self._when is None or bool(self._when(subject)))


class CallFault(Fault):
    """A fault that changes AWS's answer to a call, or the answer's way."""

    def __init__(
        self,
        kind: Kind,
        operation: str,
        *,
        times: int,
        when: When | None,
        optional: bool,
        code: str = "",
        message: str | None = None,
        status: int | None = None,
        slow_us: int = 0,
    ) -> None:
        super().__init__(kind, operation, times=times, when=when, optional=optional)
        self.slow_us = slow_us
        self._code = code
        self._message = message
        self._status = status

    @property
    def loses_reply(self) -> bool:
        """Whether the call is done and its answer lost."""
        return self.kind == "lose-reply"

    def error_for(self, call: Call) -> AwsError | None:
        """AWS's refusal, for the kinds that refuse."""
        from fakeaws.refusals import refusal

        if self.kind == "fail":
            return refusal(call, self._code, self._message, self._status)
        if self.kind == "throttle":
            code, status = _THROTTLING.get(call.service, ("ThrottlingException", 400))
            return refusal(call, code, "Rate exceeded", status)
        return None


class Crash(Fault):
    """The end of a process right after AWS has done a call of its."""

    def __init__(
        self, actor: str, service: str, operation: str, *, times: int, when: When | None, optional: bool
    ) -> None:
        super().__init__("crash", f"of {actor} after {service}.{operation}", times=times, when=when, optional=optional)
        self.actor = actor
        self.service = service
        self.operation = operation

    def strikes(self, name: str, call: Call, result: Result) -> bool:
        """Whether the actor of that name dies of this call."""
        return (
            (call.operation, call.service) == (self.operation, self.service)
            and (name == self.actor or (self.fired and _is_restarted(self.actor, name)))
            and self.matches(ChainMap(result, dict(call.params)))
        )


def _is_restarted(name: str, other: str) -> bool:
    """Whether ``other`` is what the timeline calls a later actor of that name."""
    return other.startswith(f"{name}-") and other[len(name) + 1 :].isdecimal()
