"""Whether a failed attempt is followed by another one."""

from __future__ import annotations

from typing import Any

from fakeaws.services.batch.jobs.job import Attempt, Job


def tries_again(job: Job, attempt: Attempt) -> bool:
    """By the retry strategy: the first entry of evaluateOnExit that matches decides, and none means yes."""
    if len(job.attempts) >= job.attempts_allowed:
        return False
    for rule in (job.settings.get("retryStrategy") or {}).get("evaluateOnExit") or ():
        if _matches(rule, attempt):
            return str(rule["action"]).upper() == "RETRY"
    return True


def _matches(rule: dict[str, Any], attempt: Attempt) -> bool:
    seen = {
        "onStatusReason": attempt.status_reason,
        "onReason": attempt.reason,
        "onExitCode": None if attempt.exit_code is None else str(attempt.exit_code),
    }
    return all(_fits(rule[name], text) for name, text in seen.items() if name in rule)


def _fits(pattern: str, text: str | None) -> bool:
    if text is None:
        return pattern == "*"
    return text.startswith(pattern[:-1]) if pattern.endswith("*") else text == pattern
