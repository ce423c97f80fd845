"""The trace header that X-Ray's and OpenTelemetry's instrumentations give a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: The HTTP header that carries it.
TRACE_HEADER = "X-Amzn-Trace-Id"


def traced_by(headers: Mapping[str, Any]) -> str | None:
    """The trace header that the HTTP request of a send or publish carries for all its messages."""
    value = headers.get(TRACE_HEADER) or headers.get("x-amzn-trace-id")
    if isinstance(value, bytes):  # so botocore encodes it for the wire
        return value.decode()
    return value or None
