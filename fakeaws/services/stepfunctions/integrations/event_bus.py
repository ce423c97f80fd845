"""events:putEvents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.aws.service import Result
from fakeaws.services.stepfunctions.integrations.services import ServiceCall
from fakeaws.services.stepfunctions.language.json_text import write_json

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt


class PutEvents(ServiceCall):
    """Each event names the execution and its machine; one refused entry fails the task, though the others were sent."""

    def __init__(self) -> None:
        super().__init__("events", "PutEvents", enveloped=False)

    def params(self, attempt: Attempt) -> dict[str, Any]:
        params = super().params(attempt)
        execution = attempt.visit.execution
        for entry in params.get("Entries", ()):
            entry["Resources"] = [*entry.get("Resources", ()), execution.arn, execution.state_machine.arn]
        return params

    def failure(self, answer: Result, attempt: Attempt) -> tuple[str, str] | None:
        if not answer["FailedEntryCount"]:
            return None
        return "EventBridge.FailedEntry", write_json(self.shown(answer, attempt))
