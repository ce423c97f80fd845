"""Events and answers: JSON as AWS's Python runtime reads and writes it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from fakeaws.services.lambda_.code.handlers import Fault

if TYPE_CHECKING:
    from decimal import Decimal

#: Runtimes that escape whatever is not ASCII.
_ESCAPING = re.compile(r"python3\.([0-9]|1[01])")


def read_event(payload: bytes) -> Any:
    """The event; raises a `Fault` for what is no JSON."""
    try:
        return json.loads(payload)
    except Exception as error:
        raise Fault("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}") from error


def write_answer(answer: Any, runtime: str | None) -> bytes:
    """What a handler returned as JSON; bytes are passed on as they are. Raises a `Fault` for what has no JSON.

    Decimals are written as numbers, digit by digit.
    """
    if isinstance(answer, bytes):
        return answer
    encoder = _Encoder(ensure_ascii=runtime is not None and _ESCAPING.fullmatch(runtime) is not None)
    try:
        text = encoder.encode(answer)
        return encoder.with_numbers(text).encode()
    except Exception as error:
        raise Fault("Runtime.MarshalError", f"Unable to marshal response: {error}") from error


class _Encoder(json.JSONEncoder):
    """The standard library's cannot write a number as it likes: a mark stands for each decimal meanwhile."""

    _MARK = "\0decimal {}\0"

    def __init__(self, *, ensure_ascii: bool) -> None:
        super().__init__(ensure_ascii=ensure_ascii)
        self._numbers: list[str] = []

    def default(self, o: Any) -> Any:
        if not _is_decimal(o):
            raise TypeError(f"Object of type {_name_of(type(o))} is not JSON serializable")
        if o.is_nan():
            return float("nan")
        self._numbers.append(str(o))
        return self._MARK.format(len(self._numbers) - 1)

    def with_numbers(self, text: str) -> str:
        for index, number in enumerate(self._numbers):
            text = text.replace(json.dumps(self._MARK.format(index)), number, 1)
        return text


def _name_of(kind: type) -> str:
    """Of ``datetime`` and ``date`` there are others in place inside a world, which nobody shall read of."""
    return kind.__name__.removeprefix("Fake").lower() if kind.__module__.startswith("freezegun.") else kind.__name__


def _is_decimal(value: Any) -> bool:
    kind: type[Decimal] | type[Any] = type(value)
    return any(base.__module__ in ("decimal", "_pydecimal") and base.__name__ == "Decimal" for base in kind.__mro__)
