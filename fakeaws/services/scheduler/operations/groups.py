"""CreateScheduleGroup, GetScheduleGroup, DeleteScheduleGroup, ListScheduleGroups."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.aws.tags import Tags, tags_from_list
from fakeaws.services.scheduler import errors, limits
from fakeaws.services.scheduler.groups import ScheduleGroup
from fakeaws.services.scheduler.names import DEFAULT_GROUP
from fakeaws.services.scheduler.operations.base import SchedulerBase
from fakeaws.services.scheduler.tagging import TagWords


class GroupOperations(SchedulerBase):
    """Operations on schedule groups."""

    def create_schedule_group(self, call: Call) -> Result:
        earlier = self.tokens.earlier(call)
        if earlier is not None:
            return earlier
        name = call.params["Name"]
        tags = Tags.of(tags_from_list(call.params.get("Tags") or ()), TagWords())
        if name in self.groups:
            raise errors.conflict(f"Schedule group {name} already exists.")
        if len(self.groups) >= limits.GROUPS:
            raise errors.quota_exceeded("The maximum number of schedule groups was reached.")
        group = self.groups[name] = self.new_group(name, tags)
        return self.tokens.remember(call, {"ScheduleGroupArn": group.arn})

    def get_schedule_group(self, call: Call) -> Result:
        return self.group(call.params["Name"]).described()

    def delete_schedule_group(self, call: Call) -> Result:
        """Its schedules are gone at once; the group shows for five seconds that it is being deleted."""
        earlier = self.tokens.earlier(call)
        if earlier is not None:
            return earlier
        name = call.params["Name"]
        if name == DEFAULT_GROUP:
            raise errors.validation("The default schedule group cannot be deleted.")
        group = self.group(name)
        if group.deleting:
            raise errors.conflict(f"Schedule group {name} is being deleted.")
        for schedule in [each for each in self.schedules.values() if each.group is group]:
            self.remove(schedule)
        group.deleting = True
        group.modified_us = self.world.wall_us
        self.world.simulation.at(self.world.now_us + limits.GROUP_DELETION_US, self._forget, group)
        return self.tokens.remember(call, {})

    def list_schedule_groups(self, call: Call) -> Result:
        prefix = call.params.get("NamePrefix") or ""
        found = [group for group in self.groups.values() if group.name.startswith(prefix)]
        return self.listed(found, call.params, "ScheduleGroups", key=_name, shown=ScheduleGroup.described)

    def _forget(self, group: ScheduleGroup) -> None:
        del self.groups[group.name]

    def under_way(self) -> list[str]:
        deleting = [f"scheduler deletes group {group.name}" for group in self.groups.values() if group.deleting]
        return super().under_way() + deleting


def _name(group: ScheduleGroup) -> str:
    return group.name
