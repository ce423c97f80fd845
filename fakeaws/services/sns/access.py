"""Who may do what with a topic: its policy, judged for strangers and for AWS services."""

from __future__ import annotations

import warnings
from collections.abc import Mapping

from fakeaws.aws.policies import Decision, Request, allow_statement, evaluate, parse_policy
from fakeaws.aws.policies.calls import request_of
from fakeaws.aws.service import Call, Caller
from fakeaws.errors import MissingPolicyWarning
from fakeaws.services.sns import errors
from fakeaws.services.sns.topics import Topic

#: Services whose requests do not carry the account of their resource as ``aws:SourceOwner``: the default policy, which
#: asks for it, does not let them in.
_WITHOUT_SOURCE_OWNER = ("events.amazonaws.com",)


def check(call: Call, topic: Topic, action: str, context: Mapping[str, str] | None = None) -> None:
    """Raise AWS's refusal unless the caller may do this with the topic; ``context`` are further condition keys.

    Users and roles of the topic's own account may, unless its policy denies it. Everybody else needs the policy. Where
    a topic has its default policy and ``policies="attached"``, AWS services of the same account that it does not let in
    are let in with a warning.
    """
    policies = call.world.policies
    if policies == "off":
        return
    caller = call.caller
    at_home = caller.account == topic.account
    is_service = caller.service is not None
    if topic.policy is None and at_home and not is_service:
        return
    policy = topic.policy or parse_policy(topic.policy_text)
    decision = evaluate((policy,), _request(call, topic, action, context))
    if decision.allowed or (at_home and not is_service and not decision.explicit_deny):
        return
    if topic.policy is None and at_home and policies == "attached":
        _warn(caller, topic, action)
        return
    raise _refusal(caller, topic, action, decision)


def _request(call: Call, topic: Topic, action: str, context: Mapping[str, str] | None) -> Request:
    keys: dict[str, object] = dict(context or {})
    if call.caller.service not in _WITHOUT_SOURCE_OWNER:
        keys["aws:SourceOwner"] = call.caller.account
    return request_of(call, f"SNS:{action}", topic.arn, keys)


def _refusal(caller: Caller, topic: Topic, action: str, decision: Decision) -> Exception:
    who = caller.arn if caller.service is None else caller.service
    if decision.explicit_deny:
        why = "with an explicit deny in a resource-based policy"
    else:
        why = f"because no resource-based policy allows the SNS:{action} action"
    return errors.authorization_error(
        f"User: {who} is not authorized to perform: SNS:{action} on resource: {topic.arn} {why}"
    )


def _warn(caller: Caller, topic: Topic, action: str) -> None:
    assert caller.service is not None
    key = (caller.service, caller.source_arn, action)
    if key in topic.warned:
        return
    topic.warned.add(key)
    statement = allow_statement(
        f"{action}By{caller.service.split('.')[0]}", caller.service, f"sns:{action}", topic.arn, caller.source_arn
    )
    warnings.warn(
        f"topic {topic.name} has its default policy, so AWS would refuse {caller.service} the {action} on behalf of "
        f"{caller.source_arn or 'anybody'}. The statement that its policy needs: {statement}",
        MissingPolicyWarning,
        stacklevel=2,
    )
