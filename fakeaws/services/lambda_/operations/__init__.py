"""AWS Lambda: one method per API operation, in one module for each group of them."""

from __future__ import annotations

from fakeaws.services.lambda_.operations.account import AccountOperations
from fakeaws.services.lambda_.operations.aliases import AliasOperations
from fakeaws.services.lambda_.operations.concurrency import ConcurrencyOperations
from fakeaws.services.lambda_.operations.event_invoke_configs import EventInvokeConfigOperations
from fakeaws.services.lambda_.operations.event_source_mappings import EventSourceMappingOperations
from fakeaws.services.lambda_.operations.invocations import InvocationOperations
from fakeaws.services.lambda_.operations.permissions import PermissionOperations
from fakeaws.services.lambda_.operations.refused import REFUSED
from fakeaws.services.lambda_.operations.runtime import RuntimeOperations
from fakeaws.services.lambda_.operations.tags import TagOperations
from fakeaws.services.lambda_.operations.urls import UrlOperations
from fakeaws.services.lambda_.operations.versions import VersionOperations


class Lambda(
    InvocationOperations,
    ConcurrencyOperations,
    EventInvokeConfigOperations,
    VersionOperations,
    AliasOperations,
    PermissionOperations,
    UrlOperations,
    EventSourceMappingOperations,
    TagOperations,
    RuntimeOperations,
    AccountOperations,
):
    """Lambda in one account and region."""

    refused = REFUSED


SERVICE = Lambda
