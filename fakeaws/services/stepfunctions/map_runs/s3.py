"""S3 as a map run asks it: with the state machine's role, one call at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Result
from fakeaws.errors import NotSupportedError, ServiceNotMocked

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.executions.execution import Execution
    from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase


class S3:
    """For one map run of ``execution``; ``unanswered``, a bound method, hears why nobody here is S3."""

    def __init__(
        self,
        service: StepFunctionsBase,
        execution: Execution,
        cause: int | None,
        unanswered: Callable[[str], object],
    ) -> None:
        self._service = service
        self._caller = service.role_of(execution)
        self._cause = cause
        self._unanswered = unanswered
        self._waiter: Any = None

    def ask(self, operation: str, parameters: dict[str, Any], then: Callable[..., object], *args: Any) -> None:
        """``then(answer, *args)`` hears a result or an `AwsError`; it is a bound method."""
        try:
            self._waiter = self._service.world.ask(
                "s3",
                operation,
                parameters,
                caller=self._caller,
                region=self._service.region,
                cause=self._cause,
                then=self._answered,
                args=(then, args),
            )
        except (NotSupportedError, ServiceNotMocked) as error:
            self._unanswered(str(error))

    def cancel(self) -> None:
        """Hear no answer any more."""
        if self._waiter is not None:
            self._waiter.cancel()
            self._waiter = None

    def _answered(self, answer: Result | AwsError, then: Callable[..., object], args: tuple[Any, ...]) -> None:
        self._waiter = None
        then(answer, *args)


def refusal(error: AwsError) -> str:
    """A refusal as causes quote it."""
    return f"{error.message} (Service: Amazon S3; Status Code: {error.status}; Error Code: {error.code})"
