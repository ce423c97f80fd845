"""Timestamps as callers give them to boto3."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fakeaws.simulation.clock import to_us


def given_us(value: Any) -> int:
    """Microseconds since 1970 of a parameter: a datetime, seconds since 1970, or a text that botocore reads.

    As with botocore, a datetime without a time zone is in the machine's own.
    """
    if isinstance(value, datetime) and value.tzinfo is not None:
        return to_us(value)
    from botocore.utils import parse_to_aware_datetime

    return to_us(parse_to_aware_datetime(value))
