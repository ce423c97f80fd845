"""Payloads as callers give them: their bytes, their size, and what AWS's parser says of what is no JSON."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any, NoReturn

from fakeaws.aws.errors import AwsError
from fakeaws.aws.patterns.errors import PatternError
from fakeaws.aws.patterns.tokens import Kind, Tokens

#: Largest payloads in bytes, by invocation type, unless the world's configuration says otherwise.
SYNCHRONOUS_BYTES = 6_291_456
ASYNCHRONOUS_BYTES = 1_048_576
CLIENT_CONTEXT_CHARACTERS = 3_583
_SHOWN = 500


class PayloadLimits:
    """From ``config={"lambda": {"payload_bytes": …, "async_payload_bytes": …}}``."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._synchronous = int(settings.get("payload_bytes", SYNCHRONOUS_BYTES))
        self._asynchronous = int(settings.get("async_payload_bytes", ASYNCHRONOUS_BYTES))

    def check(self, payload: bytes, kind: str) -> None:
        """Raise AWS's error if the payload is too large for the invocation type."""
        limit = self._asynchronous if kind == "Event" else self._synchronous
        size = len(payload)
        if size > limit:
            text = f"{size} byte payload is too large for the {kind} invocation type (limit {limit} bytes)"
            raise AwsError("RequestEntityTooLargeException", text, 413, fields={"Type": "User"})


def bytes_of(payload: Any) -> bytes:
    """The bytes of a blob as boto3 takes it: bytes, text, or a file, which can be read again afterwards if it seeks."""
    if payload is None:
        return b""
    if hasattr(payload, "read"):
        start = payload.tell() if hasattr(payload, "tell") else None
        content = payload.read()
        if start is not None and hasattr(payload, "seek"):
            payload.seek(start)
        payload = content
    return payload.encode() if isinstance(payload, str) else bytes(payload)


def check_json(payload: bytes) -> None:
    """Raise AWS's error unless the payload is one JSON value."""
    try:
        json.loads(payload, parse_constant=_refuse_constant)
    except ValueError:
        raise _not_json(_complaint(payload)) from None


def check_client_context(text: str) -> None:
    """Raise AWS's error unless it is base64 of a JSON object that is not too long."""
    try:
        fits = isinstance(json.loads(base64.b64decode(text, validate=True)), dict)
    except ValueError:
        fits = False
    if not fits or len(text) > CLIENT_CONTEXT_CHARACTERS:
        raise _invalid_content("Client context must be a valid Base64-encoded JSON object.")


def _complaint(payload: bytes) -> str:
    """What the parser says, and where."""
    text = payload.decode("utf-8", "replace")
    tokens = Tokens(text, f'(byte[])"{text[:_SHOWN]}"')
    try:
        if not text.strip(" \t\r\n"):
            tokens.refuse("No content to map due to end-of-input")
        while (kind := tokens.next()) is not Kind.END:
            if kind is Kind.STRING:
                tokens.string()
        tokens.refuse("Invalid UTF-8 start byte" if "\ufffd" in text else "Trailing token found after value")
    except PatternError as error:
        return str(error)


def _not_json(detail: str) -> AwsError:
    return _invalid_content(f"Could not parse request body into json: Could not parse payload into json: {detail}")


def _invalid_content(text: str) -> AwsError:
    return AwsError("InvalidRequestContentException", text, 400, fields={"Type": "User"})


def _refuse_constant(name: str) -> NoReturn:
    """Python's parser knows ``NaN`` and ``Infinity``; JSON does not."""
    raise ValueError(name)
