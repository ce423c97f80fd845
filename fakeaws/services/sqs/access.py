"""Who may do what with a queue: its policy, judged for strangers and for AWS services."""

from __future__ import annotations

import warnings

from fakeaws.aws.policies import Decision, PolicyDocument, allow_statement, evaluate
from fakeaws.aws.policies.calls import request_of
from fakeaws.aws.service import Call, Caller
from fakeaws.errors import MissingPolicyWarning
from fakeaws.services.sqs import errors
from fakeaws.services.sqs.queues import Queue

#: Operations that a queue's policy cannot open to other accounts.
OWNER_ONLY = frozenset(
    (
        "AddPermission",
        "RemovePermission",
        "CreateQueue",
        "DeleteQueue",
        "ListQueues",
        "SetQueueAttributes",
        "ListQueueTags",
        "TagQueue",
        "UntagQueue",
        "StartMessageMoveTask",
        "CancelMessageMoveTask",
        "ListMessageMoveTasks",
    )
)


def check(call: Call, queue: Queue, action: str) -> None:
    """Raise AWS's refusal unless the caller may do this with the queue.

    Users and roles of the queue's own account may, unless its policy denies it. Everybody else needs the
    policy; without one, and with ``policies="attached"``, AWS services of the same account are let in with a
    warning.
    """
    policies = call.world.policies
    if policies == "off":
        return
    caller = call.caller
    at_home = caller.account == queue.account
    if queue.policy is not None:
        decision = _decision(call, queue, queue.policy, action)
        if decision.explicit_deny or not (decision.allowed or (at_home and caller.service is None)):
            raise _refusal(caller, queue, action, decision)
        if not at_home and action in OWNER_ONLY:
            raise _refusal(caller, queue, action, None)
    elif caller.service is not None and at_home and policies == "attached":
        _warn(caller, queue, action)
    elif caller.service is not None or not at_home:
        raise _refusal(caller, queue, action, None)


def _decision(call: Call, queue: Queue, policy: PolicyDocument, action: str) -> Decision:
    """What the policy says: asked once for each caller and action, if it does not ask the time."""
    caller = call.caller
    who = (caller.service or caller.arn, caller.account, caller.source_arn, action)
    decision = queue.decisions.get(who)
    if decision is None:
        decision = evaluate((policy,), request_of(call, f"sqs:{action}", queue.arn))
        if not policy.asks_the_time:
            queue.decisions[who] = decision
    return decision


def _refusal(caller: Caller, queue: Queue, action: str, decision: Decision | None) -> Exception:
    who = caller.arn if caller.service is None else caller.service
    if decision is not None and decision.explicit_deny:
        why = "with an explicit deny in a resource-based policy"
    else:
        why = f"because no resource-based policy allows the sqs:{action.lower()} action"
    return errors.access_denied(who, action, queue.arn, why)


def _warn(caller: Caller, queue: Queue, action: str) -> None:
    assert caller.service is not None
    key = (caller.service, caller.source_arn, action)
    if key in queue.warned:
        return
    queue.warned.add(key)
    statement = allow_statement(
        f"{action}By{caller.service.split('.')[0]}",
        caller.service,
        f"sqs:{action}",
        queue.arn,
        caller.source_arn,
    )
    granted = caller.service in ("sns.amazonaws.com", "events.amazonaws.com")
    advice = f' (aws.sqs.queue("{queue.name}").grant_send(…) adds it)' if granted else ""
    warnings.warn(
        f"queue {queue.name} has no policy, so AWS would refuse {caller.service} the {action} on behalf of "
        f"{caller.source_arn or 'anybody'}. The statement that its policy needs: {statement}{advice}",
        MissingPolicyWarning,
        stacklevel=2,
    )
