"""RabbitMQ's settings: lines of ``key = value``, of which Amazon MQ takes some keys only."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from fakeaws.services.mq import errors

_KEY = re.compile(r"[A-Za-z0-9_.$-]+")


def check(text: str) -> None:
    """Raises BadRequestException for the first line that is no setting, or none that Amazon MQ takes."""
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        key, equals, value = (part.strip() for part in stripped.partition("="))
        if not equals or not _KEY.fullmatch(key) or not value:
            raise errors.bad_request(f"The configuration is not valid: line {number} is not [key = value].", "data")
        _check_setting(key, value)


def _check_setting(key: str, value: str) -> None:
    if key.startswith(_FREE):
        return
    is_fitting = _SETTINGS.get(key)
    if is_fitting is None:
        raise errors.bad_request(f"The configuration is not valid: [{key}] is not supported.", "data")
    if not is_fitting(value):
        raise errors.bad_request(f"The configuration is not valid: [{value}] is no value for [{key}].", "data")


def _is_timeout(value: str) -> bool:
    """Milliseconds; 0 for none."""
    return value.isdecimal() and int(value) <= 2**31 - 1


def _is_heartbeat(value: str) -> bool:
    return value.isdecimal() and 60 <= int(value) <= 3600


def _is_boolean(value: str) -> bool:
    return value in ("true", "false")


_SETTINGS: Final[dict[str, Callable[[str], bool]]] = {
    "consumer_timeout": _is_timeout,
    "heartbeat": _is_heartbeat,
    "management.restrictions.operator_policy_changes.disabled": _is_boolean,
    "quorum_queue.property_equivalence.relaxed_checks_on_redeclaration": _is_boolean,
    "secure.management.http.headers.enabled": _is_boolean,
}
#: Of brokers whose configuration says how users are known; their values are RabbitMQ's business.
_FREE: Final = ("auth_", "aws.", "management.oauth_", "ssl_options.")
