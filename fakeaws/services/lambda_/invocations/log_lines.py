"""What Lambda itself writes to a log, as text and as JSON.

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from fakeaws.aws.arns import partition_of
from fakeaws.simulation.clock import from_us

if TYPE_CHECKING:
    from fakeaws.services.lambda_.invocations.invocation import Invocation

#: Nobody measures it here.
MEMORY_USED_MB = 40


def time_text(epoch_us: int) -> str:
    """``2024-04-10T08:59:54.123Z``."""
    return f"{from_us(epoch_us):%Y-%m-%dT%H:%M:%S}.{epoch_us // 1000 % 1000:03d}Z"


class Durations(NamedTuple):
    """Of an invocation, in microseconds; ``init_us`` only of a cold start."""

    run_us: int
    init_us: int | None

    @property
    def milliseconds(self) -> float:
        """How long the handler ran."""
        return self.run_us / 1000

    @property
    def billed(self) -> int:
        """Whole milliseconds, at least one."""
        return max(1, -(-self.run_us // 1000))


class TextLines:
    """``LogFormat: Text``."""

    def __init__(self, invocation: Invocation, runtime: str) -> None:
        self._invocation = invocation
        self._runtime = runtime

    @property
    def _id(self) -> str:
        return self._invocation.request_id

    def init_start(self) -> str:
        """A cold start begins."""
        version, arn = _runtime_version(self._invocation, self._runtime)
        return f"INIT_START Runtime Version: {version}\tRuntime Version ARN: {arn}\n"

    def init_timed_out(self, milliseconds: float) -> str:
        """The cold start took too long."""
        return f"INIT_REPORT Init Duration: {milliseconds:.2f} ms\tPhase: init\tStatus: timeout\n"

    def start(self) -> str:
        """The handler begins."""
        return f"START RequestId: {self._id} Version: {self._invocation.version.number}\n"

    def error(self, payload: Mapping[str, Any], now_us: int) -> str:
        """An exception nobody has caught: one event."""
        text = f": {payload['errorMessage']}" if payload["errorMessage"] else ""
        trace = "".join(payload["stackTrace"])
        first = f"[ERROR] {payload['errorType']}{text}\nTraceback (most recent call last):\n{trace}"
        return first if first.endswith("\n") else first + "\n"

    def timed_out(self, seconds: float, now_us: int) -> str:
        """The handler has been stopped."""
        return f"{time_text(now_us)} {self._id} Task timed out after {seconds:.2f} seconds\n\n"

    def exited(self, message: str, now_us: int) -> str:
        """The runtime is gone."""
        return f"{message}\nRuntime.ExitError\n"

    def end(self, durations: Durations, status: str, error: str | None) -> list[str]:
        """The handler has ended."""
        told = [
            f"REPORT RequestId: {self._id}",
            f"Duration: {durations.milliseconds:.2f} ms",
            f"Billed Duration: {durations.billed} ms",
            f"Memory Size: {self._invocation.memory} MB",
            f"Max Memory Used: {MEMORY_USED_MB} MB",
        ]
        if durations.init_us is not None:
            told.append(f"Init Duration: {durations.init_us / 1000:.2f} ms")
        return [f"END RequestId: {self._id}\n", "\t".join(told) + "\t\n"]


class JsonLines(TextLines):
    """``LogFormat: JSON``."""

    def init_start(self) -> str:
        version, arn = _runtime_version(self._invocation, self._runtime)
        record = {
            "initializationType": "on-demand",
            "phase": "init",
            "runtimeVersion": version,
            "runtimeVersionArn": arn,
        }
        return self._platform("initStart", record)

    def init_timed_out(self, milliseconds: float) -> str:
        record = {
            "initializationType": "on-demand",
            "phase": "init",
            "status": "timeout",
            "metrics": {"durationMs": milliseconds},
        }
        return self._platform("initReport", record)

    def start(self) -> str:
        return self._platform("start", {"requestId": self._id, "version": self._invocation.version.number})

    def error(self, payload: Mapping[str, Any], now_us: int) -> str:
        return _line({"timestamp": time_text(now_us), "level": "ERROR", **payload})

    def timed_out(self, seconds: float, now_us: int) -> str:
        return ""

    def exited(self, message: str, now_us: int) -> str:
        return ""

    def end(self, durations: Durations, status: str, error: str | None) -> list[str]:
        metrics: dict[str, Any] = {
            "durationMs": durations.milliseconds,
            "billedDurationMs": durations.billed,
            "memorySizeMB": self._invocation.memory,
            "maxMemoryUsedMB": MEMORY_USED_MB,
        }
        if durations.init_us is not None:
            metrics["initDurationMs"] = durations.init_us / 1000
        record: dict[str, Any] = {"requestId": self._id, "metrics": metrics, "status": status}
        if error is not None:
            record["errorType"] = error
        return [self._platform("report", record)]

    def _platform(self, kind: str, record: Mapping[str, Any]) -> str:
        now_us = self._invocation.version.function.service.world.wall_us
        return _line({"time": time_text(now_us), "type": f"platform.{kind}", "record": record})


def _line(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False) + "\n"


def _runtime_version(invocation: Invocation, runtime: str) -> tuple[str, str]:
    region = invocation.version.function.service.region
    name = runtime.replace("python", "python:", 1)
    digest = hashlib.sha256(runtime.encode()).hexdigest()
    return f"{name}.v1", f"arn:{partition_of(region)}:lambda:{region}::runtime:{digest}"
