"""Batch's refusals: all are ClientException, with HTTP status 400."""

from __future__ import annotations

from fakeaws.aws.errors import AwsError


def client(message: str) -> AwsError:
    """With the bare text, as newer checks say it."""
    return AwsError("ClientException", message)


def wrapped(message: str, request_id: str) -> AwsError:
    """As Batch's older checks say it."""
    return AwsError("ClientException", f"Error executing request, Exception : {message}, RequestId: {request_id}")
