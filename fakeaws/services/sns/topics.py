"""Topics."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from fakeaws.aws.arns import partition_of
from fakeaws.aws.policies import PolicyDocument, parse_policy
from fakeaws.aws.service import Caller
from fakeaws.aws.tags import Tags
from fakeaws.services.sns import limits
from fakeaws.services.sns.delivery_policies import DeliveryPolicy, effective_for_topic
from fakeaws.services.sns.fifo import FifoState

if TYPE_CHECKING:
    from fakeaws.services.sns.archive import Archive
    from fakeaws.services.sns.operations.base import SnsBase
    from fakeaws.services.sns.subscriptions import Subscription

#: SNS's own id, which SQS shows as ``SenderId``.
SNS_USER_ID = "AIDAISMY4JOTHERSNSID1"
SERVICE_PRINCIPAL = "sns.amazonaws.com"

_DEFAULT_ACTIONS = (
    "GetTopicAttributes",
    "SetTopicAttributes",
    "AddPermission",
    "RemovePermission",
    "DeleteTopic",
    "Subscribe",
    "ListSubscriptionsByTopic",
    "Publish",
)


class Topic:
    """A topic: its attributes as given (`attributes`), what they mean, and its subscriptions."""

    def __init__(self, service: SnsBase, name: str) -> None:
        self.service = service
        self.name = name
        account, region = service.account, service.region
        self.account = account
        self.region = region
        self.arn = f"arn:{partition_of(region)}:sns:{region}:{account}:{name}"
        world = service.world
        #: Its name on the timeline.
        self.resource = name if world.is_home(account, region) else self.arn
        self.tags = Tags()
        #: As it was put, "" for none.
        self.data_protection_policy = ""
        self.policy_text = default_policy(self.arn, account)
        #: ``None`` for the default policy, which lets in its own account only.
        self.policy: PolicyDocument | None = None
        #: Of which missing policy statements there was a warning.
        self.warned: set[tuple[str, str | None, str]] = set()
        self.attributes: dict[str, str] = {"DisplayName": ""}
        #: In the order in which they were made; by the last part of their ARNs.
        self.subscriptions: dict[str, Subscription] = {}
        #: The same, by protocol and endpoint.
        self.by_endpoint: dict[tuple[str, str], Subscription] = {}
        self.confirmed = 0
        self.pending = 0
        self.unsubscribed = 0
        self.deleted = False
        #: SNS, when it delivers for this topic.
        self.caller = Caller(account, "", SNS_USER_ID, service=SERVICE_PRINCIPAL, source_arn=self.arn)
        #: Of a FIFO topic.
        self.fifo: FifoState | None = None
        self.archive: Archive | None = None
        self.maximum_bytes = limits.MESSAGE_BYTES
        self.signature_version = "1"
        self.delivery_policy: DeliveryPolicy = effective_for_topic(None)

    def add(self, subscription: Subscription) -> None:
        """Take a subscription in."""
        self.subscriptions[subscription.id] = subscription
        self.by_endpoint[subscription.protocol, subscription.endpoint] = subscription
        self.service.subscriptions[subscription.arn] = subscription

    def drop(self, subscription: Subscription) -> None:
        """Let a subscription go."""
        self.subscriptions.pop(subscription.id, None)
        self.by_endpoint.pop((subscription.protocol, subscription.endpoint), None)
        self.service.subscriptions.pop(subscription.arn, None)

    def set_policy(self, text: str) -> None:
        """Give it a policy that was checked; "" for the default one."""
        default = default_policy(self.arn, self.account)
        self.policy_text = text or default
        self.policy = None if self.policy_text == default else parse_policy(self.policy_text)


def default_policy(arn: str, account: str) -> str:
    """The policy of a topic that was given none, as AWS shows it."""
    statement = {
        "Sid": "__default_statement_ID",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": [f"SNS:{action}" for action in _DEFAULT_ACTIONS],
        "Resource": arn,
        "Condition": {"StringEquals": {"AWS:SourceOwner": account}},
    }
    policy = {"Version": "2008-10-17", "Id": "__default_policy_ID", "Statement": [statement]}
    return json.dumps(policy, separators=(",", ":"))
