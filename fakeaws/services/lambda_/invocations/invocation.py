"""One run of a function with one event."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Literal, TypeAlias

from fakeaws.services.lambda_.invocations.log import InvocationLog

if TYPE_CHECKING:
    from fakeaws.services.lambda_.environments.environment import Environment
    from fakeaws.services.lambda_.functions import Version

Outcome: TypeAlias = Literal["succeeded", "failed", "timed-out"]


class Invocation:
    """Times ending in ``_us`` are microseconds of the world's elapsed time.

    ``payload``: the event as JSON; ``invoked_arn``: the function's ARN as the caller named it; ``cause``: the timeline's
    number of the record that led to it. While it runs ``outcome`` is ``None``; then ``answer`` is what the function
    returned, or the error object, as JSON.
    """

    def __init__(
        self,
        version: Version,
        request_id: str,
        payload: bytes,
        *,
        invoked_arn: str,
        client_context: str | None = None,
        cause: int | None = None,
    ) -> None:
        self.version = version
        self.request_id = request_id
        self.payload = payload
        self.invoked_arn = invoked_arn
        self.client_context = client_context
        self.cause = cause
        #: The timeline's number of its beginning.
        self.record: int | None = None
        #: While it runs.
        self.environment: Environment | None = None
        self.began_us = 0
        #: When its handler began: later than itself after a slow cold start. The timeout counts from there on.
        self.handling_us = 0
        self.ended_us: int | None = None
        self.outcome: Outcome | None = None
        self.answer = b""
        #: The type of the error that it failed with.
        self.error_type: str | None = None
        self.log = InvocationLog(version.function.service.world)
        #: Seconds and MB, as configured when it began.
        self.timeout = version.configuration.timeout
        self.memory = version.configuration.memory
        #: What the function finds as ``_X_AMZN_TRACE_ID``, and boto3 passes on with each call.
        self.trace_header = _trace_header(request_id, version.function.service.world.wall_us)

    @property
    def deadline_us(self) -> int:
        """When it times out."""
        return self.handling_us + self.timeout * 1_000_000

    def log_tail(self) -> bytes:
        """The last 4,096 bytes of the log, as ``LogType="Tail"`` asks for."""
        return self.log.tail()

    @property
    def failed(self) -> bool:
        """Whether it ended with a function error."""
        return self.outcome is not None and self.outcome != "succeeded"


def _trace_header(request_id: str, wall_us: int) -> str:
    digest = hashlib.sha256(request_id.encode()).hexdigest()
    return f"Root=1-{wall_us // 1_000_000:08x}-{digest[:24]};Parent={digest[24:40]};Sampled=0"
