"""PutInsightRule, DescribeInsightRules, EnableInsightRules, DisableInsightRules, DeleteInsightRules.

Rules are kept, with their state; no logs are looked at.
"""

from __future__ import annotations

import json
from typing import Any

from fakeaws.aws.arns import Arn, partition_of
from fakeaws.aws.service import Call, Result
from fakeaws.services.cloudwatch import errors, tagging
from fakeaws.services.cloudwatch.operations.base import CloudWatchBase, paged

_STATES = ("ENABLED", "DISABLED")


class InsightRuleOperations(CloudWatchBase):
    """Operations on Contributor Insights rules."""

    def put_insight_rule(self, call: Call) -> Result:
        params, name = call.params, call.params["RuleName"]
        state = params.get("RuleState") or "ENABLED"
        if state not in _STATES:
            raise errors.invalid_value(f"The parameter RuleState must be a value in the set [ {', '.join(_STATES)} ].")
        schema = _schema(params["RuleDefinition"])
        tags = tagging.tags_of(params.get("Tags"))
        if name not in self.insight_rules:
            self.tags[self._rule_arn(name)] = tags
        self.insight_rules[name] = {
            "Name": name,
            "State": state,
            "Schema": schema,
            "Definition": params["RuleDefinition"],
            "ManagedRule": False,
            "ApplyOnTransformedLogs": bool(params.get("ApplyOnTransformedLogs")),
        }
        return {}

    def describe_insight_rules(self, call: Call) -> Result:
        names, token = paged(sorted(self.insight_rules), call.params, lambda name: name, "insight rules")
        rules = [dict(self.insight_rules[name]) for name in names]
        return {"InsightRules": rules} if token is None else {"InsightRules": rules, "NextToken": token}

    def enable_insight_rules(self, call: Call) -> Result:
        return self._turn_rules(call, "ENABLED")

    def disable_insight_rules(self, call: Call) -> Result:
        return self._turn_rules(call, "DISABLED")

    def delete_insight_rules(self, call: Call) -> Result:
        failures = self._failures(call)
        for name in call.params["RuleNames"]:
            if self.insight_rules.pop(name, None) is not None:
                self.tags.pop(self._rule_arn(name), None)
        return {"Failures": failures}

    def _turn_rules(self, call: Call, state: str) -> Result:
        for name in call.params["RuleNames"]:
            if name in self.insight_rules:
                self.insight_rules[name]["State"] = state
        return {"Failures": self._failures(call)}

    def _failures(self, call: Call) -> list[dict[str, str]]:
        return [
            {
                "FailureResource": name,
                "ExceptionType": "ResourceNotFoundException",
                "FailureCode": "404",
                "FailureDescription": f"The rule {name} does not exist",
            }
            for name in call.params["RuleNames"]
            if name not in self.insight_rules
        ]

    def _rule_arn(self, name: str) -> str:
        return str(Arn(partition_of(self.region), "cloudwatch", self.region, self.account, f"insight-rule/{name}"))


def _schema(definition: str) -> str:
    """``{"Name": …, "Version": …}`` of a rule's definition; raises AWS's refusal of what has none."""
    try:
        schema: Any = json.loads(definition)["Schema"]
        found = {"Name": schema["Name"], "Version": schema["Version"]}
    except (ValueError, TypeError, LookupError, RecursionError):
        raise errors.invalid_value("The parameter RuleDefinition must be a JSON object with a Schema.") from None
    return json.dumps(found, separators=(",", ":"))
