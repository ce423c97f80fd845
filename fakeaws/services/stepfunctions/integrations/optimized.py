"""The optimized integrations with services that fakeaws has."""

from __future__ import annotations

from typing import Final

from fakeaws.services.stepfunctions.integrations.event_bus import PutEvents
from fakeaws.services.stepfunctions.integrations.functions import InvokeFunction
from fakeaws.services.stepfunctions.integrations.integration import Integration
from fakeaws.services.stepfunctions.integrations.jobs import SubmitJob
from fakeaws.services.stepfunctions.integrations.nested import StartExecution
from fakeaws.services.stepfunctions.integrations.queues import SendMessage
from fakeaws.services.stepfunctions.integrations.services import ServiceCall

#: By service and action of the resource.
OPTIMIZED: Final[dict[tuple[str, str], Integration]] = {
    ("batch", "submitJob"): SubmitJob(),
    ("events", "putEvents"): PutEvents(),
    ("lambda", "invoke"): InvokeFunction(),
    ("sns", "publish"): ServiceCall("sns", "Publish", need_required=False),
    ("sqs", "sendMessage"): SendMessage(),
    ("states", "startExecution"): StartExecution(),
}
