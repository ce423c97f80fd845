"""Queues, topics, who listens, the function. Run at deployment (`python -m orders deploy`); again, it changes nothing."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from orders.clients import sns, sqs
from orders.functions import deploy_invoices
from orders.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Subscription:
    """A queue that listens to a topic. Raw: it gets what was published, without SNS's envelope."""

    topic: str
    queue: str
    raw: bool
    filters: Mapping[str, Any] = field(default_factory=dict)
    scope: str = "MessageAttributes"


def subscriptions(settings: Settings) -> list[Subscription]:
    """Who hears what."""
    news = settings.events_topic
    to_be_paid = {"event": ["accepted"], "total_cents": [{"numeric": [">", 0]}]}
    return [
        Subscription(news, settings.notifications_queue, raw=True),
        Subscription(news, settings.billing_queue, raw=True, filters=to_be_paid),
        Subscription(
            news,
            settings.shipping_queue,
            raw=False,
            filters={"confirmation": {"accepted": [True]}},
            scope="MessageBody",
        ),
        Subscription(news, settings.invoices_queue, raw=True, filters=to_be_paid),
        Subscription(news, settings.audit_queue, raw=False),
        Subscription(settings.addresses_topic, settings.addresses_queue, raw=False),
    ]


def deploy(settings: Settings) -> dict[str, str]:
    """Create everything and connect it. Returns the URLs of the queues, by name."""
    urls = create_queues(settings)
    topics = create_topics(settings)
    for each in subscriptions(settings):
        allow(urls[each.queue], topics[each.topic])
        subscribe(each, urls[each.queue], topics[each.topic])
    deploy_invoices(
        settings, queue_arn=queue_arn(urls[settings.invoices_queue]), letters_url=urls[settings.letters_queue]
    )
    return urls


def create_queues(settings: Settings) -> dict[str, str]:
    """Create each queue with its dead-letter queue. Returns the URLs by name."""
    urls: dict[str, str] = {}
    seconds = {settings.invoices_queue: settings.invoices_visibility_seconds}
    for name in [settings.orders_queue, settings.letters_queue, *(each.queue for each in subscriptions(settings))]:
        urls.update(create_queue(settings, name, visibility_seconds=seconds.get(name)))
    return urls


def create_queue(settings: Settings, name: str, *, visibility_seconds: int | None = None) -> dict[str, str]:
    """Create a queue and its dead-letter queue. Returns both URLs by name."""
    urls: dict[str, str] = {}
    attributes = {
        "VisibilityTimeout": str(visibility_seconds or settings.visibility_seconds),
        "MessageRetentionPeriod": str(settings.retention_seconds),
    }
    if settings.max_receives:
        dlq = settings.dlq(name)
        urls[dlq] = _create(dlq, {"MessageRetentionPeriod": str(settings.dlq_retention_seconds)})
        redrive = {"deadLetterTargetArn": queue_arn(urls[dlq]), "maxReceiveCount": settings.max_receives}
        attributes["RedrivePolicy"] = json.dumps(redrive)
    urls[name] = _create(name, attributes)
    return urls


def create_topics(settings: Settings) -> dict[str, str]:
    """Create the topics. Returns the ARNs by name."""
    return {
        name: sns.create_topic(Name=name, Attributes=_fifo(name, "FifoTopic"))["TopicArn"]
        for name in (settings.events_topic, settings.addresses_topic)
    }


def allow(url: str, source_arn: str, *, service: str = "sns.amazonaws.com") -> None:
    """Let a topic, or a rule, send to the queue. Without it `subscribe` and `publish` succeed, and nothing arrives."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sqs:SendMessage",
        "Resource": queue_arn(url),
        "Condition": {"ArnEquals": {"aws:SourceArn": source_arn}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})


def subscribe(subscription: Subscription, url: str, topic_arn: str) -> None:
    """Let the queue listen to the topic."""
    attributes = {"RawMessageDelivery": str(subscription.raw).lower()}
    if subscription.filters:
        attributes["FilterPolicyScope"] = subscription.scope
        attributes["FilterPolicy"] = json.dumps(subscription.filters)
    sns.subscribe(TopicArn=topic_arn, Protocol="sqs", Endpoint=queue_arn(url), Attributes=attributes)


def create_reply_queue(settings: Settings, instance: str) -> str:
    """The queue on which one checkout process gets its answers. After an hour they help nobody."""
    return _create(f"{settings.reply_queue_prefix}-{instance}", {"MessageRetentionPeriod": "3600"})


def _create(name: str, attributes: Mapping[str, str]) -> str:
    url = sqs.create_queue(QueueName=name, Attributes={**attributes, **_fifo(name, "FifoQueue")})["QueueUrl"]  # type: ignore[dict-item]
    log.info("queue %s is at %s", name, url)
    return url


def _fifo(name: str, attribute: str) -> dict[str, str]:
    return {attribute: "true"} if name.endswith(".fifo") else {}


def queue_arn(url: str) -> str:
    """The ARN of the queue at `url`."""
    return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
