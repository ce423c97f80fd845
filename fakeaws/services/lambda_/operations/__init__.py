"""AWS Lambda: one method per API operation, in one module for each group of them."""

from __future__ import annotations

from fakeaws.services.lambda_.operations.event_source_mappings import EventSourceMappingOperations
from fakeaws.services.lambda_.operations.invocations import InvocationOperations


class Lambda(
    InvocationOperations,
    EventSourceMappingOperations,
):
    """Lambda in one account and region."""


SERVICE = Lambda
