"""The queues. Run at deployment (`python -m orders create-queues`); running it again changes nothing."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping

from orders.clients import sqs
from orders.settings import Settings

log = logging.getLogger(__name__)


def create_queues(settings: Settings) -> dict[str, str]:
    """Create each queue with its dead-letter queue. Returns the URLs by name."""
    urls: dict[str, str] = {}
    for name in (settings.orders_queue, settings.notifications_queue):
        dlq = settings.dlq(name)
        urls[dlq] = _create(dlq, {"MessageRetentionPeriod": str(settings.dlq_retention_seconds)})
        redrive = {"deadLetterTargetArn": _arn(urls[dlq]), "maxReceiveCount": settings.max_receives}
        urls[name] = _create(
            name,
            {
                "VisibilityTimeout": str(settings.visibility_seconds),
                "MessageRetentionPeriod": str(settings.retention_seconds),
                "RedrivePolicy": json.dumps(redrive),
            },
        )
    return urls


def create_reply_queue(settings: Settings, instance: str) -> str:
    """The queue on which one checkout process gets its answers. After an hour they help nobody."""
    return _create(f"{settings.reply_queue_prefix}-{instance}", {"MessageRetentionPeriod": "3600"})


def _create(name: str, attributes: Mapping[str, str]) -> str:
    url = sqs.create_queue(QueueName=name, Attributes=dict(attributes))["QueueUrl"]  # type: ignore[arg-type]
    log.info("queue %s is at %s", name, url)
    return url


def _arn(url: str) -> str:
    return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
