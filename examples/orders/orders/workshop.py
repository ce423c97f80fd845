"""The workshop: what it is asked to make, and its answers, which may take days."""

from __future__ import annotations

import json
import logging

from orders.clients import stepfunctions
from orders.envelopes import Incoming
from orders.model import Order

log = logging.getLogger(__name__)


class Workshop:
    """Keeps the questions from its queue; a person answers them."""

    def __init__(self) -> None:
        self.questions: dict[str, Order] = {}
        """Orders that wait for an answer, by id."""
        self._tokens: dict[str, str] = {}

    def handle(self, incoming: Incoming) -> None:
        question = json.loads(incoming.text)
        order = Order.from_dict(question["order"])
        self.questions[order.order_id] = order
        self._tokens[order.order_id] = question["token"]

    def accept(self, order_id: str) -> bool:
        """We make it. False if the answer came too late."""
        try:
            stepfunctions.send_task_success(taskToken=self._take(order_id), output="{}")
        except stepfunctions.exceptions.TaskTimedOut:
            return self._too_late(order_id)
        return True

    def refuse(self, order_id: str, reason: str) -> bool:
        """We do not, and the customer is told the reason. False if the answer came too late."""
        try:
            stepfunctions.send_task_failure(taskToken=self._take(order_id), error="Refused", cause=reason)
        except stepfunctions.exceptions.TaskTimedOut:
            return self._too_late(order_id)
        return True

    def _take(self, order_id: str) -> str:
        del self.questions[order_id]
        return self._tokens.pop(order_id)

    def _too_late(self, order_id: str) -> bool:
        log.warning("order %s: the answer came too late, the customer has the money back", order_id)
        return False
