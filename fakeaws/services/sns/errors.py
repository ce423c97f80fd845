"""SNS's refusals, in AWS's words."""

from __future__ import annotations

from fakeaws.aws.errors import AwsError


def invalid_parameter(what: str, reason: str | None = None) -> AwsError:
    """``InvalidParameter``: ``Invalid parameter: WHAT``, with ``Reason: REASON`` if there is one."""
    return bare_invalid_parameter(f"Invalid parameter: {what}" + (f" Reason: {reason}" if reason is not None else ""))


def bare_invalid_parameter(message: str) -> AwsError:
    """``InvalidParameter`` with a text that does not begin as usual."""
    return AwsError("InvalidParameter", message, 400)


def not_found(what: str) -> AwsError:
    """``NotFound``: ``WHAT does not exist`` (Topic, Subscription, PlatformApplication, Endpoint)."""
    return AwsError("NotFound", f"{what} does not exist", 404)


def resource_not_found() -> AwsError:
    """``ResourceNotFound``, of the operations on tags."""
    return AwsError("ResourceNotFound", "Resource does not exist", 404)


def authorization_error(message: str) -> AwsError:
    """``AuthorizationError``."""
    return AwsError("AuthorizationError", message, 403)


def validation_error(message: str) -> AwsError:
    """``ValidationError`` of AWS's front end."""
    return AwsError("ValidationError", message, 400)


def invalid_value(message: str) -> AwsError:
    """``ParameterValueInvalid``, of message attributes."""
    return AwsError("ParameterValueInvalid", message, 400)


def missing_value(path: str) -> AwsError:
    """``ValidationError`` for a member that has to be there."""
    return validation_error(
        f"1 validation error detected: Value null at '{path}' failed to satisfy constraint: Member must not be null"
    )


def invalid_state(message: str) -> AwsError:
    """``InvalidState``."""
    return AwsError("InvalidState", message, 400)


def limit_exceeded(shape: str, message: str) -> AwsError:
    """``TopicLimitExceeded``, ``SubscriptionLimitExceeded``, ``FilterPolicyLimitExceeded``, ``ReplayLimitExceeded``."""
    return AwsError(shape, message, 403)


class BadAttribute(Exception):
    """An attribute's value is not allowed; Subscribe, Create… and Set… begin their texts about it differently."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def on_creation(self) -> AwsError:
        """Of CreateTopic and Subscribe."""
        return invalid_parameter("Attributes", self.text)

    def on_change(self) -> AwsError:
        """Of SetTopicAttributes and SetSubscriptionAttributes."""
        return invalid_parameter(self.text)
