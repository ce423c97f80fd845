"""The diagnoses ``task-waits-without-timeout`` and ``token-after-timeout``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.diagnosis.cases import Cases, and_others
from fakeaws.services.stepfunctions.engine.failures import TIMEOUT
from fakeaws.services.stepfunctions.language.definition.resources import ACTIVITY
from fakeaws.services.stepfunctions.viewing.waiting import scheduled_us, waiting_attempts
from fakeaws.timeline.findings import Finding
from fakeaws.timeline.words import SECOND, instant, span

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt
    from fakeaws.services.stepfunctions.executions.execution import Execution

#: A task that waits for less may well be answered soon.
LONG_US = 3600 * SECOND


def waits_without_time_out(cases: Cases) -> Iterator[Finding]:
    """A task has waited for an hour for a token or an activity's worker, and nothing but a year will end that."""
    found: dict[tuple[str, str], list[tuple[Execution, Attempt]]] = {}
    for execution in cases.service.engine.running:
        for attempt in waiting_attempts(execution):
            if _is_endless(attempt) and cases.world.wall_us - scheduled_us(attempt) >= LONG_US:
                key = (execution.state_machine.arn, attempt.visit.state.name)
                found.setdefault(key, []).append((execution, attempt))
    for (_, state), several in found.items():
        execution, attempt = several[0]
        since_us = scheduled_us(attempt)
        activity = attempt.resource.kind == ACTIVITY
        whom = "its activity's worker" if activity else "its task token"
        yield Finding(
            "task-waits-without-timeout",
            f"Task {state!r} of {cases.name(execution)} has waited for {whom} since {cases.at(since_us)}, "
            f"{span(cases.world.wall_us - since_us)} by now, and has neither TimeoutSeconds nor HeartbeatSeconds: if the "
            f"answer is lost, it hangs for a year.{and_others(len(several) - 1)}",
            f"Give {state!r} TimeoutSeconds (the longest that an answer may take) or HeartbeatSeconds, and a Catch for "
            "States.Timeout.",
            cases.records(execution) + ([] if attempt.record is None else [cases.timeline.record(attempt.record)]),
        )


def _is_endless(attempt: Attempt) -> bool:
    resource, execution = attempt.resource, attempt.visit.execution
    if not (resource.waits_for_token or resource.kind == ACTIVITY) or execution.express:
        return False
    if attempt.timeout_seconds is not None or attempt.heartbeat_seconds is not None:
        return False
    return execution.revision.machine.timeout_seconds is None


def token_after_time_out(cases: Cases) -> Iterator[Finding]:
    """Somebody answered a task that had timed out."""
    first: dict[tuple[str, str], int] = {}
    counts: dict[tuple[str, str], int] = {}
    for number, row in enumerate(cases.timeline.rows):
        details = row[9] or {}
        if row[3] == "stepfunctions" and row[7] == "TaskTimedOut" and details.get("ended") == TIMEOUT:
            machine = row[5].rpartition(":")[0]
            key = (machine, details["state"])
            first.setdefault(key, number)
            counts[key] = counts.get(key, 0) + 1
    for (machine, state), number in first.items():
        row = cases.timeline.rows[number]
        execution = cases.service.executions.get(row[6] or "")
        if execution is None:
            continue
        yield Finding(
            "token-after-timeout",
            f"{row[4]} by {row[2]} at {instant(row[0])} came too late: Task {state!r} of {cases.name(execution)} had timed "
            f"out before, so the token stands for nothing.{and_others(counts[machine, state] - 1, 'answer')}",
            f"Give {state!r} a longer TimeoutSeconds (or HeartbeatSeconds, with SendTaskHeartbeat while the work lasts); let "
            "the worker treat TaskTimedOut as the end of its work.",
            [*cases.records(execution), cases.timeline.record(number)],
        )
