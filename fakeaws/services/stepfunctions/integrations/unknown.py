"""Resources that Step Functions has and that nothing here can call: only ``mock_task`` can stand in for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.integrations.calls import unanswered
from fakeaws.services.stepfunctions.integrations.integration import Integration

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt


class Unknown:
    """Clusters of other makers, and operations that the installed botocore does not know."""

    def start(self, attempt: Attempt) -> None:
        attempt.started()
        unanswered(attempt, f"Neither fakeaws nor the installed botocore can call {attempt.resource.arn}")

    def cancel(self, attempt: Attempt) -> None:
        """Nothing was begun."""


UNKNOWN: Integration = Unknown()
