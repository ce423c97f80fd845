"""Dashboards: names and bodies; nothing is drawn."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from fakeaws.services.cloudwatch import errors

PAGE = 1_000
MAX_DELETED = 100
_NAME = re.compile(r"[A-Za-z0-9_-]{1,255}")


class Dashboard(NamedTuple):
    """A dashboard as it was put last."""

    name: str
    arn: str
    body: str
    modified_us: int


def check_name(name: str) -> None:
    """Raises AWS's refusal."""
    if _NAME.fullmatch(name) is None:
        raise errors.invalid_value(
            "The value for field DashboardName contains invalid characters. "
            "It can only contain alphanumerics, dash (-) and underscore (_).\n"
        )


def check_body(body: str) -> None:
    """Raises AWS's refusal of what is no JSON object."""
    try:
        is_object = isinstance(json.loads(body), dict)
    except (ValueError, RecursionError):
        is_object = False
    if not is_object:
        raise errors.invalid_dashboard("The field DashboardBody must be a valid JSON object")
