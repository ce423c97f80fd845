"""Replays of a FIFO topic's archive to one subscription."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from fakeaws.services.sns.archive import ReplayPolicy
from fakeaws.timeline.records import AWS

if TYPE_CHECKING:
    from fakeaws.services.sns.subscriptions import Subscription


def begin_replay(subscription: Subscription, record: int) -> None:
    """Deliver what the subscription's replay policy asks for, in the next event; nothing without one.

    ``record`` is that of the call which set the policy.
    """
    policy = subscription.replay
    if policy is None:
        subscription.replay_status = None
        return
    subscription.replay_status = "Pending"
    simulation = subscription.topic.service.world.simulation
    simulation.at(simulation.clock.elapsed_us, _replay, subscription, policy, record)


def _replay(subscription: Subscription, policy: ReplayPolicy, record: int) -> None:
    topic = subscription.topic
    if subscription.replay is not policy or subscription.gone:
        return
    if topic.archive is None:
        subscription.replay_status = "Failed"
        return
    service = topic.service
    subscription.replay_status = "In progress"
    for archived in topic.archive.between(policy.start_ms, policy.end_ms):
        again = copy(archived)
        again.replayed = True
        again.envelope = again.signed_envelope = None
        again.cause = service.world.timeline.add(
            "sns", "Replay", topic.resource, "ok", message_id=again.id, cause=record, actor=AWS
        )
        service.deliveries.replay(subscription, again)
    subscription.replay_status = "Completed"
