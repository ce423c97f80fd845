"""Tasks whose resource is an activity's ARN: workers fetch them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.errors import activity_is_missing
from fakeaws.services.stepfunctions.integrations.integration import Integration
from fakeaws.services.stepfunctions.language.errors import runtime_error

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.engine import Engine
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt


class Activities:
    """A task waits in its activity's queue until GetActivityTask; ``attempt.job`` is the queue."""

    def start(self, attempt: Attempt) -> None:
        activity = attempt.engine.service.activity_of(attempt.resource.arn)
        assert activity is not None
        attempt.job = activity.tasks
        activity.tasks.put(attempt)

    def cancel(self, attempt: Attempt) -> None:
        attempt.job.forget(attempt)


ACTIVITIES: Integration = Activities()


def activities(engine: Engine, arn: str) -> Integration:
    """The integration; an activity that is not there fails the state before anything is scheduled."""
    if engine.service.activity_of(arn) is None:
        raise runtime_error(activity_is_missing(arn))
    return ACTIVITIES
