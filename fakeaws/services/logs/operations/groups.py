"""CreateLogGroup, DeleteLogGroup, DescribeLogGroups, ListLogGroups, PutLogGroupDeletionProtection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import attrgetter
from typing import Any

from fakeaws.aws.service import Call, Result
from fakeaws.aws.tags import Tags
from fakeaws.errors import NotSupportedError
from fakeaws.services.logs import errors, limits, names
from fakeaws.services.logs.groups import STANDARD, LogGroup
from fakeaws.services.logs.operations.base import LogsBase, listed
from fakeaws.services.logs.tagging import TagWords

_by_name = attrgetter("name")


class GroupOperations(LogsBase):
    """Operations on log groups."""

    def create_log_group(self, call: Call) -> Result:
        params = call.params
        name: str = params["logGroupName"]
        if name in self.groups:
            raise errors.already_exists("log group")
        if len(self.groups) >= limits.GROUPS:
            raise errors.limit_exceeded()
        group = LogGroup(name, self.account, self.region, self.now_ms)
        group.tags = Tags.of(params.get("tags") or {}, TagWords(group.arn, older=True))
        group.kms_key = params.get("kmsKeyId")
        group.log_class = params.get("logGroupClass") or STANDARD
        group.protected = bool(params.get("deletionProtectionEnabled"))
        self.groups[name] = group
        return {}

    def delete_log_group(self, call: Call) -> Result:
        group = self.group(call.params["logGroupName"])
        if group.protected:
            raise errors.validation("The log group cannot be deleted because deletion protection is enabled.")
        del self.groups[group.name]
        self.policies.forget(group.arn)
        return {}

    def put_log_group_deletion_protection(self, call: Call) -> Result:
        name = names.group_identified(call.params["logGroupIdentifier"], self.account, self.region)
        self.group(name).protected = call.params["deletionProtectionEnabled"]
        return {}

    def describe_log_groups(self, call: Call) -> Result:
        params = call.params
        if params.get("logGroupNamePrefix") is not None and params.get("logGroupNamePattern") is not None:
            raise errors.invalid_parameter(
                "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters."
            )
        groups = [group for group in self._of_accounts(params) if _is_described(group, params)]
        if params.get("logGroupIdentifiers") is not None:
            wanted = {names.group_identified(each, self.account, self.region) for each in params["logGroupIdentifiers"]}
            groups = [group for group in groups if group.name in wanted]
        for group in groups:
            group.expire(self.now_ms)
        return listed(groups, params, "logGroups", key=_by_name, shown=LogGroup.shown, scope="DescribeLogGroups")

    def list_log_groups(self, call: Call) -> Result:
        params = call.params
        for name in ("dataSources", "fieldIndexNames"):
            if params.get(name) is not None:
                raise NotSupportedError(f"logs.ListLogGroups: fakeaws does not filter by {name}")
        groups = [group for group in self._of_accounts(params) if _is_listed(group, params)]
        return listed(
            groups,
            params,
            "logGroups",
            key=_by_name,
            shown=LogGroup.summary,
            scope="ListLogGroups",
            limit=limits.PAGE,
        )

    def _of_accounts(self, params: Mapping[str, Any]) -> Iterator[LogGroup]:
        """Without monitoring accounts, nobody sees another account's groups."""
        if not params.get("accountIdentifiers") or self.account in params["accountIdentifiers"]:
            yield from self.groups.values()


def _is_described(group: LogGroup, params: Mapping[str, Any]) -> bool:
    wanted = params.get("logGroupClass")
    return (
        group.name.startswith(params.get("logGroupNamePrefix") or "")
        and (params.get("logGroupNamePattern") or "") in group.name
        and (wanted is None or wanted == group.log_class)
    )


def _is_listed(group: LogGroup, params: Mapping[str, Any]) -> bool:
    patterns: list[str] = (params.get("logGroupNamePattern") or "").split("|")
    wanted = params.get("logGroupClass")
    return (
        any(group.name.startswith(each[1:]) if each.startswith("^") else each in group.name for each in patterns)
        and (wanted is None or wanted == group.log_class)
        and all(_has_tag(group, each["key"], each.get("values") or ()) for each in params.get("logGroupTags") or ())
    )


def _has_tag(group: LogGroup, key: str, values: Any) -> bool:
    """Values may begin with ``!`` for any other, and begin or end with ``*``."""
    value = group.tags.get(key)
    if value is None:
        return False
    if not values:
        return True
    return any(not _fits(value, each[1:]) if each.startswith("!") else _fits(value, each) for each in values)


def _fits(value: str, pattern: str) -> bool:
    inner = pattern.removeprefix("*")
    before = inner != pattern
    core = inner.removesuffix("*")
    after = core != inner
    if before and after:
        return core in value
    if before:
        return value.endswith(core)
    return value.startswith(core) if after else value == core
