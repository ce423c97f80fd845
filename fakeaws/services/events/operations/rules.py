"""PutRule, DescribeRule, ListRules, EnableRule, DisableRule, DeleteRule, ListRuleNamesByTarget, TestEventPattern."""

from __future__ import annotations

from fakeaws.aws.patterns.fields import parse_event
from fakeaws.aws.service import Call, Result
from fakeaws.services.events import errors, names, tagging
from fakeaws.services.events.operations.base import EventsBase, listed
from fakeaws.services.events.rules import Rule, compiled

#: What an event has to have for TestEventPattern.
_MEMBERS = ("id", "account", "source", "time", "region", "resources", "detail-type")


class RuleOperations(EventsBase):
    """Operations on rules."""

    def put_rule(self, call: Call) -> Result:
        params = call.params
        bus = self.bus_of(call)
        name: str = params["Name"]
        text: str | None = params.get("EventPattern") or None
        schedule: str | None = params.get("ScheduleExpression") or None
        if text is None and schedule is None:
            raise errors.validation("Parameter(s) EventPattern or ScheduleExpression must be specified.")
        if schedule is not None:
            if bus.name != names.DEFAULT:
                raise errors.validation("ScheduleExpression is supported only on the default event bus.")
            self.check_schedule(schedule)
        pattern = None if text is None else compiled(text)
        tags = tagging.tags_of(params.get("Tags"))
        rule = bus.rules.get(name)
        if rule is None:
            if len(bus.rules) >= self.limits.rules_per_bus:
                raise errors.limit_exceeded()
            rule = Rule(bus, name)
            rule.tags = tags
            bus.rules[name] = rule
        rule.put(params, pattern)
        rule.put_record = self.note(call, rule.resource)
        self.rule_changed(rule)
        return {"RuleArn": rule.arn}

    def describe_rule(self, call: Call) -> Result:
        return self.rule_of(call).described()

    def list_rules(self, call: Call) -> Result:
        bus = self.bus_of(call)
        prefix: str = call.params.get("NamePrefix") or ""
        rules = [rule for name, rule in sorted(bus.rules.items()) if name.startswith(prefix)]
        found, token = listed(rules, call.params, _name, f"ListRules {bus.arn} {prefix}")
        return {"Rules": [rule.listed() for rule in found], **token}

    def list_rule_names_by_target(self, call: Call) -> Result:
        bus = self.bus_of(call)
        wanted: str = call.params["TargetArn"]
        rules = [
            rule
            for _, rule in sorted(bus.rules.items())
            if any(target.given["Arn"] == wanted for target in rule.targets.values())
        ]
        found, token = listed(rules, call.params, _name, f"ListRuleNamesByTarget {bus.arn} {wanted}")
        return {"RuleNames": [rule.name for rule in found], **token}

    def enable_rule(self, call: Call) -> Result:
        return self._turn(call, "ENABLED")

    def disable_rule(self, call: Call) -> Result:
        return self._turn(call, "DISABLED")

    def delete_rule(self, call: Call) -> Result:
        bus = self.bus_of(call)
        rule = bus.rules.get(call.params["Name"])
        if rule is None:
            return {}
        if rule.targets:
            raise errors.validation("Rule can't be deleted since it has targets.")
        rule.deleted = True
        rule.index()
        del bus.rules[rule.name]
        self.note(call, rule.resource)
        self.rule_changed(rule)
        return {}

    def test_event_pattern(self, call: Call) -> Result:
        pattern = compiled(call.params["EventPattern"])
        try:
            event = parse_event(call.params["Event"])
        except ValueError:
            event = None
        if not isinstance(event, dict) or any(name not in event for name in _MEMBERS):
            raise errors.validation("Parameter Event is not valid.")
        return {"Result": pattern.matches(event)}

    def _turn(self, call: Call, state: str) -> Result:
        rule = self.rule_of(call)
        rule.set_state(state)
        self.note(call, rule.resource)
        self.rule_changed(rule)
        return {}


def _name(rule: Rule) -> str:
    return rule.name
