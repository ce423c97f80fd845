"""Large orders are looked at: a rule on the event bus, and the queue that it fills."""

from __future__ import annotations

import json
from typing import Any

from orders.clients import eventbridge
from orders.events import PAID, SOURCE
from orders.infrastructure import allow, create_queue, queue_arn
from orders.settings import Settings


def deploy_fraud_review(settings: Settings) -> None:
    """Create the queue and the rule, and let the rule send to the queue. Running it again changes nothing."""
    url = create_queue(settings, settings.fraud_review_queue)[settings.fraud_review_queue]
    allow(url, put_rule(settings, queue_arn(url)), service="events.amazonaws.com")


def put_rule(settings: Settings, target_arn: str) -> str:
    """The rule that sends large orders to the target. Returns its ARN."""
    name = settings.fraud_review_rule
    rule_arn: str = eventbridge.put_rule(Name=name, EventPattern=json.dumps(large_orders(settings)))["RuleArn"]
    eventbridge.put_targets(Rule=name, Targets=[{"Id": "queue", "Arn": target_arn, "InputPath": "$.detail"}])
    return rule_arn


def large_orders(settings: Settings) -> dict[str, Any]:
    """The pattern: paid orders of `fraud_review_cents` and more."""
    return {
        "source": [SOURCE],
        "detail-type": [PAID],
        "detail": {"total_cents": [{"numeric": [">=", settings.fraud_review_cents]}]},
    }
