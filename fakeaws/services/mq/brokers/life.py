"""The life of brokers in virtual time: creation, reboots, maintenance windows, deletion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.mq.brokers.broker import (
    CREATION_IN_PROGRESS,
    DELETION_IN_PROGRESS,
    REBOOT_IN_PROGRESS,
    RUNNING,
    Broker,
)
from fakeaws.services.mq.brokers.maintenance import next_window_us
from fakeaws.services.mq.engines.engine import ACTIVEMQ, SINGLE_INSTANCE

if TYPE_CHECKING:
    from fakeaws.services.mq.operations.base import MqBase


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
        self._after(broker, name, self._running)

    def reboot(self, broker: Broker) -> None:
        """It comes back with all that was pending."""
        self._set(broker, REBOOT_IN_PROGRESS)
        self._after(broker, "reboot", self._rebooted)

    def delete(self, broker: Broker) -> None:
        """It is gone a little later."""
        for timer in (broker.timer, broker.window):
            if timer is not None:
                self._world.simulation.cancel(timer)
        broker.window = broker.window_us = None
        self._set(broker, DELETION_IN_PROGRESS)
        self._after(broker, "delete", self._gone)

    def plan_window(self, broker: Broker) -> None:
        """Wait for the next maintenance window, which has moved or has just been."""
        if broker.window is not None:
            self._world.simulation.cancel(broker.window)
        begins_us = next_window_us(broker.settings["MaintenanceWindowStartTime"], self._world.wall_us)
        broker.window_us = self._world.now_us + begins_us - self._world.wall_us
        broker.window = self._world.simulation.at(broker.window_us, self._window, broker)

    def _running(self, broker: Broker) -> None:
        broker.timer = None
        self._set(broker, RUNNING)
        self.plan_window(broker)

    def _rebooted(self, broker: Broker) -> None:
        self._apply(broker)
        broker.timer = None
        self._set(broker, RUNNING)

    def _window(self, broker: Broker) -> None:
        broker.window = None
        if self._world.simulation.closing:
            return
        if broker.state == RUNNING and (broker.pending or any(user.change for user in broker.users.values())):
            self.reboot(broker)
        self.plan_window(broker)

    def _gone(self, broker: Broker) -> None:
        del self._service.brokers[broker.id]
        self._note(broker, "deleted")

    def _apply(self, broker: Broker) -> None:
        pending, broker.pending = broker.pending, {}
        configuration = pending.pop("Configuration", None)
        if configuration is not None:
            if broker.configuration is not None:
                broker.configuration_history.insert(0, broker.configuration)
            broker.configuration = (configuration["Id"], configuration["Revision"])
        broker.settings.update(pending)
        for user in list(broker.users.values()):
            if user.change == "DELETE":
                del broker.users[user.name]
            elif user.change is not None:
                user.applied = {**(user.applied or {}), **user.wanted}
                user.change, user.wanted = None, {}

    def _after(self, broker: Broker, duration: str, then: object) -> None:
        if broker.timer is not None:
            self._world.simulation.cancel(broker.timer)
        due_us = self._world.now_us + self._service.durations[duration]
        broker.timer = self._world.simulation.at(due_us, then, broker)  # type: ignore[arg-type]

    def _set(self, broker: Broker, state: str) -> None:
        broker.state = state
        self._note(broker, state)

    def _note(self, broker: Broker, outcome: str) -> None:
        self._world.simulation.progressed()
        self._world.timeline.add("mq", "BrokerState", broker.name, outcome, message_id=broker.id)
