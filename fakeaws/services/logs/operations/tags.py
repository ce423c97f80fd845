"""TagResource, UntagResource, ListTagsForResource; TagLogGroup, UntagLogGroup, ListTagsLogGroup."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.logs import errors, names
from fakeaws.services.logs.groups import LogGroup
from fakeaws.services.logs.operations.base import LogsBase
from fakeaws.services.logs.tagging import TagWords


class TagOperations(LogsBase):
    """Operations on the tags of log groups."""

    def tag_resource(self, call: Call) -> Result:
        group = self._tagged(call)
        group.tags.merge(call.params["tags"], TagWords(group.arn, older=False))
        return {}

    def untag_resource(self, call: Call) -> Result:
        group = self._tagged(call)
        group.tags.remove(call.params["tagKeys"], TagWords(group.arn, older=False))
        return {}

    def list_tags_for_resource(self, call: Call) -> Result:
        return {"tags": dict(self._tagged(call).tags)}

    def tag_log_group(self, call: Call) -> Result:
        group = self.group(call.params["logGroupName"])
        group.tags.merge(call.params["tags"], TagWords(group.arn, older=True))
        return {}

    def untag_log_group(self, call: Call) -> Result:
        group = self.group(call.params["logGroupName"])
        group.tags.remove(call.params["tags"], TagWords(group.arn, older=True))
        return {}

    def list_tags_log_group(self, call: Call) -> Result:
        return {"tags": dict(self.group(call.params["logGroupName"]).tags)}

    def _tagged(self, call: Call) -> LogGroup:
        arn: str = call.params["resourceArn"]
        name = names.group_in(arn, self.account, self.region)
        if name is None and not arn.startswith("arn:"):
            raise errors.invalid_parameter("The specified resource ARN is invalid.")
        group = self.groups.get(name) if name is not None else None
        if group is None:
            raise errors.not_found("resource")
        return group
