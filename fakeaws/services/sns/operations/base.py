"""What the groups of operations share: the topics and subscriptions of an account and region."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

from fakeaws.aws.paging import BadToken, page
from fakeaws.aws.service import Call, Handler, Service
from fakeaws.services.sns import access, errors, limits, names, signatures
from fakeaws.services.sns.deliveries.engine import Engine
from fakeaws.services.sns.front_end import refusing_absent
from fakeaws.services.sns.opt_outs import OptOuts
from fakeaws.services.sns.outboxes import Outboxes
from fakeaws.services.sns.pending import PendingSubscriptions
from fakeaws.services.sns.platforms import Platforms
from fakeaws.services.sns.sandbox import Sandbox
from fakeaws.services.sns.sms_settings import SmsSettings

if TYPE_CHECKING:
    from fakeaws.aws.metrics import Datum
    from fakeaws.services.sns.metrics import SnsMetering
    from fakeaws.services.sns.subscriptions import Subscription
    from fakeaws.services.sns.topics import Topic
    from fakeaws.timeline.findings import Finding
    from fakeaws.world import World

T = TypeVar("T")


class SnsBase(Service):
    """The state of SNS in one account and region, and how operations find things in it."""

    name = "sns"
    unsigned = frozenset(("ConfirmSubscription", "Unsubscribe"))
    validates = False  # SNS has its own words for most of what its model constrains

    def __init__(self, world: World, account: str, region: str) -> None:
        super().__init__(world, account, region)
        #: By name.
        self.topics: dict[str, Topic] = {}
        #: Of this account's topics, by ARN: also those of topics that were just deleted.
        self.subscriptions: dict[str, Subscription] = {}
        self.message_ids = world.streams.stream(f"sns.message-id/{account}/{region}")
        #: Bytes of each message published since the metrics were asked for last, by the record of its publish.
        self.published_sizes: dict[int, int] = {}
        self._metering: SnsMetering | None = None
        self.subscription_ids = world.streams.stream(f"sns.subscription-id/{account}/{region}")
        self.deliveries = Engine(self)
        self.pending = PendingSubscriptions(self)
        self.sms_settings = SmsSettings()
        self.opt_outs = OptOuts(world)
        self.sandbox = Sandbox(world, account, region)
        self.platforms = Platforms(self)
        self.outboxes = Outboxes(world)
        self._known: dict[str, Topic] = {}
        self._numbers = 0

    @classmethod
    def guarded(cls, handler: Handler, model: Any) -> Handler:
        return refusing_absent(handler, model)

    @classmethod
    def public_document(cls, region: str, path: str) -> tuple[str, bytes] | None:
        """The certificate that a message's ``SigningCertURL`` names."""
        certificate = signatures.certificate_at(region, path)
        return None if certificate is None else ("application/x-pem-file", certificate)

    def under_way(self) -> list[str]:
        """Messages that are being delivered."""
        return self.deliveries.under_way()

    def findings(self) -> list[Finding]:
        """The usual mistakes with topics; see `diagnosis`."""
        from fakeaws.services.sns.diagnosis import findings

        return findings(self)

    def metrics_until(self, elapsed_us: int) -> Iterable[Datum]:
        """The namespace ``AWS/SNS``; see `metrics`."""
        if self._metering is None:
            from fakeaws.services.sns.metrics import SnsMetering

            self._metering = SnsMetering(self)
        return self._metering.until(elapsed_us)

    def note(self, call: Call, topic: Topic) -> None:
        """Write the record of a call that went well, under the topic's name on the timeline."""
        call.recorded = True
        self.world.simulation.progressed()
        self.world.timeline.add("sns", call.operation, topic.resource, "ok", cause=call.cause)

    def topic_of(
        self, call: Call, action: str, parameter: str = "TopicArn", context: Mapping[str, str] | None = None
    ) -> Topic:
        """The topic that a parameter names, if the caller may do that with it.

        It may be another account's: then its policy has to allow it. Raises AWS's refusals.
        """
        text = call.params.get(parameter)
        topic = self._known.get(cast(str, text))
        if topic is None or topic.deleted:
            topic = self._known[cast(str, text)] = self._find(text, parameter)
        caller = call.caller
        if topic.policy is not None or caller.service is not None or caller.account != topic.account:
            access.check(call, topic, action, context)
        return topic

    def in_account(self, account: str) -> SnsBase | None:
        """SNS of another account in this region, if anybody has used it."""
        if account == self.account:
            return self
        for service in self.in_region():
            if service.account == account:
                return service
        return None

    def in_region(self) -> Iterator[SnsBase]:
        """SNS of all accounts in this region."""
        for service in self.world.router.services("sns"):
            if service.region == self.region:
                yield cast(SnsBase, service)

    def subscription_of(self, arn: str | None) -> Subscription | None:
        """The subscription of that ARN, in whichever account; ``None`` for none. Raises for what is no such ARN."""
        topic_arn, _ = names.subscription_of(arn, self.region)
        owner = self.in_account(topic_arn.split(":")[4])
        return owner.subscriptions.get(cast(str, arn)) if owner is not None else None

    def next_number(self) -> int:
        """The place of a new subscription in listings."""
        self._numbers += 1
        return self._numbers

    def _find(self, text: str | None, parameter: str) -> Topic:
        arn = names.parsed(text, parameter, self.region)
        owner = self.in_account(arn.account)
        topic = owner.topics.get(arn.resource) if owner is not None else None
        if topic is None or topic.arn != text:
            raise errors.not_found("Topic")
        return topic


def listed(
    items: Iterable[T],
    params: Mapping[str, Any],
    key: Any,
    scope: str,
    *,
    limit: int = limits.PAGE,
    name: str = "NextToken",
) -> tuple[Sequence[T], str | None]:
    """A page and the next token; ``items`` in the order of ``key``. Raises AWS's refusal of a token."""
    try:
        return page(list(items), limit=limit, token=params.get(name), key=key, scope=scope)
    except BadToken:
        raise errors.invalid_parameter(name) from None
