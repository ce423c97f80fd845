"""Data of a revision: read, and for ActiveMQ freed of what is not permitted."""

from __future__ import annotations

import base64
import binascii
from typing import Any, NamedTuple

from fakeaws.services.mq import errors
from fakeaws.services.mq.configurations.activemq import clean
from fakeaws.services.mq.configurations.rabbitmq import check
from fakeaws.services.mq.engines.engine import ACTIVEMQ, Engine

#: As many warnings as UpdateConfiguration tells.
MOST_WARNINGS = 20


class Sanitized(NamedTuple):
    """``data`` in base64; ``warnings`` of what was taken out, in the document's order."""

    data: str
    warnings: list[dict[str, Any]]


def sanitized(data: str, engine: Engine) -> Sanitized:
    """Raises BadRequestException for what is no configuration at all."""
    try:
        text = base64.b64decode(data, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        raise errors.bad_request("The configuration data must be base64-encoded UTF-8.", "data") from None
    if engine is not ACTIVEMQ:
        check(text)
        return Sanitized(data, [])
    cleaned, warnings = clean(text)
    return Sanitized(base64.b64encode(cleaned.encode()).decode() if warnings else data, warnings)
