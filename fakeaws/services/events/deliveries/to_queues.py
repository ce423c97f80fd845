"""Deliveries to SQS queues, and what goes to dead-letter queues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import Arn, dns_suffix

if TYPE_CHECKING:
    from fakeaws.services.events.deliveries.delivery import Delivery
    from fakeaws.services.events.deliveries.failures import Failure

_MESSAGE_CHARACTERS = 1024


def send(delivery: Delivery) -> None:
    """SendMessage: the event, or what the target makes of it."""
    target = delivery.target
    params: dict[str, Any] = {"QueueUrl": _url(target.arn), "MessageBody": delivery.text}
    group = (target.given.get("SqsParameters") or {}).get("MessageGroupId")
    if group:
        params["MessageGroupId"] = group
    if delivery.event.trace_header:
        header = {"DataType": "String", "StringValue": delivery.event.trace_header}
        params["MessageSystemAttributes"] = {"AWSTraceHeader": header}
    delivery.ask("sqs", "SendMessage", params)


def send_dead_letter(delivery: Delivery, arn: Arn, failure: Failure, exhausted: str | None) -> None:
    """The event itself, as it was before anything was made of it, and why it could not be delivered."""
    attributes = {
        "RULE_ARN": _text(delivery.rule.arn),
        "TARGET_ARN": _text(str(delivery.target.arn)),
        "ERROR_CODE": _text(failure.code),
        "ERROR_MESSAGE": _text(failure.message[:_MESSAGE_CHARACTERS]),
        "RETRY_ATTEMPTS": {"DataType": "Number", "StringValue": str(delivery.attempts - 1)},
    }
    if exhausted is not None:
        attributes["EXHAUSTED_RETRY_CONDITION"] = _text(exhausted)
    params = {"QueueUrl": _url(arn), "MessageBody": delivery.event.text, "MessageAttributes": attributes}
    delivery.ask("sqs", "SendMessage", params, region=arn.region, caller=delivery.rule.caller)


def _text(value: str) -> dict[str, str]:
    return {"DataType": "String", "StringValue": value}


def _url(arn: Arn) -> str:
    return f"https://sqs.{arn.region}.{dns_suffix(arn.region)}/{arn.account}/{arn.resource}"
