"""Amazon SNS: one method per API operation, in one module for each group of them."""

from __future__ import annotations

from fakeaws.services.sns.operations.permissions import PermissionOperations
from fakeaws.services.sns.operations.publishing import PublishingOperations
from fakeaws.services.sns.operations.subscriptions import SubscriptionOperations
from fakeaws.services.sns.operations.topics import TopicOperations


class Sns(TopicOperations, SubscriptionOperations, PublishingOperations, PermissionOperations):
    """SNS in one account and region."""


SERVICE = Sns
