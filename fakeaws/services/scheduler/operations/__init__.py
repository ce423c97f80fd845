"""EventBridge Scheduler: one method per API operation, in one module for each group of them."""

from __future__ import annotations

from fakeaws.services.scheduler.operations.groups import GroupOperations
from fakeaws.services.scheduler.operations.schedules import ScheduleOperations
from fakeaws.services.scheduler.operations.tags import TagOperations


class Scheduler(ScheduleOperations, GroupOperations, TagOperations):
    """EventBridge Scheduler in one account and region."""


SERVICE = Scheduler
