"""The life of brokers in virtual time: creation, reboots, maintenance windows, fail-overs, deletion."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fakeaws.aws.service import Caller
from fakeaws.services.mq.brokers.broker import (
    CREATION_IN_PROGRESS,
    DELETION_IN_PROGRESS,
    PRIMARY,
    REBOOT_IN_PROGRESS,
    RUNNING,
    Broker,
    Replication,
)
from fakeaws.services.mq.brokers.logs import log_group
from fakeaws.services.mq.brokers.maintenance import next_window_us
from fakeaws.services.mq.engines.engine import ACTIVEMQ, SINGLE_INSTANCE

if TYPE_CHECKING:
    from fakeaws.services.mq.operations.base import MqBase
    from fakeaws.simulation.scheduler import Timer

_PRINCIPAL = "mq.amazonaws.com"


class Life:
    """Of the brokers of one account and region. Only its methods set their states."""

    def __init__(self, service: MqBase) -> None:
        self._service = service
        self._world = service.world

    def create(self, broker: Broker) -> None:
        """It takes its time until it runs."""
        single = broker.mode == SINGLE_INSTANCE
        if broker.engine is ACTIVEMQ:
            name = "create_activemq_single" if single else "create_activemq_standby"
        else:
            name = "create_rabbitmq_single" if single else "create_rabbitmq_cluster"
        self._set(broker, CREATION_IN_PROGRESS)
        broker.timer = self._after(name, self._created, broker)

    def reboot(self, broker: Broker) -> None:
        """It comes back with all that was pending."""
        self._end_takeover(broker)
        self._set(broker, REBOOT_IN_PROGRESS)
        broker.timer = self._after("reboot", self._rebooted, broker)

    def delete(self, broker: Broker) -> None:
        """It is gone a little later."""
        self._end_takeover(broker)
        self._cancel(broker.timer, broker.window)
        broker.window = broker.window_us = None
        self._service.pairs.part(broker)
        self._set(broker, DELETION_IN_PROGRESS)
        broker.timer = self._after("delete", self._gone, broker)

    def settle(self, broker: Broker) -> None:
        """Its part in a pair has changed: unless something is under way, its state follows."""
        if broker.timer is None and broker.state != broker.settled:
            self._set(broker, broker.settled)

    def fail_over(self, broker: Broker) -> None:
        """The node that serves is gone, the other one takes over a little later."""
        other = next(node.number for node in broker.nodes if node.number != broker.active)
        broker.active, broker.successor = None, other
        broker.takeover = self._after("fail_over", self._taken_over, broker)
        self._note(broker, "FailOver", "began", {"node": other})

    def plan_window(self, broker: Broker) -> None:
        """Wait for the next maintenance window, which has moved or has just been."""
        self._cancel(broker.window)
        begins_us = next_window_us(broker.settings["MaintenanceWindowStartTime"], self._world.wall_us)
        broker.window_us = self._world.now_us + begins_us - self._world.wall_us
        broker.window = self._world.simulation.at(broker.window_us, self._window, broker)

    def _created(self, broker: Broker) -> None:
        broker.timer = None
        self.settle(broker)
        self.plan_window(broker)
        self._make_log_groups(broker)

    def _rebooted(self, broker: Broker) -> None:
        self._apply(broker)
        broker.timer = None
        self.settle(broker)
        self._make_log_groups(broker)

    def _window(self, broker: Broker) -> None:
        broker.window = None
        if self._world.simulation.closing:
            return
        broker.window_moves = 0
        if broker.state == RUNNING and (broker.pending or any(user.change for user in broker.users.values())):
            self.reboot(broker)
        self.plan_window(broker)

    def _gone(self, broker: Broker) -> None:
        broker.timer = None
        del self._service.brokers[broker.id]
        for token, (_, id) in list(self._service.creations.items()):
            if id == broker.id:
                del self._service.creations[token]
        self._note(broker, "BrokerState", "deleted")

    def _taken_over(self, broker: Broker) -> None:
        broker.takeover = None
        broker.active = broker.successor
        self._note(broker, "FailOver", "ended", {"node": broker.active})

    def _end_takeover(self, broker: Broker) -> None:
        """At once: what follows stops both nodes."""
        if broker.takeover is not None:
            self._world.simulation.cancel(broker.takeover)
            self._taken_over(broker)

    def _apply(self, broker: Broker) -> None:
        pending, broker.pending = broker.pending, {}
        configuration = pending.pop("Configuration", None)
        if configuration is not None:
            if broker.configuration is not None:
                broker.configuration_history.insert(0, broker.configuration)
            broker.configuration = (configuration["Id"], configuration["Revision"])
        replicated = pending.pop("DataReplicationMode", broker.replication_mode)
        if replicated != broker.replication_mode:
            if broker.replication is None:
                broker.replication = Replication(PRIMARY)
            else:
                self._service.pairs.release(broker)
        broker.settings.update(pending)
        if broker.settings["AuthenticationStrategy"] != "LDAP":
            broker.settings.pop("LdapServerMetadata", None)
        for user in list(broker.users.values()):
            if user.change == "DELETE":
                del broker.users[user.name]
            elif user.change is not None:
                user.applied = {**(user.applied or {}), **user.wanted}
                user.change, user.wanted = None, {}

    def _make_log_groups(self, broker: Broker) -> None:
        caller = Caller(self._service.account, "", _PRINCIPAL, service=_PRINCIPAL, source_arn=broker.arn)
        for log, wanted in broker.settings["Logs"].items():
            if wanted and log not in broker.log_groups:
                broker.log_groups.append(log)
                params = {"logGroupName": log_group(broker.id, log)}
                self._world.ask(
                    "logs", "CreateLogGroup", params, caller=caller, region=self._service.region, then=self._made
                )

    def _made(self, answer: object) -> None:
        """A group that is there already is as good as a new one."""

    def _after(self, duration: str, then: Callable[..., object], *args: Any) -> Timer:
        return self._world.simulation.at(self._world.now_us + self._service.durations[duration], then, *args)

    def _cancel(self, *timers: Timer | None) -> None:
        for timer in timers:
            if timer is not None:
                self._world.simulation.cancel(timer)

    def _set(self, broker: Broker, state: str) -> None:
        broker.state = state
        self._note(broker, "BrokerState", state)

    def _note(self, broker: Broker, kind: str, outcome: str, details: dict[str, Any] | None = None) -> None:
        self._world.simulation.progressed()
        self._world.timeline.add("mq", kind, broker.name, outcome, message_id=broker.id, details=details)
