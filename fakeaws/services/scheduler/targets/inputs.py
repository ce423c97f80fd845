"""The text that targets get: ``Input`` with its context attributes, or the default notification.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from fakeaws.services.scheduler import errors

_ATTRIBUTE = re.compile(r"<aws\.scheduler\.(schedule-arn|scheduled-time|execution-id|attempt-number)>")
_SAMPLE = {"schedule-arn": "a", "scheduled-time": "a", "execution-id": "a", "attempt-number": "1"}


def filled(text: str, attributes: Mapping[str, str]) -> str:
    """With ``<aws.scheduler.…>`` replaced; ``attributes`` by the part of their names after the last dot."""
    return _ATTRIBUTE.sub(lambda found: attributes[found.group(1)], text)


def json_of(text: str) -> Any:
    """The JSON that a target gets, whatever its context attributes will be; raises AWS's refusal."""
    try:
        return json.loads(filled(text, _SAMPLE))
    except ValueError:
        raise errors.validation("Input must be a valid JSON.") from None


def default_notification(*, id: str, account: str, region: str, time: str, schedule_arn: str) -> str:
    """What a target gets whose schedule has no ``Input``."""
    event = {
        "version": "0",
        "id": id,
        "detail-type": "Scheduled Event",
        "source": "aws.scheduler",
        "account": account,
        "time": time,
        "region": region,
        "resources": [schedule_arn],
        "detail": "{}",
    }
    return json.dumps(event, separators=(",", ":"))
