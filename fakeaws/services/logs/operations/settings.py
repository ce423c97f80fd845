"""PutRetentionPolicy, DeleteRetentionPolicy, AssociateKmsKey, DisassociateKmsKey."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.logs import errors, limits, names
from fakeaws.services.logs.groups import LogGroup
from fakeaws.services.logs.operations.base import LogsBase

_QUERY_RESULTS = ":query-result:*"


class SettingOperations(LogsBase):
    """Operations on what a log group does with its events."""

    def put_retention_policy(self, call: Call) -> Result:
        days: int = call.params["retentionInDays"]
        if days not in limits.RETENTION_DAYS:
            raise errors.invalid_parameter(
                f"Invalid retention value. Valid values are: [{', '.join(map(str, limits.RETENTION_DAYS))}]"
            )
        self._retain(self.group(call.params["logGroupName"]), days)
        return {}

    def delete_retention_policy(self, call: Call) -> Result:
        self._retain(self.group(call.params["logGroupName"]), None)
        return {}

    def associate_kms_key(self, call: Call) -> Result:
        self._encrypt(call, call.params["kmsKeyId"])
        return {}

    def disassociate_kms_key(self, call: Call) -> Result:
        self._encrypt(call, None)
        return {}

    def _retain(self, group: LogGroup, days: int | None) -> None:
        group.expire(self.now_ms)  # what has expired by the old policy does not come back
        group.retention_days = days

    def _encrypt(self, call: Call, key: str | None) -> None:
        name, resource = call.params.get("logGroupName"), call.params.get("resourceIdentifier")
        if (name is None) is (resource is None):
            raise errors.invalid_parameter("Exactly one of logGroupName and resourceIdentifier must be specified.")
        if resource is not None and resource.startswith("arn:") and resource.endswith(_QUERY_RESULTS):
            self.query_key = key
            return
        if resource is not None:
            name = names.group_in(resource, self.account, self.region)
            if name is None:
                raise errors.not_found("log group")
        self.group(str(name)).kms_key = key
