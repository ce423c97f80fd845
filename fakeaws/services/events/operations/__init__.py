"""Amazon EventBridge: one method per API operation, in one module for each group of them."""

from __future__ import annotations

from fakeaws.services.events.operations.api_destinations import ApiDestinationOperations
from fakeaws.services.events.operations.archives import ArchiveOperations
from fakeaws.services.events.operations.buses import BusOperations
from fakeaws.services.events.operations.connections import ConnectionOperations
from fakeaws.services.events.operations.publishing import PublishingOperations
from fakeaws.services.events.operations.refused import REFUSED
from fakeaws.services.events.operations.replays import ReplayOperations
from fakeaws.services.events.operations.rules import RuleOperations
from fakeaws.services.events.operations.tags import TagOperations
from fakeaws.services.events.operations.targets import TargetOperations


class Events(
    BusOperations,
    RuleOperations,
    TargetOperations,
    PublishingOperations,
    ArchiveOperations,
    ReplayOperations,
    TagOperations,
    ConnectionOperations,
    ApiDestinationOperations,
):
    """EventBridge in one account and region."""

    refused = REFUSED
    internal = frozenset({"RetrieveConnectionCredentials", "RefuseConnectionCredentials"})


SERVICE = Events
