"""CloudWatch Logs: one method per API operation, in one module for each group of them."""

from __future__ import annotations

from fakeaws.services.logs.operations.events import EventOperations
from fakeaws.services.logs.operations.groups import GroupOperations
from fakeaws.services.logs.operations.metric_filters import MetricFilterOperations
from fakeaws.services.logs.operations.resource_policies import ResourcePolicyOperations
from fakeaws.services.logs.operations.settings import SettingOperations
from fakeaws.services.logs.operations.streams import StreamOperations
from fakeaws.services.logs.operations.subscription_filters import SubscriptionFilterOperations
from fakeaws.services.logs.operations.tags import TagOperations


class Logs(
    GroupOperations,
    StreamOperations,
    EventOperations,
    SettingOperations,
    TagOperations,
    MetricFilterOperations,
    SubscriptionFilterOperations,
    ResourcePolicyOperations,
):
    """CloudWatch Logs in one account and region."""


SERVICE = Logs
