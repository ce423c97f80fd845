"""Batch's refusals: all are ClientException, with HTTP status 400."""

from __future__ import annotations

from fakeaws.aws.errors import AwsError


def client(message: str) -> AwsError:
    """With the bare text, as newer checks say it."""
    return AwsError("ClientException", message)


def wrapped(message: str, request_id: str) -> AwsError:
    """As Batch's older checks say it."""
    return AwsError("ClientException", f"Error executing request, Exception : {message}, RequestId: {request_id}")


def already_exists() -> AwsError:
    """Something of that name is there."""
    return client("Object already exists")


def no_such(text: str) -> AwsError:
    """Nothing is there of that name or ARN."""
    return client(f"{text} does not exist")


def being_modified(doing: str) -> AwsError:
    """``doing``: delete, update. Its status is CREATING, UPDATING or DELETING."""
    return client(f"Cannot {doing}, resource is being modified.")


def not_disabled() -> AwsError:
    """Only what is DISABLED can be deleted."""
    return client("Cannot delete, state must be DISABLED.")


def bad_name(member: str, text: str) -> AwsError:
    """It is not 1 to 128 letters, digits, hyphens and underscores."""
    return client(f"{member} {text} is not valid. Up to 128 letters, numbers, hyphens and underscores are allowed.")


def too_many(what: str, most: int) -> AwsError:
    """A quota of the account."""
    return client(f"The maximum number of {what} ({most}) has been reached.")
