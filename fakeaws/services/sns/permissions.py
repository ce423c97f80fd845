"""A topic's policy as a document: checking one that was given, adding and removing statements by label."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from fakeaws.aws.policies import MalformedPolicy, parse_policy
from fakeaws.aws.policies.labels import account_statement, count_of, has_label, policy_json, without_label
from fakeaws.services.sns import errors, limits
from fakeaws.services.sns.topics import Topic

_ACCOUNT = re.compile(r"[0-9]{12}")
_ACTIONS = {
    action.lower(): action
    for action in (
        "AddPermission",
        "DeleteTopic",
        "GetDataProtectionPolicy",
        "GetTopicAttributes",
        "ListSubscriptionsByTopic",
        "ListTagsForResource",
        "Publish",
        "PutDataProtectionPolicy",
        "RemovePermission",
        "SetTopicAttributes",
        "Subscribe",
    )
}
_OUT_OF_SCOPE = "Policy statement action out of service scope!"


def check_policy(topic: Topic, text: str) -> None:
    """Raise AWS's error unless a topic may have this policy."""
    try:
        document = parse_policy(text)
    except MalformedPolicy as error:
        raise errors.invalid_parameter(f"Policy Error: {error.reason}") from None
    if len(text.encode()) > limits.POLICY_BYTES:
        raise errors.invalid_parameter("Policy", f"must be at most {limits.POLICY_BYTES} bytes long")
    if len(document.statements) > limits.POLICY_STATEMENTS:
        raise errors.invalid_parameter("Policy", f"must have at most {limits.POLICY_STATEMENTS} statements")
    for statement in document.statements:
        _check_statement(topic, statement.source)


def add_permission(topic: Topic, params: Mapping[str, Any]) -> None:
    """AddPermission: one statement that lets accounts do some actions."""
    label: str = params["Label"]
    accounts: list[str] = params["AWSAccountId"]
    actions = []
    for name in params["ActionName"]:
        action = _ACTIONS.get(name.lower())
        if action is None:
            raise errors.invalid_parameter(_OUT_OF_SCOPE)
        actions.append(f"SNS:{action}")
    policy = policy_json(topic.policy_text)
    if has_label(policy, label):
        raise errors.invalid_parameter("Statement already exists")
    for account in accounts:
        if _ACCOUNT.fullmatch(account) is None:
            raise errors.invalid_parameter("Policy Error: null")
    policy["Statement"].append(account_statement(label, accounts, actions, topic.arn))
    _set(topic, policy)


def remove_permission(topic: Topic, label: str) -> None:
    """RemovePermission: take the statement with this label out, if there is one."""
    policy = policy_json(topic.policy_text)
    left = without_label(policy, label)
    if len(left) == len(policy["Statement"]):
        return
    topic.set_policy(json.dumps({**policy, "Statement": left}, separators=(",", ":")) if left else "")


def _set(topic: Topic, policy: Mapping[str, Any]) -> None:
    text = json.dumps(policy, separators=(",", ":"))
    check_policy(topic, text)
    topic.set_policy(text)


def _check_statement(topic: Topic, statement: Mapping[str, Any]) -> None:
    for element in ("Action", "NotAction"):
        actions = statement.get(element, [])
        for action in [actions] if isinstance(actions, str) else actions:
            if action != "*" and not action.lower().startswith("sns:"):
                raise errors.invalid_parameter(_OUT_OF_SCOPE)
    if count_of(statement.get("Principal")) > limits.POLICY_PRINCIPALS:
        raise errors.invalid_parameter("Policy", f"a statement must have at most {limits.POLICY_PRINCIPALS} principals")
    resource = statement.get("Resource")
    if (resource[0] if isinstance(resource, list) and len(resource) == 1 else resource) != topic.arn:
        raise errors.invalid_parameter("Policy Error: null")
