"""EventBridge's refusals, in AWS's words."""

from __future__ import annotations

from fakeaws.aws.errors import AwsError


def validation(message: str) -> AwsError:
    """``ValidationException``."""
    return AwsError("ValidationException", message, 400)


def broken(path: str, value: str, words: str) -> AwsError:
    """``ValidationException`` about one member, as AWS's front end puts it."""
    return validation(f"1 validation error detected: Value '{value}' at '{path}' failed to satisfy constraint: {words}")


def not_found(message: str) -> AwsError:
    """``ResourceNotFoundException``."""
    return AwsError("ResourceNotFoundException", message, 400)


def no_bus(name: str) -> AwsError:
    """There is no event bus of that name."""
    return not_found(f"Event bus {name} does not exist.")


def no_rule(name: str, bus: str) -> AwsError:
    """There is no rule of that name on the bus."""
    return not_found(f"Rule {name} does not exist on EventBus {bus}.")


def already_exists(message: str) -> AwsError:
    """``ResourceAlreadyExistsException``."""
    return AwsError("ResourceAlreadyExistsException", message, 400)


def limit_exceeded(message: str = "The requested resource exceeds the maximum number allowed.") -> AwsError:
    """``LimitExceededException``."""
    return AwsError("LimitExceededException", message, 400)


def illegal_status(message: str) -> AwsError:
    """``IllegalStatusException``."""
    return AwsError("IllegalStatusException", message, 400)


def bad_pattern(reason: str) -> AwsError:
    """``InvalidEventPatternException``."""
    return AwsError("InvalidEventPatternException", f"Event pattern is not valid. Reason: {reason}", 400)


def policy_too_long() -> AwsError:
    """``PolicyLengthExceededException``."""
    return AwsError("PolicyLengthExceededException", "The event bus policy is too long.", 400)


def access_denied(message: str) -> AwsError:
    """``AccessDeniedException``."""
    return AwsError("AccessDeniedException", message, 400)
