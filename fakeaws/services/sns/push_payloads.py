"""What goes to a push service: the text for a platform, and how long the service keeps it."""

from __future__ import annotations

import datetime as _datetime
import json
import re
from typing import TYPE_CHECKING, Any

from fakeaws.services.sns import limits

if TYPE_CHECKING:
    from fakeaws.services.sns.notifications import Notification

_APPLE = ("APNS", "MACOS")
_IN_JSON = (*_APPLE, "GCM", "ADM", "BAIDU")
#: Platform → the member of its payload that says how many seconds the service keeps the message.
_TTL_MEMBERS = {"GCM": "time_to_live", "ADM": "expiresAfter"}
_SECONDS = re.compile("[0-9]{1,10}")


class BadPayload(Exception):
    """A push service would not take this."""


def payload_of(notification: Notification, platform: str) -> str:
    """The platform's own text from a ``MessageStructure`` of ``json``, else the message in the platform's wrapping."""
    own = notification.messages.get(platform) if notification.messages is not None else None
    if own is None:
        return _wrapped(platform, notification.message)
    if platform.startswith(_IN_JSON) and not isinstance(_parsed(own), dict):
        raise BadPayload(f"the payload for {platform} is not a JSON object")
    return own


def ttl_of(notification: Notification, platform: str, payload: str) -> _datetime.timedelta:
    """By the message's attribute, else by the payload, else four weeks."""
    name = f"AWS.SNS.MOBILE.{platform}.TTL"
    attribute = (notification.attributes or {}).get(name)
    if attribute is not None:
        text = attribute.get("StringValue", "")
        if _SECONDS.fullmatch(text) is None:
            raise BadPayload(f"message attribute {name} must be a number of seconds")
        return _datetime.timedelta(seconds=int(text))
    member = _TTL_MEMBERS.get(platform)
    seconds = _member(_parsed(payload), member) if member is not None else None
    if isinstance(seconds, (int, float)) and seconds >= 0:
        return _datetime.timedelta(seconds=seconds)
    return _datetime.timedelta(seconds=limits.PUSH_TTL_SECONDS)


def _wrapped(platform: str, message: str) -> str:
    if platform.startswith(_APPLE):
        return _json({"aps": {"alert": message}})
    if platform in ("GCM", "ADM"):
        return _json({"data": {"default": message}})
    if platform == "BAIDU":
        return _json({"title": message, "description": message})
    return message


def _member(document: Any, name: str) -> Any:
    return document.get(name) if isinstance(document, dict) else None


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
