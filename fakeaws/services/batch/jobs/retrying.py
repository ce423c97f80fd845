"""Whether a failed attempt is followed by another one."""

from __future__ import annotations

from typing import Any

from fakeaws.services.batch.jobs.job import Attempt, Job


def tries_again(job: Job, attempt: Attempt) -> bool:
    """By the retry strategy: the first entry of evaluateOnExit that matches decides, and none means yes."""
    if len(job.attempts) >= job.attempts_allowed:
        return False
    rule = deciding_rule(job, attempt)
    return rule is None or str(rule["action"]).upper() == "RETRY"


def rules_of(job: Job) -> list[dict[str, Any]]:
    """``evaluateOnExit``."""
    return list((job.settings.get("retryStrategy") or {}).get("evaluateOnExit") or ())


def deciding_rule(job: Job, attempt: Attempt) -> dict[str, Any] | None:
    """The first entry that matches."""
    return next((rule for rule in rules_of(job) if _matches(rule, attempt)), None)


def _matches(rule: dict[str, Any], attempt: Attempt) -> bool:
    seen = {
        "onStatusReason": attempt.status_reason,
        "onReason": attempt.reason,
        "onExitCode": None if attempt.exit_code is None else str(attempt.exit_code),
    }
    return all(fits(rule[name], text) for name, text in seen.items() if name in rule)


def fits(pattern: str, text: str | None) -> bool:
    """Whether a pattern of an entry matches."""
    if text is None:
        return pattern == "*"
    return text.startswith(pattern[:-1]) if pattern.endswith("*") else text == pattern
