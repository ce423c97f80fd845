"""sqs:sendMessage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fakeaws.services.stepfunctions.integrations.services import ServiceCall

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt

_HOST = re.compile(r"(?:sqs(?:-fips)?\.[a-z0-9-]+|(?:[a-z0-9-]+\.)?queue)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)")


class SendMessage(ServiceCall):
    """The URL is where the request goes: on another host there is no SQS."""

    def __init__(self) -> None:
        super().__init__("sqs", "SendMessage", drop_unknown=True, need_required=False)

    def start(self, attempt: Attempt) -> None:
        host = urlsplit(attempt.job.get("QueueUrl", "")).hostname
        if host is None or _HOST.fullmatch(host):
            super().start(attempt)
        else:
            attempt.started()
            cause = f"Unable to execute HTTP request: {host}: Name or service not known"
            self.refuse(attempt, "SQS.SdkClientException", cause)
