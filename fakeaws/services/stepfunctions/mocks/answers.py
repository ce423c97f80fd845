"""What a mocked task answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from fakeaws.services.stepfunctions.engine.failures import TIMEOUT
from fakeaws.services.stepfunctions.language.definition.resources import LAMBDA, Resource
from fakeaws.services.stepfunctions.language.json_text import Json, read_json, write_json
from fakeaws.services.stepfunctions.language.scope import ABSENT


class TaskError(Exception):
    """A task's failure by the name that Retry and Catch know: ``TaskError("Lambda.TooManyRequestsException")``.

    In ``raises`` and ``answers`` of `mock_task`, or raised by a callable given to it.
    """

    def __init__(self, error: str, cause: str | None = None) -> None:
        super().__init__(error if cause is None else f"{error}: {cause}")
        self.error = error
        self.cause = cause

    def __reduce__(self) -> tuple[type[TaskError], tuple[str, str | None]]:
        return type(self), (self.error, self.cause)


@dataclass(frozen=True)
class Value:
    """A result, as JSON: each attempt reads one of its own."""

    text: str


@dataclass(frozen=True)
class Raised:
    """A failure."""

    exception: BaseException

    def failure(self, resource: Resource) -> tuple[str, str | None, str]:
        """Error, cause, and how the history calls it.

        An exception of Python fails as it would in a function: its class is the error; the cause is the function's
        error object, of other resources the exception's text.
        """
        exception = self.exception
        if isinstance(exception, TaskError):
            kind = "TimedOut" if exception.error == TIMEOUT else "Failed"
            return exception.error, exception.cause, kind
        error, message = type(exception).__name__, str(exception)
        if resource.kind == LAMBDA or resource.service == "lambda":
            return error, write_json({"errorMessage": message, "errorType": error, "stackTrace": []}), "Failed"
        return error, message or None, "Failed"


@dataclass(frozen=True)
class Computed:
    """What a callable makes of the task's effective input."""

    fn: Callable[[Any], Any]


class _Taken:
    """The request is taken: the token waits, other tasks succeed with ``{}``."""

    def __deepcopy__(self, memo: dict[int, object]) -> _Taken:
        return self


TAKEN: Final = _Taken()

Answer: TypeAlias = "Value | Raised | Computed | _Taken"


def answer_of(given: Any) -> Answer:
    """One of ``answers``, or ``returns``."""
    if isinstance(given, BaseException):
        return Raised(given)
    if isinstance(given, type) and issubclass(given, BaseException):
        return Raised(given())
    if callable(given):
        return Computed(given)
    return Value(text_of(given))


def failure_of(raises: Any) -> Raised:
    """``raises``: an error's name, ``(error, cause)``, an exception or its class."""
    if isinstance(raises, str):
        return Raised(TaskError(raises))
    if isinstance(raises, tuple) and len(raises) == 2:
        return Raised(TaskError(*raises))
    answer = answer_of(raises)
    if not isinstance(answer, Raised):
        raise TypeError(f"raises is an error's name, (error, cause) or an exception, not {raises!r}")
    return answer


def answers_of(returns: Any, raises: Any, answers: Any) -> tuple[Answer, ...]:
    """By attempt, the last one for all that follow; raises ``TypeError`` and ``ValueError`` for what makes no sense."""
    given = [name for name, value in (("returns", returns), ("raises", raises), ("answers", answers)) if _is(value)]
    if len(given) > 1:
        raise TypeError(f"{' and '.join(given)} exclude each other: answers can have values and exceptions")
    if _is(answers):
        if not isinstance(answers, (list, tuple)):
            raise TypeError(f"answers is a list with an answer for each attempt, not {answers!r}")
        if not answers:
            raise ValueError("answers is empty: the first attempt has no answer")
        return tuple(answer_of(each) for each in answers)
    if _is(raises):
        return (failure_of(raises),)
    return (answer_of(returns) if _is(returns) else TAKEN,)


def text_of(value: Any) -> str:
    """A value as JSON; raises ``TypeError`` for what is none."""
    return write_json(_json(value, "a task's result"))


def value_of(answer: Value) -> Json:
    """A result that nobody else has."""
    return read_json(answer.text)


def _is(value: Any) -> bool:
    return value is not ABSENT


def _json(value: Any, what: str) -> Json:
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, (list, tuple)):
        return [_json(each, what) for each in value]
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(f"{what} is JSON: the key {key!r} is no text")
        return {key: _json(each, what) for key, each in value.items()}
    raise TypeError(f"{what} is JSON: {value!r} is none")
