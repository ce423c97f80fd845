"""A bus's policy as a document: PutPermission and RemovePermission."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.aws.policies import MalformedPolicy, parse_policy
from fakeaws.aws.policies.labels import account_statement, has_label, policy_json, without_label
from fakeaws.services.events import errors, limits

if TYPE_CHECKING:
    from fakeaws.services.events.buses import EventBus

_STATEMENT = ("Action", "Principal", "StatementId")


def put(bus: EventBus, params: Mapping[str, Any]) -> None:
    """A whole ``Policy``, or one statement that lets an account, everybody, or an organization put events."""
    if params.get("Policy"):
        if any(params.get(name) for name in (*_STATEMENT, "Condition")):
            raise errors.validation(
                "Policy cannot be specified together with Action, Principal, StatementId, Condition."
            )
        _set(bus, params["Policy"])
        return
    for name in _STATEMENT:
        if not params.get(name):
            raise errors.validation(f"Parameter {name} must be specified.")
    if params["Action"] != "events:PutEvents":
        raise errors.validation("Provided value in parameter 'action' is not supported.")
    policy = policy_json(bus.policy_text) if bus.policy_text else {"Version": "2012-10-17", "Statement": []}
    principal: str = params["Principal"]
    statement = account_statement(params["StatementId"], [principal], [params["Action"]], bus.arn)
    if principal == "*":
        statement["Principal"] = "*"
    condition = params.get("Condition")
    if condition:
        if (condition["Type"], condition["Key"]) != ("StringEquals", "aws:PrincipalOrgID"):
            raise errors.validation("Condition must be StringEquals on aws:PrincipalOrgID.")
        statement["Condition"] = {condition["Type"]: {condition["Key"]: condition["Value"]}}
    kept = without_label(policy, params["StatementId"])
    _set(bus, json.dumps({**policy, "Statement": [*kept, statement]}, separators=(",", ":")))


def remove(bus: EventBus, params: Mapping[str, Any]) -> None:
    """One statement, or the whole policy."""
    if params.get("RemoveAllPermissions"):
        bus.set_policy(None)
        return
    label = params.get("StatementId")
    if not label:
        raise errors.validation("Parameter StatementId must be specified.")
    policy = policy_json(bus.policy_text) if bus.policy_text else None
    if policy is None or not has_label(policy, label):
        raise errors.not_found("Statement with the provided id does not exist.")
    left = without_label(policy, label)
    bus.set_policy(json.dumps({**policy, "Statement": left}, separators=(",", ":")) if left else None)


def _set(bus: EventBus, text: str) -> None:
    try:
        parse_policy(text)
    except MalformedPolicy as error:
        raise errors.validation(f"Policy is not valid. Reason: {error.reason}") from None
    if len(text) > limits.POLICY_CHARACTERS:
        raise errors.policy_too_long()
    bus.set_policy(text)
