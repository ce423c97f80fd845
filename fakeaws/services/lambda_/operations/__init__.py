"""AWS Lambda: one method per API operation, in one module for each group of them."""

from __future__ import annotations

from fakeaws.services.lambda_.operations.concurrency import ConcurrencyOperations
from fakeaws.services.lambda_.operations.event_invoke_configs import EventInvokeConfigOperations
from fakeaws.services.lambda_.operations.invocations import InvocationOperations


class Lambda(InvocationOperations, ConcurrencyOperations, EventInvokeConfigOperations):
    """Lambda in one account and region."""


SERVICE = Lambda
