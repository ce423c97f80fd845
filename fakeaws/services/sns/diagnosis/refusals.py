"""Rules about queues that refuse a topic: ``topic-not-allowed`` and ``dead-letter-queue-refuses``."""

from __future__ import annotations

import json
from collections.abc import Iterator

from fakeaws.aws.policies import allow_statement
from fakeaws.services.sns.diagnosis.history import HandOver, History
from fakeaws.services.sns.topics import SERVICE_PRINCIPAL
from fakeaws.timeline.findings import Finding
from fakeaws.timeline.words import instant, message, so_did


def topic_not_allowed(history: History) -> Iterator[Finding]:
    """A queue's policy does not let the topic send: subscribed, published, and nothing arrives."""
    for outcome in ("refused", "dead-lettered"):
        for topic, resource, all_of_them in history.by_endpoint(outcome):
            several = [each for each in all_of_them if _is_missing_permission(each)]
            if not several:
                continue
            first = several[0]
            where = "it is lost" if outcome == "refused" else "it went to the dead-letter queue"
            text = (
                f"{message(first.message_id).capitalize()}, published to topic {topic.resource!r}, did not reach queue "
                f"{resource!r} at {instant(history.at_us(first.number))}: the queue's policy does not let SNS send on "
                f"behalf of the topic. Neither Subscribe nor Publish tells; {where}." + so_did(len(several) - 1)
            )
            yield Finding("topic-not-allowed", text, _grant(history, resource, topic.arn), history.records(several))


def dead_letter_queue_refuses(history: History) -> Iterator[Finding]:
    """What could not be delivered was refused by the subscription's dead-letter queue, too."""
    for topic, resource, several in history.by_endpoint("refused", "Redrive"):
        first = several[0]
        subscription = history.subscription(topic, resource)
        arn = subscription.dead_letter_arn if subscription is not None else None
        name = arn.rsplit(":", 1)[-1] if arn is not None else "its dead-letter queue"
        why = f"{first.details.get('ErrorCode')}: {first.details.get('ErrorMessage')}"
        text = (
            f"{message(first.message_id).capitalize()}, published to topic {topic.resource!r}, could not be delivered to "
            f"{resource!r}, and the subscription's dead-letter queue {name!r} did not take it either at "
            f"{instant(history.at_us(first.number))} ({why}): it is lost." + so_did(len(several) - 1)
        )
        if arn is not None and _is_missing_permission(first):
            fix = _grant(history, arn, topic.arn)
        else:
            fix = f"Create the queue {name!r}, or name another one in the subscription's RedrivePolicy."
        yield Finding("dead-letter-queue-refuses", text, fix, history.records(several))


def _is_missing_permission(hand_over: HandOver) -> bool:
    details = hand_over.details
    return details.get("ErrorCode") == "AccessDenied" and "explicit deny" not in str(details.get("ErrorMessage"))


def _grant(history: History, queue: str, topic_arn: str) -> str:
    arn = history.queue_arn(queue)
    name = arn.rsplit(":", 1)[-1]
    statement = allow_statement("AllowTopic", SERVICE_PRINCIPAL, "sqs:SendMessage", arn, topic_arn)
    return (
        f"Add this statement to the Policy of queue {name!r}: {json.dumps(statement)} (in a test: "
        f'aws.sqs.queue("{name}").grant_send("{topic_arn}")).'
    )
