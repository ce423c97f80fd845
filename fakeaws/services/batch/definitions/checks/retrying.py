"""``retryStrategy`` and ``timeout``, of definitions and of SubmitJob."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from fakeaws.services.batch.definitions.invalid import Invalid
from fakeaws.services.batch.limits import ATTEMPTS, LEAST_TIMEOUT_SECONDS

RULES: Final = 5
PATTERN_CHARACTERS: Final = 512
_EXIT_CODE = re.compile(r"[0-9]*\*?")
_TEXT = re.compile(r"[A-Za-z0-9.:\s]*\*?")


def check_retry_strategy(strategy: Mapping[str, Any]) -> None:
    if "attempts" not in strategy:
        raise Invalid("RetryAttempts must be provided with retry strategy")
    if strategy["attempts"] not in ATTEMPTS:
        raise Invalid(f"RetryAttempts must be between {ATTEMPTS[0]} and {ATTEMPTS[-1]}.")
    rules = strategy.get("evaluateOnExit", ())
    if len(rules) > RULES:
        raise Invalid(f"evaluateOnExit must have at most {RULES} entries.")
    for rule in rules:
        if str(rule["action"]).upper() not in ("RETRY", "EXIT"):
            raise Invalid(f"Action {rule['action']} in evaluateOnExit is not valid.")
        for name, pattern in (("onStatusReason", _TEXT), ("onReason", _TEXT), ("onExitCode", _EXIT_CODE)):
            text = rule.get(name, "*")
            if not 0 < len(text) <= PATTERN_CHARACTERS or pattern.fullmatch(text) is None:
                raise Invalid(f"{name} {text} in evaluateOnExit is not valid.")


def check_timeout(timeout: Mapping[str, Any]) -> None:
    seconds = timeout.get("attemptDurationSeconds")
    if seconds is not None and seconds < LEAST_TIMEOUT_SECONDS:
        raise Invalid(f"attemptDurationSeconds must be at least {LEAST_TIMEOUT_SECONDS} seconds.")
