"""Amazon SNS: one method per API operation, in one module for each group of them."""

from __future__ import annotations

from fakeaws.services.sns.operations.data_protection import DataProtectionOperations
from fakeaws.services.sns.operations.permissions import PermissionOperations
from fakeaws.services.sns.operations.platforms import PlatformOperations
from fakeaws.services.sns.operations.publishing import PublishingOperations
from fakeaws.services.sns.operations.sms import SmsOperations
from fakeaws.services.sns.operations.subscriptions import SubscriptionOperations
from fakeaws.services.sns.operations.tags import TagOperations
from fakeaws.services.sns.operations.topics import TopicOperations


class Sns(
    TopicOperations,
    SubscriptionOperations,
    PublishingOperations,
    PermissionOperations,
    TagOperations,
    DataProtectionOperations,
    SmsOperations,
    PlatformOperations,
):
    """SNS in one account and region."""


SERVICE = Sns
