"""Topic names to ARNs, looked up once per process."""

from __future__ import annotations

import threading

from orders.clients import sns

_lock = threading.Lock()
_arns: dict[str, str] = {}


def topic_arn(name: str) -> str:
    """The ARN of topic `name`. Raises `LookupError` if there is none."""
    with _lock:
        if name not in _arns:
            _arns.update(
                (topic["TopicArn"].rpartition(":")[2], topic["TopicArn"])
                for page in sns.get_paginator("list_topics").paginate()
                for topic in page["Topics"]
            )
        if name not in _arns:
            raise LookupError(f"no topic {name}: was `python -m orders deploy` run?")
        return _arns[name]


def forget_arns() -> None:
    """Look every topic up again, e.g. after the topics were created anew."""
    with _lock:
        _arns.clear()
