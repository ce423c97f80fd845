"""JSONata's functions that Step Functions adds, removes, or ties to the execution: time, randomness."""

from __future__ import annotations

import base64
import binascii
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from fakeaws.services.stepfunctions.language.intrinsics.texts import hex_digest, random_uuid
from fakeaws.services.stepfunctions.language.java_random import JavaRandom
from fakeaws.services.stepfunctions.language.json_text import JsonTextError, read_json, write_json
from fakeaws.services.stepfunctions.language.jsonata.library import Functions, JException, Jsonata, Utils
from fakeaws.services.stepfunctions.language.scope import Scope


class Uncoded(Exception):
    """A function fails without one of JSONata's codes."""


class _Machine(Jsonata):  # type: ignore[misc]
    """Evaluates any tree. The library's own begins with one expression and reads the machine's clock."""

    def __init__(self) -> None:
        self.parser = Jsonata.get_parser()
        self.input = None
        self.environment = None

    def apply_inner(self, proc: Any, args: Any, input: Any, environment: Any) -> Any:
        if not self.is_function_like(proc):
            raise JException("T1006", 0)  # the library also prints
        return super().apply_inner(proc, args, input, environment)


class _Evaluation(threading.local):
    def __init__(self) -> None:
        self.scope: Scope | None = None
        self.machine = _Machine()


_current = _Evaluation()


@contextmanager
def evaluating(scope: Scope) -> Iterator[Any]:
    """Gives the evaluator; meanwhile the functions below draw from ``scope`` and tell its time."""
    before, machine_before = _current.scope, getattr(Jsonata.CURRENT, "jsonata", None)
    _current.scope = scope
    Jsonata.CURRENT.jsonata = _current.machine
    try:
        yield _current.machine
    finally:
        _current.scope = before
        Jsonata.CURRENT.jsonata = machine_before
        if machine_before is None:
            del Jsonata.CURRENT.jsonata


def _scope() -> Scope:
    scope = _current.scope
    assert scope is not None
    return scope


class _Added(Jsonata.JFunction):  # type: ignore[misc]
    """A function of ours, with JSONata's checks of its arguments."""

    def __init__(self, name: str, signature: str, arguments: int, function: Callable[..., Any]) -> None:
        super().__init__(Jsonata.JLambda(function), signature)
        self.function_name = name
        self.signature.set_function_name(name)
        self._arguments = arguments

    def get_number_of_args(self) -> int:
        return self._arguments


def _partition(items: list[Any] | None = None, size: Any = None) -> Any:
    if items is None or size is None:
        return None
    if int(size) < 1:
        raise Uncoded("The size of a partition must be above 0")
    return [items[at : at + int(size)] for at in range(0, len(items), int(size))]


def _range(first: Any = None, last: Any = None, step: Any = None) -> Any:
    """Toward zero each; one item only comes without its array."""
    if first is None or last is None or step is None:
        return None
    first, last, step = int(first), int(last), int(step)
    if step == 0:
        raise Uncoded("The step of a range must not be 0")
    items = list(range(first, last + (1 if step > 0 else -1), step))
    return items[0] if len(items) == 1 else items


def _hash(data: Any = None, algorithm: Any = None) -> Any:
    if data is None or algorithm is None:
        return None
    text = data if isinstance(data, str) else write_json(data)
    try:
        return hex_digest(text, algorithm)
    except KeyError:
        raise Uncoded(f"Unknown algorithm: {algorithm}") from None


def _random(seed: Any = None) -> float:
    return _scope().randomness.random() if seed is None else JavaRandom(int(seed)).next_double()


def _uuid() -> str:
    return random_uuid(_scope().randomness)


def _parse(text: Any = None) -> Any:
    if text is None:
        return None
    try:
        value = read_json(text)
    except JsonTextError as error:
        raise Uncoded(error.message) from None
    return Utils.NULL_VALUE if value is None else value


def _millis() -> int:
    return _scope().instant_us // 1000


def _now(picture: Any = None, timezone: Any = None) -> Any:
    return Functions.datetime_from_millis(_millis(), picture, timezone)


def _shuffle(items: Any = None) -> Any:
    if items is None:
        return None
    shuffled = list(items)
    for at in range(len(shuffled) - 1, 0, -1):
        other = int(_scope().randomness.random() * (at + 1))
        shuffled[at], shuffled[other] = shuffled[other], shuffled[at]
    return shuffled


def _number(value: Any = None) -> Any:
    try:
        return Functions.number(value)
    except ValueError:
        raise JException("D3030", -1, value) from None


def _to_millis(timestamp: Any = None, picture: Any = None) -> Any:
    try:
        return Functions.datetime_to_millis(timestamp, picture)
    except ValueError:
        raise JException("D3110", -1, timestamp) from None


def _format_number(value: Any = None, picture: Any = None, options: Any = None) -> Any:
    try:
        return Functions.format_number(value, picture, options)
    except JException as error:
        if error.error == "D3085" and not set(picture) & set("0123456789#"):
            raise JException("D3086", -1) from None  # what AWS says of a picture without any digit
        raise


def _base64decode(text: Any = None) -> Any:
    """The library skips what is not Base64; AWS has an internal error."""
    if text is None:
        return None
    try:
        return base64.b64decode(text, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        raise ArithmeticError from None


def _functions() -> Any:
    frame = Jsonata.Frame(Jsonata.static_frame)
    for name, signature, arguments, function in (
        ("partition", "<an:a>", 2, _partition),
        ("range", "<nnn:x>", 3, _range),
        ("hash", "<xs:s>", 2, _hash),
        ("random", "<n?:n>", 1, _random),
        ("uuid", "<:s>", 0, _uuid),
        ("parse", "<s:x>", 1, _parse),
        ("millis", "<:n>", 0, _millis),
        ("now", "<s?s?:s>", 2, _now),
        ("shuffle", "<a:a>", 1, _shuffle),
        ("number", "<(nsb)-:n>", 1, _number),
        ("toMillis", "<s-s?:n>", 2, _to_millis),
        ("formatNumber", "<n-so?:s>", 3, _format_number),
        ("base64decode", "<s-:s>", 1, _base64decode),
    ):
        frame.bindings[name] = _Added(name, signature, arguments, function)
    frame.bindings["eval"] = None
    return frame


#: What is bound in every expression, above the library's own functions.
FUNCTIONS = _functions()
