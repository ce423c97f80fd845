"""Invoke and its kin."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any

from fakeaws.aws.metrics import Datum
from fakeaws.aws.service import Call, Pending, Result
from fakeaws.aws.trace_header import traced_by
from fakeaws.errors import NotSupportedError
from fakeaws.services.lambda_ import access
from fakeaws.services.lambda_.invocations.invocation import Invocation
from fakeaws.services.lambda_.invocations.payloads import PayloadLimits, bytes_of, check_client_context, check_json
from fakeaws.services.lambda_.invocations.recursion import Chain, stopped
from fakeaws.services.lambda_.operations.base import LambdaBase, Resolved
from fakeaws.simulation.waiting import Waiter

_UNKNOWN = ("DurableExecutionName", "TenantId")


class InvocationOperations(LambdaBase):
    def invoke(self, call: Call) -> Result | Pending:
        params = call.params
        kind = params.get("InvocationType") or "RequestResponse"
        payload, resolved = self._checked(call, kind, params.get("Payload"))
        if kind == "DryRun":
            return {"StatusCode": 204}
        if kind == "Event":
            self._accept(call, resolved, payload)
            return {"StatusCode": 202}
        return Pending(self._begun(call, resolved, payload), _with_log if params.get("LogType") == "Tail" else _answer)

    def invoke_with_response_stream(self, call: Call) -> Result | Pending:
        params = call.params
        kind = params.get("InvocationType") or "RequestResponse"
        payload, resolved = self._checked(call, kind, params.get("Payload"))
        if kind == "DryRun":
            return {"StatusCode": 204}
        finish = _streamed_with_log if params.get("LogType") == "Tail" else _streamed
        return Pending(self._begun(call, resolved, payload), finish)

    def invoke_async(self, call: Call) -> Result:
        payload, resolved = self._checked(call, "Event", call.params["InvokeArgs"])
        self._accept(call, resolved, payload)
        return {"Status": 202}

    def metrics_until(self, elapsed_us: int) -> Iterable[Datum]:
        return self.metrics.until(elapsed_us)

    def _checked(self, call: Call, kind: str, given: Any) -> tuple[bytes, Resolved]:
        """The payload and what it is for; raises AWS's errors."""
        params = call.params
        for name in _UNKNOWN:
            if params.get(name) is not None:
                raise NotSupportedError(
                    f"lambda.{call.operation}: {name} is not supported by fakeaws; docs/coverage.md lists what is"
                )
        payload = bytes_of(given)
        PayloadLimits(self.world.config.get("lambda", {})).check(payload, kind)
        resolved = self.resolve(params["FunctionName"], params.get("Qualifier"), call)
        access.check_invoke(call, resolved)
        payload = payload or b"{}"
        if kind != "DryRun":
            check_json(payload)
        return payload, resolved

    def _accept(self, call: Call, resolved: Resolved, payload: bytes) -> None:
        service = resolved.version.function.service
        service.asynchronous.accept(resolved, payload, call.request_id, call.cause, traced_by(call.headers))
        call.recorded = True

    def _begun(self, call: Call, resolved: Resolved, payload: bytes) -> Waiter:
        """Begin to run it; the invocation is what the waiter waits for."""
        client_context = call.params.get("ClientContext")
        if client_context is not None:
            check_client_context(client_context)
        version = resolved.version
        function = version.function
        chain = Chain(traced_by(call.headers))
        if chain.is_over(function) and function.recursive_loop != "Allow":
            function.service.metrics.note("RecursiveInvocationsDropped", resolved.invoked_arn)
            raise stopped()
        invocation = Invocation(
            version,
            call.request_id,
            payload,
            invoked_arn=resolved.invoked_arn,
            client_context=client_context,
            cause=call.cause,
        )
        invocation.trace_header = chain.header(function, call.request_id, self.world.wall_us)
        waiter = Waiter(self.world.simulation, f"the end of function {function.name}", None)
        function.service.concurrency.begin(invocation, waiter.resolve)
        call.recorded = True
        return waiter


def _answer(invocation: Invocation) -> Result:
    answer: dict[str, Any] = {
        "StatusCode": 200,
        "ExecutedVersion": invocation.version.number,
        "Payload": invocation.answer,
    }
    if invocation.failed:
        answer["FunctionError"] = "Unhandled"
    return answer


def _with_log(invocation: Invocation) -> Result:
    return {**_answer(invocation), "LogResult": _log_tail(invocation)}


def _streamed(invocation: Invocation) -> Result:
    """The answer in one piece; an error ends the stream."""
    complete: dict[str, Any] = {}
    events: list[dict[str, Any]] = []
    if invocation.failed:
        complete = {"ErrorCode": "Unhandled", "ErrorDetails": invocation.answer.decode()}
    else:
        events.append({"PayloadChunk": {"Payload": invocation.answer}})
    events.append({"InvokeComplete": complete})
    return {"StatusCode": 200, "ExecutedVersion": invocation.version.number, "EventStream": events}


def _streamed_with_log(invocation: Invocation) -> Result:
    answer = _streamed(invocation)
    answer["EventStream"][-1]["InvokeComplete"]["LogResult"] = _log_tail(invocation)
    return answer


def _log_tail(invocation: Invocation) -> str:
    return base64.b64encode(invocation.log_tail()).decode()
