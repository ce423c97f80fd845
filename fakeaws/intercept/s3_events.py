"""S3's events for EventBridge, from what moto tells of a bucket's object.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
"""

from __future__ import annotations

import datetime as _datetime
from typing import TYPE_CHECKING, Any

from fakeaws.aws.events import Announcement

if TYPE_CHECKING:
    from fakeaws.world import World

_SECOND = 1_000_000
_REQUEST_ID = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

#: The notification's event → the event's ``detail-type`` and its ``reason``.
_TYPES: dict[str, tuple[str, str | None]] = {
    "ObjectCreated:Put": ("Object Created", "PutObject"),
    "ObjectCreated:Post": ("Object Created", "POST Object"),
    "ObjectCreated:Copy": ("Object Created", "CopyObject"),
    "ObjectCreated:CompleteMultipartUpload": ("Object Created", "CompleteMultipartUpload"),
    "ObjectRemoved:Delete": ("Object Deleted", "DeleteObject"),
    "ObjectRemoved:DeleteMarkerCreated": ("Object Deleted", "DeleteObject"),
    "ObjectRestore:Post": ("Object Restore Initiated", None),
    "ObjectRestore:Completed": ("Object Restore Completed", None),
    "ObjectTagging:Put": ("Object Tags Added", None),
    "ObjectTagging:Delete": ("Object Tags Deleted", None),
    "ObjectAcl:Put": ("Object ACL Updated", None),
}

#: Which operations lead to events of these kinds; moto tells of some after others, too.
_LED_TO_BY = {
    "ObjectCreated:Put": ("PutObject",),
    "ObjectTagging:Put": ("PutObjectTagging",),
    "ObjectAcl:Put": ("PutObjectAcl",),
}


class NoSuchEvent(LookupError):
    """moto tells of an event that S3 has no event for."""


class S3Events:
    """Makes the events of one world's buckets. ``sequencer`` grows with every change of an object."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._ids = world.streams.stream("s3.event-request-id")
        self._sequencer = 0

    def announcement(self, account: str, bucket: Any, name: str, key: Any, requester: str | None) -> Announcement:
        """What EventBridge hears; raises `NoSuchEvent`.

        ``name`` is the notification's (``s3:ObjectCreated:Put``), ``requester`` the account whose request led to it.
        """
        short = name.removeprefix("s3:")
        if short not in _TYPES:
            raise NoSuchEvent(name)
        detail_type, reason = _TYPES[short]
        detail: dict[str, Any] = {
            "version": "0",
            "bucket": {"name": bucket.name},
            "object": self._object(bucket, detail_type, key),
            "request-id": "".join(self._ids.choice(_REQUEST_ID) for _ in range(16)),
            "requester": requester or account,
        }
        if detail_type == "Object Restore Completed":
            detail["requester"] = "s3.amazonaws.com"
        else:
            detail["source-ip-address"] = "127.0.0.1"
        if reason is not None:
            detail["reason"] = reason
        if detail_type == "Object Deleted":
            marker = short == "ObjectRemoved:DeleteMarkerCreated"
            detail["deletion-type"] = "Delete Marker Created" if marker else "Permanently Deleted"
        if detail_type.startswith("Object Restore"):
            detail.update(_restored(key, detail_type))
        return Announcement("aws.s3", detail_type, account, bucket.region_name, (bucket.arn,), detail)

    def _object(self, bucket: Any, detail_type: str, key: Any) -> dict[str, Any]:
        told: dict[str, Any] = {"key": key.name}
        if detail_type == "Object Created" or detail_type.startswith("Object Restore"):
            told["size"] = key.size
        if detail_type != "Object Deleted":
            told["etag"] = key.etag.strip('"')
        if bucket.is_versioned:
            told["version-id"] = key.version_id
        if detail_type in ("Object Created", "Object Deleted"):
            told["sequencer"] = self._next_sequencer()
        return told

    def _next_sequencer(self) -> str:
        """Seconds since 1970, and a part of the second: a text of 18 digits to the base 16 that only grows."""
        seconds, rest = divmod(self._world.wall_us, _SECOND)
        self._sequencer = max(self._sequencer + 1, (seconds << 32) + (rest << 12))
        return f"{self._sequencer:018X}"


def comes_of(name: str, operation: str | None) -> bool:
    """Whether S3 has that event after that operation; ``None``: nobody knows which it was."""
    operations = _LED_TO_BY.get(name.removeprefix("s3:"))
    return operation is None or operations is None or operation in operations


def _restored(key: Any, detail_type: str) -> dict[str, str]:
    told = {}
    expiry = getattr(key, "_expiry", None)
    if detail_type == "Object Restore Completed" and isinstance(expiry, _datetime.datetime):
        told["restore-expiry-time"] = f"{expiry:%Y-%m-%dT00:00:00Z}"
    return {**told, "source-storage-class": key.storage_class}
