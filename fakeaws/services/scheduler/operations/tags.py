"""TagResource, UntagResource, ListTagsForResource: of groups, for schedules have no tags."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.aws.tags import tags_from_list
from fakeaws.services.scheduler import errors
from fakeaws.services.scheduler.groups import ScheduleGroup
from fakeaws.services.scheduler.names import group_in
from fakeaws.services.scheduler.operations.base import SchedulerBase
from fakeaws.services.scheduler.tagging import TagWords


class TagOperations(SchedulerBase):
    """Operations on tags."""

    def tag_resource(self, call: Call) -> Result:
        self._tagged(call).tags.merge(tags_from_list(call.params["Tags"]), TagWords())
        return {}

    def untag_resource(self, call: Call) -> Result:
        self._tagged(call).tags.remove(call.params["TagKeys"], TagWords())
        return {}

    def list_tags_for_resource(self, call: Call) -> Result:
        return {"Tags": self._tagged(call).tags.as_list()}

    def _tagged(self, call: Call) -> ScheduleGroup:
        arn: str = call.params["ResourceArn"]
        name = group_in(arn, self.account, self.region)
        if name is None:
            raise errors.no_group(arn.rpartition("/")[2])
        return self.group(name)
