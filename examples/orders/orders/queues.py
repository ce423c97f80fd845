"""Queue names to URLs, looked up once per process."""

from __future__ import annotations

import threading

from orders.clients import sqs

_lock = threading.Lock()
_urls: dict[str, str] = {}


def queue_url(name: str) -> str:
    """The URL of queue `name`. All workers ask at start: the lock makes that one call, not one each."""
    with _lock:
        if name not in _urls:
            _urls[name] = sqs.get_queue_url(QueueName=name)["QueueUrl"]
        return _urls[name]


def forget_urls() -> None:
    """Look every queue up again, e.g. after the queues were created anew."""
    with _lock:
        _urls.clear()
