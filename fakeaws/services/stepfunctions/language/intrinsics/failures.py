"""Why a function has no value."""

from __future__ import annotations

import math

from fakeaws.services.stepfunctions.language.json_text import Json, json_type


class IntrinsicFailure(Exception):
    """``detail`` comes after ``The function '…' had the following error:``."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


def text_argument(function: str, value: Json) -> str:
    if not isinstance(value, str):
        raise _wrong(function, "a string", value)
    return value


def array_argument(function: str, value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise _wrong(function, "an array", value)
    return value


def object_argument(function: str, value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise _wrong(function, "an object", value)
    return value


def whole_argument(function: str, value: Json) -> int:
    """A number as Java's ``Math.round`` makes it whole: 2.5 is 3, -1.5 is -1."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise _wrong(function, "a number", value)
    if isinstance(value, int):
        return value
    whole = math.floor(value)
    return whole + 1 if value - whole >= 0.5 else whole


def _wrong(function: str, wanted: str, value: Json) -> IntrinsicFailure:
    return IntrinsicFailure(f"States.{function} needs {wanted}, but got {json_type(value)}")
