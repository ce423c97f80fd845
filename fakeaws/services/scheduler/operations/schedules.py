"""CreateSchedule, GetSchedule, UpdateSchedule, DeleteSchedule, ListSchedules."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.scheduler import errors, limits
from fakeaws.services.scheduler.definition import Definition
from fakeaws.services.scheduler.names import DEFAULT_GROUP
from fakeaws.services.scheduler.operations.base import SchedulerBase
from fakeaws.services.scheduler.schedules import Schedule


class ScheduleOperations(SchedulerBase):
    """Operations on schedules."""

    def create_schedule(self, call: Call) -> Result:
        earlier = self.tokens.earlier(call)
        if earlier is not None:
            return earlier
        name, group_name = call.params["Name"], call.params.get("GroupName") or DEFAULT_GROUP
        now_us = self.world.wall_us
        definition = Definition(call.params, self.account, now_us)
        group = self.group(group_name)
        if group.deleting:
            raise errors.conflict(f"Schedule group {group_name} is being deleted.")
        if (group_name, name) in self.schedules:
            raise errors.conflict(f"Schedule {name} already exists.")
        if len(self.schedules) >= limits.SCHEDULES:
            raise errors.quota_exceeded("The maximum number of schedules was reached.")
        schedule = Schedule(name, group, self.arn_of(f"schedule/{group_name}/{name}"), definition, now_us)
        self.schedules[group_name, name] = schedule
        self.invocations.plan(schedule)
        return self.tokens.remember(call, {"ScheduleArn": schedule.arn})

    def get_schedule(self, call: Call) -> Result:
        return self.schedule(call.params).described()

    def update_schedule(self, call: Call) -> Result:
        earlier = self.tokens.earlier(call)
        if earlier is not None:
            return earlier
        definition = Definition(call.params, self.account, self.world.wall_us)
        schedule = self.schedule(call.params)
        schedule.update(definition, self.world.wall_us)
        self.invocations.plan(schedule)
        return self.tokens.remember(call, {"ScheduleArn": schedule.arn})

    def delete_schedule(self, call: Call) -> Result:
        earlier = self.tokens.earlier(call)
        if earlier is not None:
            return earlier
        self.remove(self.schedule(call.params))
        return self.tokens.remember(call, {})

    def list_schedules(self, call: Call) -> Result:
        params = call.params
        group, prefix, state = params.get("GroupName"), params.get("NamePrefix") or "", params.get("State")
        if group is not None:
            self.group(group)
        found = [
            schedule
            for schedule in self.schedules.values()
            if (group is None or schedule.group.name == group)
            and schedule.name.startswith(prefix)
            and (state is None or schedule.definition.settings["State"] == state)
        ]
        return self.listed(found, params, "Schedules", key=_place, shown=Schedule.summary)


def _place(schedule: Schedule) -> tuple[str, str]:
    return schedule.group.name, schedule.name
