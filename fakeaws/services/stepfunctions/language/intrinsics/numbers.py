"""Intrinsics that count and draw."""

from __future__ import annotations

from fakeaws.services.stepfunctions.language.intrinsics.failures import IntrinsicFailure, whole_argument
from fakeaws.services.stepfunctions.language.java_random import JavaRandom
from fakeaws.services.stepfunctions.language.json_text import Json
from fakeaws.services.stepfunctions.language.scope import Scope

_LEAST, _MOST = -(2**31), 2**31 - 1


def math_add(arguments: list[Json], scope: Scope) -> Json:
    one, other = (_int32("MathAdd", argument) for argument in arguments)
    return one + other


def math_random(arguments: list[Json], scope: Scope) -> Json:
    """From the first up to, not including, the second; the third is the seed of a ``java.util.Random``."""
    start, end = (_int32("MathRandom", argument) for argument in arguments[:2])
    if start >= end:
        raise IntrinsicFailure("States.MathRandom needs a start below its end")
    if len(arguments) == 3:
        seed = whole_argument("MathRandom", arguments[2])
    else:
        seed = scope.randomness.getrandbits(48)
    return JavaRandom(seed).next_between(start, end)


def _int32(function: str, value: Json) -> int:
    number = whole_argument(function, value)
    if not _LEAST <= number <= _MOST:
        raise IntrinsicFailure(f"States.{function} takes numbers from {_LEAST} to {_MOST}")
    return number
