"""Diagnoses of events that arrive nowhere: ``rule-not-allowed``, ``rule-dead-letter-queue-refuses``, ``event-bus-unknown``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fakeaws.aws.arns import Arn
from fakeaws.aws.policies import allow_statement
from fakeaws.services.events.diagnosis.history import History
from fakeaws.services.events.names import SERVICE_PRINCIPAL
from fakeaws.timeline.findings import Finding
from fakeaws.timeline.text import short_id
from fakeaws.timeline.words import count, instant

if TYPE_CHECKING:
    from fakeaws.services.events.rules import Rule

_ACTIONS = {
    "sqs": "sqs:SendMessage",
    "sns": "sns:Publish",
    "lambda": "lambda:InvokeFunction",
    "events": "events:PutEvents",
}
_KINDS = {"sqs": "queue", "sns": "topic", "lambda": "function", "events": "event bus"}


def rule_not_allowed(history: History) -> Iterator[Finding]:
    """A target's policy does not let the rule in: PutTargets and PutEvents succeed, and nothing arrives."""
    for rule, target, all_of_them in history.by_target("Deliver", "NO_PERMISSIONS"):
        several = [each for each in all_of_them if "explicit deny" not in str(each.details.get("message"))]
        if not several or target.arn.service not in _ACTIONS:
            continue
        first = several[0]
        kind = _KINDS[target.arn.service]
        where = "it is lost" if target.dead_letter_arn is None else "it went to the dead-letter queue"
        text = (
            f"Event {short_id(first.event_id)} matched rule {rule.resource!r} and did not reach {kind} "
            f"{target.resource!r} at {instant(history.at_us(first.number))}: the {kind}'s policy does not let EventBridge "
            f"in on behalf of the rule. Neither PutTargets nor PutEvents tells; {where}." + _so_did(len(several) - 1)
        )
        yield Finding("rule-not-allowed", text, _grant(rule, target.arn), history.records(several))


def rule_dead_letter_queue_refuses(history: History) -> Iterator[Finding]:
    """What a target did not take was refused by its dead-letter queue, too."""
    for rule, target, several in history.by_target("Redrive"):
        first = several[0]
        if target.dead_letter_arn is None:
            continue
        arn = Arn.parse(target.dead_letter_arn)
        text = (
            f"Event {short_id(first.event_id)} of rule {rule.resource!r} could not be delivered to {target.resource!r}, "
            f"and the target's dead-letter queue {arn.resource!r} did not take it either at "
            f"{instant(history.at_us(first.number))} ({first.details['code']}: {first.details['message']}): it is lost."
            + _so_did(len(several) - 1)
        )
        if first.details["code"] == "NO_PERMISSIONS":
            fix = _grant(rule, arn)
        else:
            fix = f"Create the queue {arn.resource!r}, or name another one in the target's DeadLetterConfig."
        yield Finding("rule-dead-letter-queue-refuses", text, fix, history.records(several))


def event_bus_unknown(history: History) -> Iterator[Finding]:
    """PutEvents named a bus that is not there: it answers with an EventId, and the event is gone."""
    found: dict[tuple[str, str], list[int]] = {}
    for number in history.astray:
        row = history.rows[number]
        found.setdefault((row[5], str((row[9] or {})["why"])), []).append(number)
    for (name, why), numbers in found.items():
        if not why.startswith("there is no event bus"):
            continue
        first = numbers[0]
        text = (
            f"Event {short_id(history.rows[first][6])} was put on event bus {name!r} at {instant(history.at_us(first))}, "
            f"which does not exist: PutEvents answers as if all were well, and the event is gone."
            + _so_did(len(numbers) - 1)
        )
        buses = ", ".join(sorted(history.service.buses))
        fix = f"Correct EventBusName, or create the bus. There are: {buses}."
        yield Finding("event-bus-unknown", text, fix, [history.timeline.record(number) for number in numbers])


def _grant(rule: Rule, arn: Arn) -> str:
    service, name = arn.service, arn.resource.rsplit("/", 1)[-1].rsplit(":", 1)[-1]
    statement = json.dumps(allow_statement("AllowRule", SERVICE_PRINCIPAL, _ACTIONS[service], str(arn), rule.arn))
    if service == "sqs":
        extra = f' (in a test: aws.sqs.queue("{name}").grant_send("{rule.arn}"))'
        return f"Add this statement to the Policy of queue {name!r}: {statement}{extra}."
    if service == "lambda":
        return (
            f"add_permission(FunctionName={arn.resource_id!r}, StatementId='AllowRule', Action='lambda:InvokeFunction', "
            f"Principal={SERVICE_PRINCIPAL!r}, SourceArn={rule.arn!r}): {statement}."
        )
    return f"Add this statement to the Policy of {_KINDS[service]} {name!r}: {statement}."


def _so_did(others: int) -> str:
    return f" So did {count(others, 'other event')}." if others else ""
