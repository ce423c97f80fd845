"""What the delivery engine and the protocols agree on.

A `Channel` knows one protocol (or a family such as http and https) in one account and region. It is told of endpoints
when somebody subscribes, hands over one notification at a time, and answers each attempt with an `Answer`: at once, or
later through `Delivery.finish`. Order, retries, dead-letter queues and the timeline are the engine's business.

A new protocol is a module with a subclass of `Channel` called ``CHANNEL``, and a line in `MODULES`.
"""

from __future__ import annotations

import importlib
import importlib.util
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple

from fakeaws.errors import NotSupportedError
from fakeaws.services.sns import errors

if TYPE_CHECKING:
    from fakeaws.aws.errors import AwsError
    from fakeaws.aws.service import Call, Caller
    from fakeaws.services.sns.confirmations import Confirmation
    from fakeaws.services.sns.deliveries.delivery import Delivery
    from fakeaws.services.sns.notifications import Notification
    from fakeaws.services.sns.operations.base import SnsBase
    from fakeaws.services.sns.topics import Topic

_HERE = "fakeaws.services.sns.deliveries"

#: Protocol → the module that holds its ``CHANNEL``; imported when somebody subscribes with it.
MODULES: dict[str, str] = {
    "sqs": f"{_HERE}.to_queues",
    "lambda": f"{_HERE}.to_functions",
    "firehose": f"{_HERE}.to_firehose",
    "http": f"{_HERE}.to_web",
    "https": f"{_HERE}.to_web",
    "email": f"{_HERE}.to_email",
    "email-json": f"{_HERE}.to_email",
    "sms": f"{_HERE}.to_phones",
    "application": f"{_HERE}.to_apps",
}

Verdict = Literal["delivered", "client-error", "server-error", "throttled"]
#: ``aws-managed``: queues, functions, streams; ``customer-managed``: mail, phones, apps; ``http``: by delivery policy.
Schedule = Literal["aws-managed", "customer-managed", "http"]


class Answer(NamedTuple):
    """What an endpoint said to one attempt.

    ``verdict``: ``delivered``; ``client-error`` is never retried; ``server-error`` is, by the channel's schedule;
    ``throttled`` is, by the slower schedule of mail and phones where the channel's is ``aws-managed``.
    ``status`` is what a delivery status log shows as ``statusCode``, ``response`` what it shows as
    ``providerResponse`` and what the timeline tells of a failure.
    """

    verdict: Verdict
    status: int
    response: Mapping[str, Any]


def delivered(status: int = 200, **response: Any) -> Answer:
    """The endpoint took it."""
    return Answer("delivered", status, response)


def failed(error: AwsError) -> Answer:
    """What an AWS service's refusal means for a delivery: its own fault and throttling are tried again."""
    response = {"ErrorCode": error.code, "ErrorMessage": error.message}
    if error.status >= 500:
        return Answer("server-error", error.status, response)
    if error.status == 429 or "Throttl" in error.code:
        return Answer("throttled", error.status, response)
    return Answer("client-error", error.status, response)


class Channel(ABC):
    """One protocol, in the account and region of a ``service`` (``service.world`` is the world).

    Worlds are copied: keep bound methods and plain values, no closures.
    """

    #: How failures are retried.
    schedule: ClassVar[Schedule]
    #: Whether subscriptions may set ``RawMessageDelivery``.
    raw: ClassVar[bool] = False

    def __init__(self, service: SnsBase) -> None:
        self.service = service
        self.world = service.world

    # -- endpoints -----------------------------------------------------------------------------------------------

    @abstractmethod
    def check_endpoint(
        self, call: Call, topic: Topic, protocol: str, endpoint: str, attributes: Mapping[str, str]
    ) -> str:
        """The endpoint as a subscription keeps it; raises Subscribe's refusal for one that is none."""

    def needs_confirmation(self, caller: Caller, endpoint: str) -> bool:
        """Whether a subscription that this caller made has to be confirmed by the endpoint's owner."""
        return False

    def confirm(self, confirmation: Confirmation) -> None:
        """Send a SubscriptionConfirmation or an UnsubscribeConfirmation: ``confirmation.document()`` is its JSON.

        Called in an event. Nobody hears whether it arrives.
        """
        raise NotImplementedError(f"{type(self).__name__} confirms nothing")

    def check_target(self, call: Call, target: str) -> None:
        """Raise Publish's refusal unless it can publish to this endpoint directly (``PhoneNumber``, ``TargetArn``)."""
        raise errors.invalid_parameter("TargetArn")

    def check_direct(self, notification: Notification) -> None:  # noqa: B027
        """Raise Publish's refusal unless this can be published to an endpoint directly; its target was checked."""

    def resource_of(self, endpoint: str) -> str:
        """The endpoint's name on the timeline: that of a queue or function, the endpoint itself elsewhere."""
        return endpoint

    # -- deliveries ----------------------------------------------------------------------------------------------

    @abstractmethod
    def deliver(self, delivery: Delivery) -> Answer | None:
        """Make one attempt. Called in an event: must not wait.

        ``None``: the answer comes later, by ``delivery.finish(answer)``, exactly once, within an event or from an actor.
        AWS calls go through ``self.world.call(…, caller=delivery.caller, cause=delivery.record)``.
        """


def channel_class(protocol: str) -> type[Channel]:
    """The class for a protocol; raises SNS's refusal for one that it does not have."""
    module = MODULES.get(protocol)
    if module is None:
        raise errors.invalid_parameter(f"Amazon SNS does not support this protocol string: {protocol}")
    try:
        found: type[Channel] = importlib.import_module(module).CHANNEL
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise NotSupportedError(
            f"sns: subscriptions with the protocol {protocol!r} are not supported by fakeaws; supported: "
            f"{', '.join(name for name in MODULES if _is_there(name))}"
        ) from None
    return found


def _is_there(protocol: str) -> bool:
    return importlib.util.find_spec(MODULES[protocol]) is not None
