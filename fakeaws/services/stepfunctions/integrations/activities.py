"""Tasks whose resource is an activity's ARN: workers fetch them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.errors import activity_is_missing
from fakeaws.services.stepfunctions.integrations.integration import Integration
from fakeaws.services.stepfunctions.language.errors import runtime_error
from fakeaws.services.stepfunctions.names import ACTIVITY, read_arn

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.engine import Engine
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt


class Activities:
    """A task waits in its activity's queue until GetActivityTask; ``attempt.job`` is the queue."""

    def start(self, attempt: Attempt) -> None:
        attempt.job = attempt.engine.service.activity(attempt.resource.arn).tasks
        attempt.job.put(attempt)

    def cancel(self, attempt: Attempt) -> None:
        attempt.job.forget(attempt)


ACTIVITIES: Integration = Activities()


def activities(engine: Engine, arn: str) -> Integration:
    """The integration; an activity that is not there fails the state before anything is scheduled."""
    if engine.service.activity_or_none(read_arn(arn, ACTIVITY)) is None:
        raise runtime_error(activity_is_missing(arn))
    return ACTIVITIES
