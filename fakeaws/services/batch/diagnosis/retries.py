"""Diagnoses of retry strategies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fakeaws.services.batch.diagnosis.cases import Cases, and_others, heading, named
from fakeaws.services.batch.jobs.life import TIMED_OUT
from fakeaws.services.batch.jobs.retrying import deciding_rule, fits, rules_of
from fakeaws.services.batch.workloads.spot import FARGATE_REASON, is_interruption
from fakeaws.timeline.findings import Finding

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Attempt, Job

_FIX = '[{"action": "RETRY", "onStatusReason": "Host EC2*"}, {"action": "EXIT", "onReason": "*"}]'


def no_final_exit_rule(cases: Cases) -> Iterator[Finding]:
    """All attempts failed, and none of the entries of evaluateOnExit matches any of them."""
    for job, others in cases.first_failed(_was_retried_by_default):
        ends = dict.fromkeys(_end(each) for each in job.attempts)
        yield Finding(
            "no-final-exit-rule",
            f"{heading(job)} failed {len(job.attempts)} times ({', '.join(ends)}). No entry of its evaluateOnExit "
            f"matches that, and what none matches is tried again.{and_others(others)}",
            'Let evaluateOnExit end with {"action": "EXIT", "onReason": "*"}: what is worth no other attempt fails at once.',
            cases.records(job),
        )


def retry_rule_looks_elsewhere(cases: Cases) -> Iterator[Finding]:
    """An entry has the words of the failure, and compares them with the other field."""
    for job, others in cases.first_failed(lambda job: _misplaced(job) is not None):
        misplaced = _misplaced(job)
        assert misplaced is not None
        pattern, field, right, text = misplaced
        yield Finding(
            "retry-rule-looks-elsewhere",
            f"{heading(job)} failed with {text!r}. Its evaluateOnExit has {pattern!r} as {field}, which is not "
            f"where AWS says so: that is {_MEANINGS[right]}.{and_others(others)}",
            f"Give the entry {right}: {pattern!r} instead of {field}.",
            cases.records(job),
        )


def spot_without_retry(cases: Cases) -> Iterator[Finding]:
    """A job of a single attempt lost its machine to Spot."""
    for job, others in cases.first_failed(_was_lost_for_good):
        pattern = "Your Spot*" if job.attempts[-1].status_reason == FARGATE_REASON else "Host EC2*"
        yield Finding(
            "spot-without-retry",
            f"{heading(job)} failed because AWS took its Spot capacity back, and it has a single attempt."
            f"{and_others(others)}",
            "Give the job definition a retryStrategy with attempts of 2 to 10 and evaluateOnExit "
            f"{_FIX.replace('Host EC2*', pattern)}.",
            cases.records(job),
        )


def timeout_is_not_retried(cases: Cases) -> Iterator[Finding]:
    """An attempt timed out, and the attempts that were left did not come."""
    for job, others in cases.first_failed(_timed_out_too_early):
        yield Finding(
            "timeout-is-not-retried",
            f"Attempt {len(job.attempts)} of {job.attempts_allowed} of {named(job)} ran into its timeout. Jobs that time out "
            f"are not tried again.{and_others(others)}",
            "Give timeout.attemptDurationSeconds more than the work ever needs, or let the work end itself before that, "
            "with an exit code; what must be tried again is submitted again.",
            cases.records(job),
        )


def _was_retried_by_default(job: Job) -> bool:
    attempts = job.attempts
    if len(attempts) < 2 or len(attempts) < job.attempts_allowed or not rules_of(job):
        return False
    return all(deciding_rule(job, each) is None and not is_interruption(each.status_reason) for each in attempts)


def _was_lost_for_good(job: Job) -> bool:
    return job.attempts_allowed == 1 and is_interruption(job.attempts[-1].status_reason)


def _timed_out_too_early(job: Job) -> bool:
    return job.status_reason == TIMED_OUT and len(job.attempts) < job.attempts_allowed


_MEANINGS = {"onStatusReason": "the attempt's statusReason", "onReason": "the container's reason"}


def _misplaced(job: Job) -> tuple[str, str, str, str] | None:
    """The pattern, its field, the right field, and the text there, of the first such entry."""
    attempt = job.attempts[-1]
    texts = {"onStatusReason": attempt.status_reason, "onReason": attempt.reason}
    for rule in rules_of(job):
        for field, right in (("onReason", "onStatusReason"), ("onStatusReason", "onReason")):
            pattern, text = rule.get(field), texts[right]
            if pattern is None or text is None or pattern == "*":
                continue
            if fits(pattern, text) and not fits(pattern, texts[field]):
                return pattern, field, right, text
    return None


def _end(attempt: Attempt) -> str:
    if attempt.exit_code is not None:
        return f"exit code {attempt.exit_code}"
    shown: Any = attempt.reason or attempt.status_reason
    return str(shown)
