"""Retry strategies."""

from __future__ import annotations

import sys
import time
from typing import Any

import pytest

from fakeaws import World
from tests.services.batch.support import definition, described, furnished, status, submit


@pytest.fixture
def ready(aws: World, batch: Any) -> None:
    furnished(aws, batch)
    definition(batch)


def attempts(aws: World, batch: Any, code: int, *rules: dict[str, str], most: int = 3) -> int:
    """How many a job has that always exits with the code."""
    aws.batch.register(lambda: sys.exit(code))
    strategy: dict[str, Any] = {"attempts": most}
    if rules:
        strategy["evaluateOnExit"] = list(rules)
    id = submit(batch, retryStrategy=strategy)
    aws.clock.run_until_idle()
    shown = described(batch, id)
    assert shown["status"] == "FAILED"
    assert shown["retryStrategy"] == {"attempts": most, "evaluateOnExit": list(rules)}
    return len(shown["attempts"])


def rule(action: str, **on: str) -> dict[str, str]:
    return {"action": action, **on}


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize(
    ("code", "rules", "expected"),
    [
        (1, [], 3),
        (1, [rule("EXIT", onExitCode="1")], 1),
        (1, [rule("exit", onExitCode="1")], 1),
        (1, [rule("EXIT", onExitCode="2")], 3),
        (12, [rule("EXIT", onExitCode="1")], 3),
        (12, [rule("EXIT", onExitCode="1*")], 1),
        (1, [rule("RETRY", onExitCode="1"), rule("EXIT", onReason="*")], 3),
        (2, [rule("RETRY", onExitCode="1"), rule("EXIT", onExitCode="*")], 1),
        (1, [rule("EXIT", onStatusReason="Essential*")], 1),
        (1, [rule("EXIT", onStatusReason="Essential")], 3),
        (1, [rule("EXIT", onStatusReason="essential*")], 3),
        (1, [rule("EXIT", onStatusReason="Essential*", onExitCode="2")], 3),
        (1, [rule("EXIT", onStatusReason="Essential*", onExitCode="1")], 1),
        (1, [rule("EXIT", onReason="Out*")], 3),
    ],
)
def test_evaluate_on_exit(aws: World, batch: Any, code: int, rules: list[dict[str, str]], expected: int) -> None:
    assert attempts(aws, batch, code, *rules) == expected


@pytest.mark.usefixtures("ready")
def test_a_retry_is_runnable_again_and_starts_anew(aws: World, batch: Any) -> None:
    aws.batch.register(lambda job: sys.exit(0 if job.attempt == 3 else 7))
    id = submit(batch, retryStrategy={"attempts": 5})
    aws.clock.run_until(lambda: described(batch, id)["attempts"], within=600)
    between = described(batch, id)
    assert (between["status"], between["statusReason"]) == ("RUNNABLE", "Essential container in task exited")
    assert between["container"]["exitCode"] == 7
    assert "stoppedAt" not in between
    aws.clock.run_until(lambda: status(batch, id) == "STARTING", within=600)
    assert "exitCode" not in described(batch, id)["container"]
    assert "statusReason" not in described(batch, id)
    aws.clock.run_until_idle()
    shown = described(batch, id)
    assert shown["status"] == "SUCCEEDED"
    assert [each["container"]["exitCode"] for each in shown["attempts"]] == [7, 7, 0]
    assert len({each["container"]["logStreamName"] for each in shown["attempts"]}) == 3
    assert shown["startedAt"] == shown["attempts"][2]["startedAt"]


def test_spot_interruptions_alone_are_retried(aws: World, batch: Any) -> None:
    furnished(aws, batch, "SPOT")
    rules = [rule("RETRY", onStatusReason="Host EC2*"), rule("EXIT", onReason="*")]
    definition(batch, retryStrategy={"attempts": 5, "evaluateOnExit": rules})

    def body() -> None:
        time.sleep(100)
        sys.exit(1)

    aws.batch.register(body)
    id = submit(batch)
    aws.clock.run_until(lambda: status(batch, id) == "RUNNING", within=600)
    aws.batch.interrupt_spot(id)
    assert status(batch, id) == "RUNNABLE"
    aws.clock.run_until_idle()
    first, second = described(batch, id)["attempts"]
    assert "exitCode" not in first["container"]
    assert second["container"]["exitCode"] == 1


@pytest.mark.usefixtures("ready")
def test_the_submission_s_strategy_replaces_the_definition_s(aws: World, batch: Any) -> None:
    definition(batch, retryStrategy={"attempts": 2, "evaluateOnExit": [rule("EXIT", onExitCode="1")]})
    assert attempts(aws, batch, 1, most=4) == 4
