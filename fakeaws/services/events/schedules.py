"""Rules that fire by a schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.aws.schedules.expressions import RULES, BadExpression, parse
from fakeaws.aws.schedules.timing import Ticker
from fakeaws.services.events import errors
from fakeaws.services.events.event import Event

if TYPE_CHECKING:
    from fakeaws.services.events.operations.base import EventsBase
    from fakeaws.services.events.rules import Rule


def check(expression: str) -> None:
    """Raise AWS's refusal of an expression that rules do not know; theirs are in UTC."""
    try:
        parse(expression, RULES)
    except BadExpression:
        raise errors.validation("Parameter ScheduleExpression is not valid.") from None


class RuleSchedules:
    """The schedules of enabled rules. A rate counts from when the rule got it, or was enabled."""

    def __init__(self, service: EventsBase) -> None:
        self._service = service
        #: By the rule's ARN: its expression, and what waits for the next instant.
        self._waiting: dict[str, tuple[str, Ticker]] = {}

    def changed(self, rule: Rule) -> None:
        """A rule is new, another one, or gone."""
        expression = rule.schedule if rule.enabled and not rule.deleted else None
        before = self._waiting.get(rule.arn)
        if before is not None:
            if before[0] == expression:
                return
            before[1].stop()
            del self._waiting[rule.arn]
        if expression is not None:
            world = self._service.world
            ticker = Ticker(world, parse(expression, RULES, since_us=world.wall_us), self._fire, rule)
            self._waiting[rule.arn] = (expression, ticker)
            ticker.start()

    def _fire(self, due_us: int, rule: Rule) -> None:
        service = self._service
        if not rule.targets or service.world.simulation.closing:
            return
        event = Event(
            service.new_event_id(),
            "aws.events",
            "Scheduled Event",
            {},
            account=service.account,
            region=service.region,
            wall_us=due_us,
            received_us=due_us,
            resources=(rule.arn,),
        )
        service.world.simulation.progressed()
        service.deliveries.trigger(rule, event, rule.put_record)
