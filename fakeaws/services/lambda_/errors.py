"""Lambda's refusals, in AWS's words."""

from __future__ import annotations

from collections.abc import Mapping

from fakeaws.aws.errors import AwsError


def invalid(text: str) -> AwsError:
    """``InvalidParameterValueException`` with a text of the caller's."""
    return _error("InvalidParameterValueException", text)


def conflict(text: str) -> AwsError:
    """``ResourceConflictException`` with a text of the caller's."""
    return _error("ResourceConflictException", text, 409)


def not_found(text: str) -> AwsError:
    """``ResourceNotFoundException`` with a text of the caller's."""
    return _error("ResourceNotFoundException", text, 404, {"Message": text})


def function_not_found(arn: str) -> AwsError:
    return not_found(f"Function not found: {arn}")


def _error(code: str, text: str, status: int = 400, fields: Mapping[str, object] | None = None) -> AwsError:
    return AwsError(code, text, status, fields={"Type": "User", **(fields or {})})
