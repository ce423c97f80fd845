"""A queue's policy as a document: checking one that was given, adding and removing statements by label."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from fakeaws.aws.policies import MalformedPolicy, PolicyDocument, parse_policy
from fakeaws.aws.policies.labels import account_statement, count_of, has_label, policy_json, without_label
from fakeaws.services.sqs import errors, limits
from fakeaws.services.sqs.access import OWNER_ONLY
from fakeaws.services.sqs.queues import Queue

_LABEL = re.compile(r"[A-Za-z0-9_-]{1,80}")
_ACCOUNT = re.compile(r"[0-9]{12}")
_ACTIONS = (
    "*",
    "SendMessage",
    "ReceiveMessage",
    "DeleteMessage",
    "ChangeMessageVisibility",
    "GetQueueAttributes",
    "GetQueueUrl",
    "ListDeadLetterSourceQueues",
    "PurgeQueue",
)


def checked_policy(text: str) -> PolicyDocument:
    """The policy that a text holds; raises AWS's error for one that is not allowed."""
    try:
        given = json.loads(text)
        document = parse_policy(given)
    except (ValueError, MalformedPolicy):
        raise errors.invalid_attribute_value("Policy") from None
    if len(text.encode()) > limits.POLICY_BYTES:
        raise errors.over_limit("Submitted policy is over max allowed size.")
    if len(document.statements) > limits.POLICY_STATEMENTS:
        raise errors.over_limit(
            f"{len(document.statements)} statements were found in the submitted policy, max allowed is 20"
        )
    for statement in document.statements:
        for parts, count, allowed in _counted(statement.source):
            if count > allowed:
                raise errors.over_limit(
                    f"{count} {parts} were found in a statement from the submitted policy, max allowed is {allowed}"
                )
    return document


def _counted(statement: Mapping[str, Any]) -> Iterator[tuple[str, int, int]]:
    """What a statement may have only so many of: the parts, how many there are and may be."""
    yield "actions", count_of(statement.get("Action")) + count_of(statement.get("NotAction")), limits.POLICY_ACTIONS
    principals = count_of(statement.get("Principal")) + count_of(statement.get("NotPrincipal"))
    yield "principals", principals, limits.POLICY_PRINCIPALS
    conditions = sum(len(keys) for keys in statement.get("Condition", {}).values())
    yield "conditions", conditions, limits.POLICY_CONDITIONS


def set_policy(queue: Queue, document: Mapping[str, Any] | None) -> None:
    """Give a queue this policy, or none."""
    queue.configure({"Policy": "" if document is None else json.dumps(document, separators=(",", ":"))})


def add_permission(queue: Queue, params: Mapping[str, Any]) -> None:
    """AddPermission: one statement that lets accounts do some actions."""
    label, accounts, actions = params.get("Label"), params.get("AWSAccountIds"), params.get("Actions")
    if not actions:
        raise errors.missing_parameter("Actions")
    if not accounts:
        raise errors.missing_parameter("AWSAccountIds")
    if not label:
        raise errors.missing_parameter("Label")
    if _LABEL.fullmatch(label) is None:
        raise errors.invalid_value(
            label,
            "Label",
            "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
        )
    if len(actions) > limits.POLICY_ACTIONS:
        raise errors.over_limit(f"{len(actions)} Actions were found, maximum allowed is 7.")
    for action in actions:
        if action in OWNER_ONLY:
            raise errors.invalid_value(
                f"SQS:{action}", "ActionName", "Only the queue owner is allowed to invoke this action."
            )
        if action not in _ACTIONS:
            raise errors.invalid_value(
                f"SQS:{action}",
                "ActionName",
                "Please refer to the appropriate WSDL for a list of valid actions.",
            )
    for account in accounts:
        if _ACCOUNT.fullmatch(account) is None:
            raise errors.invalid_value(f"[{account}]", "PrincipalId", "Unable to verify.")
    policy = policy_of(queue)
    statements = policy["Statement"]
    if has_label(policy, label):
        raise errors.invalid_value(label, "Label", "Already exists.")
    if len(statements) >= limits.POLICY_STATEMENTS:
        raise errors.over_limit(f"{len(statements) + 1} Statements were found, maximum allowed is 20.")
    statements.append(account_statement(label, accounts, [f"SQS:{action}" for action in actions], queue.arn))
    checked_policy(json.dumps(policy, separators=(",", ":")))
    set_policy(queue, policy)


def remove_permission(queue: Queue, label: str | None) -> None:
    """RemovePermission: take the statement with this label out; the policy goes with its last statement."""
    if not label:
        raise errors.missing_parameter("Label")
    if queue.policy is None:
        raise errors.invalid_value(label, "Label", "can't find label.")
    policy = policy_of(queue)
    left = without_label(policy, label)
    if len(left) == len(policy["Statement"]):
        raise errors.invalid_value(label, "Label", "can't find label on existing policy.")
    set_policy(queue, {**policy, "Statement": left} if left else None)


def policy_of(queue: Queue) -> dict[str, Any]:
    """A queue's policy as JSON, its statements as a list; AWS's default frame if it has none."""
    text = queue.settings.get("Policy")
    if not text:
        return {"Version": "2008-10-17", "Id": f"{queue.arn}/SQSDefaultPolicy", "Statement": []}
    return policy_json(text)
