"""Who may run now: an invocation begins if the account, its function's reservation and its provisioning let it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fakeaws.aws.errors import AwsError
from fakeaws.services.lambda_ import errors
from fakeaws.services.lambda_.concurrency import limits
from fakeaws.services.lambda_.concurrency.provisioned import ProvisionedConcurrency
from fakeaws.services.lambda_.invocations.running import Running
from fakeaws.services.lambda_.metrics import Begun

if TYPE_CHECKING:
    from fakeaws.services.lambda_.concurrency.provisioned import Provisioned
    from fakeaws.services.lambda_.functions import Function
    from fakeaws.services.lambda_.invocations.invocation import Invocation
    from fakeaws.services.lambda_.operations.base import LambdaBase


class Concurrency:
    """Of one account and region. ``limit``: invocations at a time, ``config={"lambda": {"concurrent_executions": …}}``."""

    def __init__(self, service: LambdaBase) -> None:
        self._service = service
        settings = service.world.config.get("lambda", {})
        self.limit = int(settings.get("concurrent_executions", limits.ACCOUNT))
        self.minimum = min(limits.UNRESERVED_MINIMUM, self.limit)
        self.provisioned = ProvisionedConcurrency(service, self)
        #: Invocations under way, of each function and together.
        self._of_function: dict[Function, int] = {}
        self._total = 0
        #: Those beyond provisioned concurrency.
        self._running: dict[Function, int] = {}
        #: How many of all began without a reservation.
        self._unreserved = 0

    # -- running -----------------------------------------------------------------------------------------------------

    def begin(self, invocation: Invocation, then: Callable[..., object], args: tuple[Any, ...] = ()) -> None:
        """Begin an invocation; ``then(invocation, *args)``, a bound method, hears of its end.

        Raises ``TooManyRequestsException``, and begins nothing, if it is one too many.
        """
        function = invocation.version.function
        metrics = self._service.metrics
        provisioned = self.provisioned.for_invocation(invocation)
        if provisioned is not None and provisioned.running < provisioned.available:
            self._run(invocation, provisioned, then, args)
            metrics.note("ProvisionedConcurrencyInvocations", invocation.invoked_arn)
            return
        reason = self._refusal(function)
        if reason is not None:
            metrics.note("Throttles", invocation.invoked_arn)
            raise too_many_requests(reason)
        self._run(invocation, None, then, args)
        if provisioned is not None:
            metrics.note("ProvisionedConcurrencySpilloverInvocations", invocation.invoked_arn)

    def _refusal(self, function: Function) -> str | None:
        """The reason why one more of this function is too many; ``None`` if it is not."""
        reserved = function.reserved_concurrency
        if reserved is not None:
            limit = reserved - self.provisioned.of(function)
            return RESERVED if self._running.get(function, 0) >= limit else None
        # The pool is never smaller than that: who takes what of it is asked only when there may be too many.
        if self._total >= self.minimum and self._taken() >= self.unreserved:
            return ACCOUNT
        return None

    def _taken(self) -> int:
        """What runs of functions without a reservation, beyond provisioned concurrency."""
        return sum(count for function, count in self._running.items() if function.reserved_concurrency is None)

    def _run(
        self,
        invocation: Invocation,
        provisioned: Provisioned | None,
        then: Callable[..., object],
        args: tuple[Any, ...],
    ) -> None:
        function = invocation.version.function
        unreserved = provisioned is None and function.reserved_concurrency is None
        Running(invocation, self._ended, (provisioned, unreserved, then, args)).begin()
        # Only now: code that cannot run here has raised.
        of_function = self._of_function[function] = self._of_function.get(function, 0) + 1
        self._total += 1
        if provisioned is not None:
            provisioned.running += 1
        else:
            self._running[function] = self._running.get(function, 0) + 1
        self._unreserved += unreserved
        self._service.metrics.begun.append(Begun(invocation, of_function, self._total, self._unreserved))

    def _ended(
        self,
        invocation: Invocation,
        provisioned: Provisioned | None,
        unreserved: bool,
        then: Callable[..., object],
        args: tuple[Any, ...],
    ) -> None:
        function = invocation.version.function
        self._total -= 1
        self._unreserved -= unreserved
        _lower(self._of_function, function)
        if provisioned is not None:
            provisioned.running -= 1
        else:
            _lower(self._running, function)
        then(invocation, *args)

    # -- reserving ---------------------------------------------------------------------------------------------------

    @property
    def reserved(self) -> int:
        """What all functions have reserved together, and what is provisioned for those that have not."""
        total = 0
        for function in self._service.functions.values():
            reserved = function.reserved_concurrency
            total += reserved if reserved is not None else self.provisioned.of(function)
        return total

    @property
    def unreserved(self) -> int:
        """What is left for functions without a reservation: ``UnreservedConcurrentExecutions``."""
        return self.limit - self.reserved

    def reserve(self, function: Function, number: int | None) -> None:
        """Let so many of the function run at a time, and keep them for it; ``None`` ends that. Raises AWS's error."""
        if number is not None:
            provisioned = self.provisioned.of(function)
            if number < provisioned:
                raise errors.invalid(
                    f" ReservedConcurrentExecutions  {number} should not be lower than function's total provisioned "
                    f"concurrency [{provisioned}]."
                )
            before = function.reserved_concurrency
            left = self.unreserved + (before if before is not None else provisioned) - number
            if left < self.minimum and number > (before or 0):
                raise errors.invalid(
                    "Specified ReservedConcurrentExecutions for function decreases account's "
                    f"UnreservedConcurrentExecution below its minimum value of [{self.minimum}]."
                )
        function.reserved_concurrency = number


def _lower(counts: dict[Function, int], function: Function) -> None:
    left = counts[function] - 1
    if left:
        counts[function] = left
    else:
        del counts[function]


RESERVED = "ReservedFunctionConcurrentInvocationLimitExceeded"
ACCOUNT = "ConcurrentInvocationLimitExceeded"


def too_many_requests(reason: str) -> AwsError:
    """The throttle of an invocation."""
    fields = {"Type": "User", "Reason": reason, "retryAfterSeconds": "1"}
    return AwsError("TooManyRequestsException", "Rate Exceeded.", 429, fields=fields, retried=True)
