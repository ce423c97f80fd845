"""What the groups of operations share: the topics of an account and region."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from fakeaws.aws.service import Call, Service
from fakeaws.services.sns import errors, names, signatures

if TYPE_CHECKING:
    from fakeaws.services.sns.topics import Topic
    from fakeaws.world import World


class SnsBase(Service):
    """The state of SNS in one account and region, and how operations find things in it."""

    name = "sns"
    unsigned = frozenset(("ConfirmSubscription", "Unsubscribe"))
    validates = False  # SNS has its own words for most of what its model constrains

    def __init__(self, world: World, account: str, region: str) -> None:
        super().__init__(world, account, region)
        #: By name.
        self.topics: dict[str, Topic] = {}

    @classmethod
    def public_document(cls, region: str, path: str) -> tuple[str, bytes] | None:
        """The certificate that a message's ``SigningCertURL`` names."""
        certificate = signatures.certificate_at(region, path)
        return None if certificate is None else ("application/x-pem-file", certificate)

    def topic_of(self, call: Call, action: str, parameter: str = "TopicArn") -> Topic:
        """The topic that a parameter names, if the caller may do that with it.

        It may be another account's: then its policy has to allow it. Raises AWS's refusals.
        """
        arn = names.parsed(call.params.get(parameter), parameter, self.region)
        owner = self.in_account(arn.account)
        topic = owner.topics.get(arn.resource) if owner is not None else None
        if topic is None:
            raise errors.not_found("Topic")
        return topic

    def in_account(self, account: str) -> SnsBase | None:
        """SNS of another account in this region, if anybody has used it."""
        if account == self.account:
            return self
        for service in self.world.router.services("sns"):
            if service.account == account and service.region == self.region:
                return cast(SnsBase, service)
        return None
