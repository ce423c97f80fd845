"""The wire path: an answer as bytes, in the service's protocol, with the planned fault of this attempt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Call, Result
from fakeaws.intercept.crashes import maybe_crash, maybe_crash_async

if TYPE_CHECKING:
    from fakeaws.planned import CallFault
    from fakeaws.wire.answers import WireAnswer
    from fakeaws.world import World


class Exchange:
    """One API call on the wire path. botocore may send it several times: each attempt is a call of its own.

    ``refusal`` is the answer to the first attempt, if the fast path got it already.
    """

    __slots__ = ("_attempts", "_read_timeout_us", "_refusal", "call", "credentials", "headers", "is_async", "world")

    def __init__(
        self,
        world: World,
        call: Call | None,
        *,
        is_async: bool,
        credentials: Any,
        read_timeout: float = 60,
        refusal: AwsError | None = None,
    ) -> None:
        self.world = world
        self.call = call
        self.is_async = is_async
        self.credentials = credentials
        #: The headers that the current attempt was sent with.
        self.headers: Mapping[str, Any] = {}
        self._refusal = refusal
        self._attempts = 0
        self._read_timeout_us = round(read_timeout * 1_000_000)

    def answer(self, url: str) -> Any:
        """The answer to this attempt, for botocore."""
        from fakeaws.wire.botocore_answer import to_botocore

        call = self._attempt()
        if self._refusal is not None:
            return to_botocore(self._first_refusal(call), url)
        if self.world.latency_us:
            self.world.simulation.sleep(self.world.latency_us)
        fault = self.world.faults.next_for(call)
        if fault is not None:
            if fault.slow_us:
                self._sleep(fault.slow_us, url)
            early = self._refused(call, fault)
            if early is not None:
                return to_botocore(early, url)
        try:
            result = self.world.router.call(call)
        except AwsError as error:
            wire = _encoded_error(call, error)
        else:
            if self.world.faults.crashes:
                maybe_crash(call, result)
            wire = _encoded(call, result)
        self._maybe_lose(fault, call, url)
        return to_botocore(wire, url)

    async def answer_async(self, url: str) -> Any:
        """The answer to this attempt, for aiobotocore."""
        from fakeaws.wire.botocore_answer import to_aiobotocore

        call = self._attempt()
        if self._refusal is not None:
            return to_aiobotocore(self._first_refusal(call), url)
        if self.world.latency_us:
            await _sleep_async(self.world.latency_us)
        fault = self.world.faults.next_for(call)
        if fault is not None:
            if fault.slow_us:
                await self._sleep_async(fault.slow_us, url)
            early = self._refused(call, fault)
            if early is not None:
                return to_aiobotocore(early, url)
        try:
            result = await self.world.router.call_async(call)
        except AwsError as error:
            wire = _encoded_error(call, error)
        else:
            if self.world.faults.crashes:
                await maybe_crash_async(call, result)
            wire = _encoded(call, result)
        self._maybe_lose(fault, call, url)
        return to_aiobotocore(wire, url)

    def _attempt(self) -> Call:
        first = self.call
        assert first is not None
        self._attempts += 1
        if self._attempts == 1:
            first.headers = self.headers
            return first
        return Call(
            first.world,
            first.service,
            first.operation,
            first.params,
            region=first.region,
            caller=first.caller,
            request_id=first.world.new_request_id(),
            model=first.model,
            headers=self.headers,
        )

    def _first_refusal(self, call: Call) -> WireAnswer:
        error, self._refusal = self._refusal, None
        assert error is not None
        return _encoded_error(call, error)

    def _refused(self, call: Call, fault: CallFault) -> WireAnswer | None:
        error = fault.error_for(call)
        if error is None:
            return None
        self.world.timeline.add(call.service, call.operation, "", error.code, details={"fault": fault.kind})
        return _encoded_error(call, error)

    def _maybe_lose(self, fault: CallFault | None, call: Call, url: str) -> None:
        if fault is not None and fault.loses_reply:
            from botocore.exceptions import ConnectionClosedError

            self.world.timeline.add(call.service, call.operation, "", "reply lost", details={"fault": fault.kind})
            raise ConnectionClosedError(endpoint_url=url)

    def _sleep(self, delta_us: int, url: str) -> None:
        limit = self._read_timeout_us
        self.world.simulation.sleep(min(delta_us, limit))
        self._check_timeout(delta_us, limit, url)

    async def _sleep_async(self, delta_us: int, url: str) -> None:
        limit = self._read_timeout_us
        await _sleep_async(min(delta_us, limit))
        self._check_timeout(delta_us, limit, url)

    @staticmethod
    def _check_timeout(delta_us: int, limit_us: int, url: str) -> None:
        if delta_us >= limit_us:
            from botocore.exceptions import ReadTimeoutError

            raise ReadTimeoutError(endpoint_url=url)


async def _sleep_async(delta_us: int) -> None:
    import asyncio

    await asyncio.sleep(delta_us / 1e6)


def _encoded(call: Call, result: Result) -> WireAnswer:
    from fakeaws.wire.encode import encode_result

    wire = encode_result(call.model, result, request_id=call.request_id)
    if not call.model.has_streaming_output:
        # Response metadata shows headers: the fast path, which has no body, could not tell its length.
        wire.headers.pop("Content-Length", None)
    return wire


def _encoded_error(call: Call, error: AwsError) -> WireAnswer:
    from fakeaws.wire.encode import encode_error

    wire = encode_error(
        call.model,
        code=error.code,
        message=error.message_in(call.model.service_model.resolved_protocol),
        status=error.status,
        fault=error.fault,
        query_code=error.query_code,
        fields=error.fields,
        request_id=call.request_id,
    )
    wire.headers.pop("Content-Length", None)
    return wire
