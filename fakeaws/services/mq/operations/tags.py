"""CreateTags, DeleteTags, ListTags."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.aws.tags import Tags
from fakeaws.services.mq import errors
from fakeaws.services.mq.operations.base import MqBase
from fakeaws.services.mq.tagging import TagWords


class TagOperations(MqBase):
    """Tags of brokers and configurations, by their ARNs."""

    def create_tags(self, call: Call) -> Result:
        self._tags(call.params["ResourceArn"]).merge(call.params.get("Tags") or {}, TagWords())
        return {}

    def delete_tags(self, call: Call) -> Result:
        self._tags(call.params["ResourceArn"]).remove(call.params["TagKeys"], TagWords())
        return {}

    def list_tags(self, call: Call) -> Result:
        return {"Tags": dict(self._tags(call.params["ResourceArn"]))}

    def _tags(self, arn: str) -> Tags:
        id = arn.rpartition(":")[2]
        found = self.brokers.get(id) or self.configurations.get(id)
        if found is not None and found.arn == arn:
            return found.tags
        raise errors.not_found(
            f"Can't find requested resource [{arn}]. Make sure your resource exists.", "resource-arn"
        )
