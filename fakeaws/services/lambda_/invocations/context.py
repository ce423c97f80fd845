"""The second argument of a handler."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fakeaws.services.lambda_.invocations.invocation import Invocation


class LambdaContext:
    """What AWS's Python runtime gives a handler as ``context``.

    https://docs.aws.amazon.com/lambda/latest/dg/python-context.html
    """

    def __init__(self, invocation: Invocation) -> None:
        version = invocation.version
        self._invocation = invocation
        self.aws_request_id = invocation.request_id
        self.function_name = version.function.name
        self.function_version = version.number
        self.invoked_function_arn = invocation.invoked_arn
        self.memory_limit_in_mb = str(version.configuration.memory)

    def get_remaining_time_in_millis(self) -> int:
        """Virtual milliseconds until the function's timeout."""
        world = self._invocation.version.function.service.world
        return max(0, (self._invocation.deadline_us - world.now_us) // 1000)
