"""CloudWatch Logs' refusals, in AWS's words."""

from __future__ import annotations

from collections.abc import Mapping

from fakeaws.aws.errors import AwsError


def invalid_parameter(message: str) -> AwsError:
    """``InvalidParameterException``."""
    return AwsError("InvalidParameterException", message)


def invalid_operation(message: str) -> AwsError:
    """``InvalidOperationException``."""
    return AwsError("InvalidOperationException", message)


def validation(message: str) -> AwsError:
    """``ValidationException``."""
    return AwsError("ValidationException", message)


def not_found(what: str) -> AwsError:
    """``ResourceNotFoundException``: ``The specified WHAT does not exist.``"""
    return AwsError("ResourceNotFoundException", f"The specified {what} does not exist.")


def already_exists(what: str) -> AwsError:
    """``ResourceAlreadyExistsException``: ``The specified WHAT already exists``."""
    return AwsError("ResourceAlreadyExistsException", f"The specified {what} already exists")


def limit_exceeded() -> AwsError:
    """``LimitExceededException``."""
    return AwsError("LimitExceededException", "Resource limit exceeded.")


def operation_aborted(message: str) -> AwsError:
    """``OperationAbortedException``."""
    return AwsError("OperationAbortedException", message)


def too_many_tags(message: str, fields: Mapping[str, object]) -> AwsError:
    """``TooManyTagsException``."""
    return AwsError("TooManyTagsException", message, fields=fields)


def bad_token() -> AwsError:
    """Of a ``nextToken`` that no earlier answer of the same listing had."""
    return invalid_parameter("The specified nextToken is invalid.")
