"""Statements by label: what AddPermission and RemovePermission of several services do to a policy."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any


def policy_json(text: str) -> dict[str, Any]:
    """A checked policy's JSON with its statements as a list."""
    policy: dict[str, Any] = json.loads(text)
    if isinstance(policy["Statement"], dict):
        policy["Statement"] = [policy["Statement"]]
    return policy


def account_statement(label: str, accounts: Sequence[str], actions: Sequence[str], resource: str) -> dict[str, Any]:
    """The statement by which accounts may do some actions (with the service's prefix), as AWS writes it."""
    partition = resource.split(":", 2)[1]
    return {
        "Sid": label,
        "Effect": "Allow",
        "Principal": {"AWS": _one_or_all([f"arn:{partition}:iam::{account}:root" for account in accounts])},
        "Action": _one_or_all(list(actions)),
        "Resource": resource,
    }


def has_label(policy: Mapping[str, Any], label: str) -> bool:
    """Whether a policy has a statement of that label."""
    return any(statement.get("Sid") == label for statement in policy["Statement"])


def without_label(policy: Mapping[str, Any], label: str) -> list[dict[str, Any]]:
    """The statements that are left when those of that label are taken out."""
    return [statement for statement in policy["Statement"] if statement.get("Sid") != label]


def count_of(element: Any) -> int:
    """How many values an element of a statement has: itself, those of a list, those of all its keys."""
    if isinstance(element, Mapping):
        return sum(count_of(part) for part in element.values())
    return len(element) if isinstance(element, list) else int(element is not None)


def _one_or_all(values: list[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else values
