"""Who may put events to a bus: its policy, judged for other accounts and for AWS services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.aws.policies import Principal, Request, evaluate
from fakeaws.aws.policies.calls import keys_of_every_call
from fakeaws.services.events import errors

if TYPE_CHECKING:
    from fakeaws.aws.service import Caller
    from fakeaws.services.events.buses import EventBus
    from fakeaws.services.events.event import Event

_ACTION = "events:PutEvents"


def check_put(caller: Caller, bus: EventBus, event: Event | None = None) -> None:
    """Raise AWS's refusal unless the caller may put events to the bus; ``event`` for conditions on what is put.

    Users and roles of the bus's own account may, and so may rules of the same account, unless its policy denies it.
    Everybody else needs the policy.
    """
    world = bus.service.world
    at_home = caller.account == bus.service.account
    if world.policies == "off" or (at_home and bus.policy is None):
        return
    denied = False
    if bus.policy is not None:
        keys = keys_of_every_call(world)
        if event is not None:
            keys.update({"events:source": event.source, "events:detail-type": event.detail_type})
        if caller.source_arn is not None:
            keys.update({"aws:SourceArn": caller.source_arn, "aws:SourceAccount": caller.account})
        service = caller.service
        who = Principal.of_arn(_root(caller, bus)) if service is not None else Principal.of_arn(caller.arn)
        decision = evaluate((bus.policy,), Request(who, _ACTION, bus.arn, keys))
        if decision.allowed or (at_home and not decision.explicit_deny):
            return
        denied = decision.explicit_deny
    why = (
        "with an explicit deny in a resource-based policy"
        if denied
        else f"because no resource-based policy allows the {_ACTION} action"
    )
    who_text = caller.service or caller.arn
    raise errors.access_denied(f"User: {who_text} is not authorized to perform: {_ACTION} on resource: {bus.arn} {why}")


def _root(caller: Caller, bus: EventBus) -> str:
    """A rule acts for its account where it has no role."""
    partition = bus.arn.split(":", 2)[1]
    return f"arn:{partition}:iam::{caller.account}:root"
