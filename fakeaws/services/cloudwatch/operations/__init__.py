"""Amazon CloudWatch: one method per API operation, in one module for each group of them."""

from __future__ import annotations

from fakeaws.services.cloudwatch.operations.base import CloudWatchBase


class CloudWatch(CloudWatchBase):
    """CloudWatch in one account and region."""


SERVICE = CloudWatch
