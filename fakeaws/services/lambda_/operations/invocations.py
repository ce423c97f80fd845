"""Invoke and its kin."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any

from fakeaws.aws.metrics import Datum
from fakeaws.aws.service import Call, Pending, Result
from fakeaws.errors import NotSupportedError
from fakeaws.services.lambda_.invocations.invocation import Invocation
from fakeaws.services.lambda_.invocations.payloads import PayloadLimits, bytes_of, check_client_context, check_json
from fakeaws.services.lambda_.operations.base import LambdaBase
from fakeaws.simulation.waiting import Waiter

_LOG_TAIL_BYTES = 4_096
_UNKNOWN = ("DurableExecutionName", "TenantId")


class InvocationOperations(LambdaBase):
    def invoke(self, call: Call) -> Result | Pending:
        params = call.params
        for name in _UNKNOWN:
            if params.get(name) is not None:
                raise NotSupportedError(
                    f"lambda.Invoke: {name} is not supported by fakeaws; docs/coverage.md lists what is"
                )
        kind = params.get("InvocationType") or "RequestResponse"
        payload = bytes_of(params.get("Payload"))
        PayloadLimits(self.world.config.get("lambda", {})).check(payload, kind)
        resolved = self.resolve(params["FunctionName"], params.get("Qualifier"), call)
        if kind == "DryRun":
            return {"StatusCode": 204}
        payload = payload or b"{}"
        check_json(payload)
        owner = resolved.version.function.service
        if kind == "Event":
            owner.asynchronous.accept(resolved, payload, call.request_id, call.cause)
            call.recorded = True
            return {"StatusCode": 202}
        client_context = params.get("ClientContext")
        if client_context is not None:
            check_client_context(client_context)
        invocation = Invocation(
            resolved.version,
            call.request_id,
            payload,
            invoked_arn=resolved.invoked_arn,
            client_context=client_context,
            cause=call.cause,
        )
        waiter = Waiter(self.world.simulation, f"the end of function {resolved.version.function.name}", None)
        owner.concurrency.begin(invocation, waiter.resolve)
        call.recorded = True
        return Pending(waiter, _with_log if params.get("LogType") == "Tail" else _answer)

    def invoke_async(self, call: Call) -> Result:
        payload = bytes_of(call.params["InvokeArgs"])
        PayloadLimits(self.world.config.get("lambda", {})).check(payload, "Event")
        resolved = self.resolve(call.params["FunctionName"], None, call)
        payload = payload or b"{}"
        check_json(payload)
        resolved.version.function.service.asynchronous.accept(resolved, payload, call.request_id, call.cause)
        call.recorded = True
        return {"Status": 202}

    def metrics_until(self, elapsed_us: int) -> Iterable[Datum]:
        return self.metrics.until(elapsed_us)


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
    tail = "".join(invocation.log).encode()[-_LOG_TAIL_BYTES:]
    return {**_answer(invocation), "LogResult": base64.b64encode(tail).decode()}
