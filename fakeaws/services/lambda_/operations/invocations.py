"""Invoke and its kin."""

from __future__ import annotations

from typing import Any

from fakeaws.aws.service import Call, Pending, Result
from fakeaws.services.lambda_ import access
from fakeaws.services.lambda_.invocations.invocation import Invocation
from fakeaws.services.lambda_.invocations.running import Running
from fakeaws.services.lambda_.operations.base import LambdaBase
from fakeaws.simulation.waiting import Waiter


class InvocationOperations(LambdaBase):
    def invoke(self, call: Call) -> Result | Pending:
        resolved = self.resolve(call.params["FunctionName"], call.params.get("Qualifier"), call)
        access.check_invoke(call, resolved)
        version = resolved.version
        invocation = Invocation(
            version,
            call.request_id,
            _bytes_of(call.params.get("Payload")) or b"{}",
            invoked_arn=resolved.invoked_arn,
            client_context=call.params.get("ClientContext"),
            cause=call.cause,
        )
        call.recorded = True
        waiter = Waiter(self.world.simulation, f"the end of function {version.function.name}", None)
        Running(invocation, waiter.resolve).begin()
        return Pending(waiter, self._answer)

    def _answer(self, invocation: Invocation) -> Result:
        answer: Result = {
            "StatusCode": 200,
            "ExecutedVersion": invocation.version.number,
            "Payload": invocation.answer,
        }
        if invocation.failed:
            answer["FunctionError"] = "Unhandled"
        return answer


def _bytes_of(payload: Any) -> bytes:
    """The bytes of a blob as boto3 takes it: bytes, text, or a file."""
    if payload is None:
        return b""
    if hasattr(payload, "read"):
        payload = payload.read()
    return payload.encode() if isinstance(payload, str) else bytes(payload)
