"""Rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.aws.patterns.dialects import EVENTBRIDGE
from fakeaws.aws.patterns.errors import PatternError
from fakeaws.aws.patterns.parsing import parse
from fakeaws.aws.service import Caller
from fakeaws.aws.tags import Tags
from fakeaws.services.events import errors
from fakeaws.services.events.names import DEFAULT, SERVICE_PRINCIPAL, rule_arn

if TYPE_CHECKING:
    from fakeaws.aws.patterns.matching import Pattern
    from fakeaws.services.events.buses import EventBus
    from fakeaws.services.events.targets import Target

_SHOWN = ("EventPattern", "State", "Description", "ScheduleExpression", "RoleArn")


def compiled(text: str) -> Pattern:
    """A rule's pattern; raises ``InvalidEventPatternException``."""
    try:
        return parse(text, EVENTBRIDGE).pattern
    except PatternError as error:
        raise errors.bad_pattern(str(error)) from None


class Rule:
    """A rule and its targets.

    ``settings`` are PutRule's members as they were given, with ``State``. ``put_record``: the timeline's number of the
    call that made it what it is.
    """

    def __init__(self, bus: EventBus, name: str) -> None:
        self.bus = bus
        self.name = name
        service = bus.service
        self.arn = rule_arn(service.region, service.account, bus.name, name)
        #: Its name on the timeline: ``orders/audit`` where the bus is not the default one.
        place = name if bus.name == DEFAULT else f"{bus.name}/{name}"
        self.resource = place if bus.resource == bus.name else self.arn
        self.settings: dict[str, Any] = {"State": "ENABLED"}
        self.pattern: Pattern | None = None
        self.tags = Tags()
        #: By id, in the order in which they came.
        self.targets: dict[str, Target] = {}
        self.put_record = 0
        self.deleted = False
        #: Whom targets see, without a role.
        self.caller = Caller(
            service.account, self.arn, SERVICE_PRINCIPAL, service=SERVICE_PRINCIPAL, source_arn=self.arn
        )

    @property
    def enabled(self) -> bool:
        """Whether it looks at events and fires by its schedule."""
        return bool(self.settings["State"] != "DISABLED")

    @property
    def schedule(self) -> str | None:
        """``rate(…)`` or ``cron(…)``, if it has one."""
        text: str | None = self.settings.get("ScheduleExpression")
        return text

    def put(self, params: Mapping[str, Any], pattern: Pattern | None) -> None:
        """Be what PutRule says: what it leaves out is gone."""
        self.settings = {name: params[name] for name in _SHOWN if params.get(name)}
        self.settings.setdefault("State", "ENABLED")
        self.pattern = pattern
        self.index()

    def set_state(self, state: str) -> None:
        """EnableRule, DisableRule."""
        self.settings["State"] = state
        self.index()

    def index(self) -> None:
        """Let the bus look for its pattern, or not."""
        if self.pattern is not None and self.enabled and not self.deleted:
            self.bus.index.add(self.name, self.pattern)
        else:
            self.bus.index.remove(self.name)

    def listed(self) -> dict[str, Any]:
        """As ListRules shows it."""
        shown = {name: self.settings[name] for name in _SHOWN if name in self.settings}
        return {"Name": self.name, "Arn": self.arn, **shown, "EventBusName": self.bus.name}

    def described(self) -> dict[str, Any]:
        """As DescribeRule shows it."""
        return {**self.listed(), "CreatedBy": self.bus.service.account}
