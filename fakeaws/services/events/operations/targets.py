"""PutTargets, RemoveTargets, ListTargetsByRule."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.events import errors, limits
from fakeaws.services.events.operations.base import EventsBase, listed
from fakeaws.services.events.targets import checked


class TargetOperations(EventsBase):
    """Operations on the targets of rules."""

    def put_targets(self, call: Call) -> Result:
        rule = self.rule_of(call, "Rule")
        new = {given["Id"]: checked(self.world, rule, given) for given in call.params["Targets"]}
        if len({**rule.targets, **new}) > limits.TARGETS_PER_RULE:
            raise errors.limit_exceeded()
        rule.targets.update(new)
        self.note(call, rule.resource)
        return {"FailedEntryCount": 0, "FailedEntries": []}

    def remove_targets(self, call: Call) -> Result:
        rule = self.rule_of(call, "Rule")
        for id in call.params["Ids"]:
            rule.targets.pop(id, None)
        self.note(call, rule.resource)
        return {"FailedEntryCount": 0, "FailedEntries": []}

    def list_targets_by_rule(self, call: Call) -> Result:
        rule = self.rule_of(call, "Rule")
        targets = [target for _, target in sorted(rule.targets.items())]
        found, token = listed(targets, call.params, lambda target: target.id, f"ListTargetsByRule {rule.arn}")
        return {"Targets": [target.given for target in found], **token}
