"""EventBridge Scheduler's refusals, in AWS's words where they are known."""

from __future__ import annotations

from fakeaws.aws.errors import AwsError


def validation(message: str) -> AwsError:
    """``ValidationException``."""
    return AwsError("ValidationException", message)


def conflict(message: str) -> AwsError:
    """``ConflictException``."""
    return AwsError("ConflictException", message, 409)


def not_found(message: str) -> AwsError:
    """``ResourceNotFoundException``."""
    return AwsError("ResourceNotFoundException", message, 404)


def quota_exceeded(message: str) -> AwsError:
    """``ServiceQuotaExceededException``."""
    return AwsError("ServiceQuotaExceededException", message, 402)


def no_schedule(name: str) -> AwsError:
    """There is no such schedule in the group."""
    return not_found(f"Schedule {name} does not exist.")


def no_group(name: str) -> AwsError:
    """There is no such group."""
    return not_found(f"Schedule group {name} does not exist.")


def bad_expression(expression: str) -> AwsError:
    """Not an expression that Scheduler knows."""
    return validation(f"Invalid Schedule Expression {expression}.")


def bad_arn() -> AwsError:
    """Not an ARN, or none of a resource that can be a target."""
    return validation("Provided Arn is not in correct format.")


def unsupported_target(service: str) -> AwsError:
    """A service whose resources cannot be targets."""
    return validation(f"{service} is not a supported service for a target.")
