"""Lambda's refusals, in AWS's words."""

from __future__ import annotations

from collections.abc import Mapping

from fakeaws.aws.errors import AwsError


def function_not_found(arn: str) -> AwsError:
    text = f"Function not found: {arn}"
    return _error("ResourceNotFoundException", text, 404, {"Message": text})


def _error(code: str, text: str, status: int = 400, fields: Mapping[str, object] | None = None) -> AwsError:
    return AwsError(code, text, status, fields={"Type": "User", **(fields or {})})
