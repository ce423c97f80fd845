"""JSON values as Java's collections print them, and their classes."""

from __future__ import annotations

from fakeaws.services.stepfunctions.language.json_text import Json, number_text


def java_value(value: Json) -> str:
    """A value as Java's collections print it: ``{Arg1=1, Arg2=[]}``; texts without quotes."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}={java_value(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(java_value, value)) + "]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return number_text(value)


def java_class(value: Json) -> str:
    """The Java class of a value, as Jayway names it in its texts."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "java.lang.Boolean"
    if isinstance(value, str):
        return "java.lang.String"
    if isinstance(value, list):
        return "java.util.ArrayList"
    if isinstance(value, float):
        return "java.lang.Double"
    if -(2**31) <= value < 2**31:
        return "java.lang.Integer"
    return "java.lang.Long" if -(2**63) <= value < 2**63 else "java.math.BigInteger"
