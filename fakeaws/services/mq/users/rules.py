"""What users may be called, and what their passwords may be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from fakeaws.services.mq import errors, limits
from fakeaws.services.mq.engines.engine import ACTIVEMQ, Engine

_ACTIVEMQ_NAME = re.compile(r"[A-Za-z0-9._~-]{2,100}")
_RABBITMQ_NAME = re.compile(r"[A-Za-z0-9._-]{2,100}")


def check_user(user: Mapping[str, Any], engine: Engine) -> None:
    """A user that is created or changed; raises BadRequestException."""
    name = user.get("Username", "")
    pattern = _ACTIVEMQ_NAME if engine is ACTIVEMQ else _RABBITMQ_NAME
    if not pattern.fullmatch(name) or (engine is not ACTIVEMQ and name == "guest"):
        raise errors.bad_request(f"Username [{name}] is invalid.", "username")
    if user.get("Password") is not None:
        check_password(user["Password"])
    groups = user.get("Groups") or []
    if engine is not ACTIVEMQ and (groups or user.get("ConsoleAccess")):
        attribute = "groups" if groups else "consoleAccess"
        raise errors.bad_request(f"[{attribute}] does not apply to RabbitMQ brokers.", attribute)
    if len(groups) > limits.GROUPS:
        raise errors.bad_request(f"A user can be in {limits.GROUPS} groups at most.", "groups")
    for group in groups:
        if not _ACTIVEMQ_NAME.fullmatch(group):
            raise errors.bad_request(f"Group [{group}] is invalid.", "groups")


def check_password(password: str) -> None:
    """Raises BadRequestException; the password is never told."""
    if not 12 <= len(password) <= 250:
        raise errors.bad_request("The password must be 12 to 250 characters long.", "password")
    if len(set(password)) < 4:
        raise errors.bad_request("The password must have at least 4 unique characters.", "password")
    if set(password) & set(",:="):
        raise errors.bad_request("The password must not contain commas, colons or equals signs.", "password")
