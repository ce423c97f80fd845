"""PutAlarmMuteRule, GetAlarmMuteRule, ListAlarmMuteRules, DeleteAlarmMuteRule."""

from __future__ import annotations

from fakeaws.aws.paging import BadToken, page
from fakeaws.aws.service import Call, Result
from fakeaws.services.cloudwatch import errors, tagging
from fakeaws.services.cloudwatch.alarms.muting import MuteRule
from fakeaws.services.cloudwatch.operations.base import CloudWatchBase

_PAGE = 50


class MuteRuleOperations(CloudWatchBase):
    """Operations on mute rules."""

    def put_alarm_mute_rule(self, call: Call) -> Result:
        params, board = call.params, self.alarms
        targets = (params.get("MuteTargets") or {}).get("AlarmNames", ())
        absent = [name for name in targets if name not in board.alarms]
        if absent:
            raise errors.validation_error(f"The alarms [{', '.join(absent)}] do not exist")
        tags = tagging.tags_of(params.get("Tags"))
        rule = board.muting.rules.get(params["Name"])
        if rule is None:
            rule = board.muting.rules[params["Name"]] = MuteRule(board, params)
            self.tags[rule.arn] = tags
        else:
            rule.configure(board, params)
            board.muting.look_again()
        return {}

    def get_alarm_mute_rule(self, call: Call) -> Result:
        name = call.params["AlarmMuteRuleName"]
        rule = self.alarms.muting.rules.get(name)
        if rule is None:
            raise errors.resource_not_found_exception("alarm-mute-rule", name)
        return rule.described(self.world.wall_us)

    def list_alarm_mute_rules(self, call: Call) -> Result:
        params, wall_us = call.params, self.world.wall_us
        alarm, statuses = params.get("AlarmName"), params.get("Statuses")
        found = [
            rule
            for _, rule in sorted(self.alarms.muting.rules.items())
            if (not alarm or alarm in rule.targets) and (not statuses or rule.status(wall_us) in statuses)
        ]
        limit, token = params.get("MaxRecords") or _PAGE, params.get("NextToken")
        scope = repr(("mute rules", alarm, sorted(statuses or ())))
        try:
            rules, following = page(found, limit=limit, token=token, key=lambda rule: rule.name, scope=scope)
        except BadToken:
            raise errors.invalid_next_token() from None
        answer: Result = {"AlarmMuteRuleSummaries": [rule.summary(wall_us) for rule in rules]}
        return answer if following is None else {**answer, "NextToken": following}

    def delete_alarm_mute_rule(self, call: Call) -> Result:
        rule = self.alarms.muting.rules.pop(call.params["AlarmMuteRuleName"], None)
        if rule is not None:
            self.tags.pop(rule.arn, None)
            self.alarms.muting.look_again()
        return {}
