"""Amazon SNS: one method per API operation, in one module for each group of them."""

from __future__ import annotations

from fakeaws.services.sns.operations.topics import TopicOperations


class Sns(TopicOperations):
    """SNS in one account and region."""


SERVICE = Sns
