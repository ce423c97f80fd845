"""Amazon MQ: one method per API operation, in one module for each group of them."""

from __future__ import annotations

from fakeaws.services.mq.operations.brokers import BrokerOperations


class Mq(BrokerOperations):
    """Amazon MQ in one account and region."""


SERVICE = Mq
