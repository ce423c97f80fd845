"""Amazon MQ: one method per API operation, in one module for each group of them."""

from __future__ import annotations

from fakeaws.services.mq.operations.brokers import BrokerOperations
from fakeaws.services.mq.operations.configurations import ConfigurationOperations
from fakeaws.services.mq.operations.engines import EngineOperations
from fakeaws.services.mq.operations.tags import TagOperations
from fakeaws.services.mq.operations.users import UserOperations


class Mq(BrokerOperations, ConfigurationOperations, UserOperations, EngineOperations, TagOperations):
    """Amazon MQ in one account and region."""


SERVICE = Mq
