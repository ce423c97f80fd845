"""Does the application itself take part in what the fast path would skip: by an event's handler, or by a patch?"""

from __future__ import annotations

import functools
from types import FunctionType
from typing import Any

#: Events that botocore emits only on the way to and from the wire.
SKIPPED_EVENTS = (
    "request-created",
    "choose-signer",
    "before-sign",
    "before-send",
    "response-received",
    "before-parse",
    "needs-retry",
)

_NOT_APPLICATION = frozenset(("botocore", "boto3", "aiobotocore", "aioboto3", "s3transfer", "fakeaws", "moto"))


def application_listens(
    emitter: Any, service_id: str, operation: str, events: tuple[str, ...] = SKIPPED_EVENTS
) -> bool:
    """Whether a handler that neither botocore nor we registered waits for one of these events.

    The answer is kept in the emitter's own cache of look-ups, which botocore empties whenever a handler comes or goes.
    """
    cache: dict[str, Any] | None = getattr(emitter, "_lookup_cache", None)
    key = f"fakeaws.{len(events)}.{service_id}.{operation}"
    if cache is not None:
        found = cache.get(key)
        if found is not None:
            return bool(found)
    listens = any(
        _is_application(handler)
        for event in events
        for handler in _handlers(emitter, f"{event}.{service_id}.{operation}")
    )
    if cache is not None:
        cache[key] = listens
    return listens


def is_patched(method: Any) -> bool:
    """Whether a method of botocore's is no longer its own. Wrappers may look like what they wrap, down to ``__module__``."""
    if type(method) is not FunctionType:
        return True
    return str(method.__globals__.get("__name__")).partition(".")[0] not in ("botocore", "aiobotocore")


def _handlers(emitter: Any, event: str) -> list[Any]:
    trie = getattr(emitter, "_handlers", None)
    return list(trie.prefix_search(event)) if trie is not None else []


def _is_application(handler: Any) -> bool:
    while isinstance(handler, functools.partial):
        handler = handler.func
    module = getattr(handler, "__module__", None) or type(handler).__module__
    return module.partition(".")[0] not in _NOT_APPLICATION
