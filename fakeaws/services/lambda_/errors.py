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


def access_denied(text: str) -> AwsError:
    """``AccessDeniedException``, which the model does not know."""
    return _error("AccessDeniedException", text, 403, {"Message": text})


def broken_constraint(value: object, place: str, words: str) -> AwsError:
    """What AWS's front end says where its limits are narrower than the model's."""
    text = f"1 validation error detected: Value '{value}' at '{place}' failed to satisfy constraint: {words}"
    return AwsError("ValidationException", text)


def too_large(text: str) -> AwsError:
    """The model calls it ``RequestTooLargeException``, the wire does not."""
    return _error("RequestEntityTooLargeException", text, 413)


def policy_too_long() -> AwsError:
    text = "The final policy size is bigger than the limit (20480)."
    return _error("PolicyLengthExceededException", text)


# -- functions -----------------------------------------------------------------------------------------------------------


def function_not_found(arn: str) -> AwsError:
    return not_found(f"Function not found: {arn}")


def not_in_this_region(other: str, region: str) -> AwsError:
    return not_found(f"Functions from '{other}' are not reachable in this region ('{region}')")


def not_authorized(who: str, action: str, arn: str, *, denied: bool = False) -> AwsError:
    why = (
        "with an explicit deny in a resource-based policy"
        if denied
        else f"because no resource-based policy allows the lambda:{action} action"
    )
    return access_denied(f"User: {who} is not authorized to perform: lambda:{action} on resource: {arn} {why}")


def exists(name: str) -> AwsError:
    return conflict(f"Function already exist: {name}")


def qualifiers_differ() -> AwsError:
    return invalid("The derived qualifier from the function name does not match the specified qualifier.")


def revision_mismatch(operation: str = "GetFunction/GetAlias") -> AwsError:
    text = (
        "The Revision Id provided does not match the latest Revision Id. "
        f"Call the {operation} API to retrieve the latest Revision Id"
    )
    return _error("PreconditionFailedException", text, 412)


def update_in_progress(arn: str) -> AwsError:
    return conflict(
        f"The operation cannot be performed at this time. An update is in progress for resource: {arn}",
    )


def still_pending(arn: str) -> AwsError:
    return conflict(
        f"The operation cannot be performed at this time. The resource {arn} is currently in the following state: "
        "'Pending'. StateReasonCode: 'Creating'"
    )


def pending_when_invoked() -> AwsError:
    return conflict(
        "The operation cannot be performed at this time. The function is currently in the following state: Pending"
    )


def unqualified_only() -> AwsError:
    return invalid(
        "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. "
        "Please specify either a function name or an unqualified function ARN."
    )


# -- aliases -------------------------------------------------------------------------------------------------------------


def no_such_alias(arn: str) -> AwsError:
    return not_found(f"Cannot find alias arn: {arn}")


# -- policies ------------------------------------------------------------------------------------------------------------


def nothing_there() -> AwsError:
    return not_found("The resource you requested does not exist.")


def _error(code: str, text: str, status: int = 400, fields: Mapping[str, object] | None = None) -> AwsError:
    return AwsError(code, text, status, fields={"Type": "User", **(fields or {})})
