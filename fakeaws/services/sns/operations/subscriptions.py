"""Subscribe, ConfirmSubscription, Unsubscribe, Get- and SetSubscriptionAttributes, ListSubscriptions[ByTopic]."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from fakeaws.aws.service import Call, Result
from fakeaws.services.sns import access, errors, limits, names, subscription_attributes
from fakeaws.services.sns.errors import BadAttribute
from fakeaws.services.sns.operations.base import SnsBase, listed
from fakeaws.services.sns.pending import is_token
from fakeaws.services.sns.replays import begin_replay
from fakeaws.services.sns.subscriptions import Subscription
from fakeaws.world import uuid_of

if TYPE_CHECKING:
    from fakeaws.services.sns.topics import Topic

_PENDING = "pending confirmation"


class SubscriptionOperations(SnsBase):
    """Operations on subscriptions."""

    def subscribe(self, call: Call) -> Result:
        params = call.params
        protocol: str = params["Protocol"]
        endpoint: str = params.get("Endpoint") or ""
        given: Mapping[str, str] = params.get("Attributes") or {}
        context = {"sns:Protocol": protocol, "sns:Endpoint": endpoint}
        topic = self.topic_of(call, "Subscribe", context=context)
        channel = topic.service.deliveries.channel(protocol)
        if topic.fifo is not None and protocol != "sqs":
            raise errors.invalid_parameter(f"Invalid protocol type: {protocol}")
        endpoint = channel.check_endpoint(call, topic, protocol, endpoint, given)
        existing = topic.by_endpoint.get((protocol, endpoint))
        if existing is not None:
            if not all(subscription_attributes.is_same(existing, name, value) for name, value in given.items()):
                raise errors.invalid_parameter("Attributes", "Subscription already exists with different attributes")
            if existing.pending:
                topic.service.pending.ask(existing, self._note(call, existing))
            return self._subscribed(call, existing)
        service = topic.service
        subscription = Subscription(topic, channel, protocol, endpoint, call.caller)
        for name in given:
            if name not in subscription_attributes.NAMES:
                raise errors.invalid_parameter("Attributes", f"Unknown attribute {name}")
        try:
            values = subscription_attributes.checked(subscription, given)
            subscription_attributes.check_filter(subscription, values, "Subscribe")
        except BadAttribute as bad:
            raise bad.on_creation() from None
        self._check_limits(topic, channel.needs_confirmation(call.caller, endpoint))
        subscription.accept(uuid_of(service.subscription_ids.getrandbits(128)), service.next_number())
        subscription_attributes.apply(subscription, values)
        topic.add(subscription)
        record = self._note(call, subscription)
        if channel.needs_confirmation(call.caller, endpoint):
            subscription.pending = True
            subscription.authenticated = False
            topic.pending += 1
            service.pending.count += 1
            service.pending.ask(subscription, record)
        else:
            topic.confirmed += 1
            begin_replay(subscription, record)
        return self._subscribed(call, subscription)

    def confirm_subscription(self, call: Call) -> Result:
        params = call.params
        try:
            names.parsed(params["TopicArn"], "Topic", self.region)
        except Exception:
            raise errors.invalid_parameter("Topic") from None
        token: str = params["Token"]
        if not is_token(token):
            raise errors.bare_invalid_parameter("Invalid token")
        for service in self.in_region():
            subscription = service.pending.subscription_for(token)
            if subscription is not None and not (subscription.gone and subscription.topic.deleted):
                was_pending = subscription.pending
                service.pending.confirm(subscription)
                if params.get("AuthenticateOnUnsubscribe", "").lower() == "true" and call.caller.access_key:
                    subscription.authenticated = True
                record = self._note(call, subscription)
                if was_pending:
                    begin_replay(subscription, record)
                return {"SubscriptionArn": subscription.arn}
        raise errors.invalid_parameter("Token")

    def unsubscribe(self, call: Call) -> Result:
        subscription = self.subscription_of(call.params.get("SubscriptionArn"))
        if subscription is None or subscription.gone:
            return {}
        self._check_owner(call, subscription, "Unsubscribe")
        if subscription.pending:
            raise errors.invalid_parameter("SubscriptionArn", "a pending subscription cannot be deleted")
        service = subscription.topic.service
        service.pending.remove(subscription)
        record = self._note(call, subscription)
        if subscription.protocol in ("http", "https", "email", "email-json"):
            service.pending.say_goodbye(subscription, record)
        return {}

    def get_subscription_attributes(self, call: Call) -> Result:
        subscription = self._existing(call, "GetSubscriptionAttributes")
        return {"Attributes": subscription_attributes.shown(subscription)}

    def set_subscription_attributes(self, call: Call) -> Result:
        params = call.params
        subscription = self._existing(call, "SetSubscriptionAttributes")
        name: str = params["AttributeName"]
        value: str = params.get("AttributeValue") or ""
        if name not in subscription_attributes.NAMES:
            raise errors.invalid_parameter("AttributeName")
        try:
            values = subscription_attributes.checked(subscription, {name: value})
            if name in ("FilterPolicy", "FilterPolicyScope"):
                subscription_attributes.check_filter(subscription, values, "SetSubscriptionAttributes")
        except BadAttribute as bad:
            raise bad.on_change() from None
        subscription_attributes.apply(subscription, values)
        record = self._note(call, subscription)
        if name == "ReplayPolicy":
            begin_replay(subscription, record)
        return {}

    def list_subscriptions(self, call: Call) -> Result:
        mine = [
            subscription
            for service in self.in_region()
            for subscription in service.subscriptions.values()
            if subscription.owner == self.account
        ]
        return _listing(sorted(mine, key=_place), call, "ListSubscriptions")

    def list_subscriptions_by_topic(self, call: Call) -> Result:
        topic = self.topic_of(call, "ListSubscriptionsByTopic")
        return _listing(sorted(topic.subscriptions.values(), key=_place), call, f"ListSubscriptionsByTopic {topic.arn}")

    # -- helpers -------------------------------------------------------------------------------------------------

    def _existing(self, call: Call, action: str) -> Subscription:
        text = call.params.get("SubscriptionArn")
        names.parsed(text, "SubscriptionArn", self.region)
        try:
            subscription = self.subscription_of(text)
        except Exception:
            subscription = None
        if subscription is None:
            raise errors.not_found("Subscription")
        self._check_owner(call, subscription, action)
        return subscription

    def _check_owner(self, call: Call, subscription: Subscription, action: str) -> None:
        """Let in who owns the subscription or its topic, and whoever has no name, as the link in a message."""
        caller = call.caller
        if caller.is_anonymous:
            if subscription.authenticated:
                raise errors.authorization_error(
                    f"User: {caller.arn} is not authorized to perform: SNS:{action} on resource: {subscription.arn} because "
                    "the subscription's confirmation asked for authenticated unsubscribes"
                )
            return
        if caller.account not in (subscription.owner, subscription.topic.account):
            access.check(call, subscription.topic, action)

    def _check_limits(self, topic: Topic, asks: bool) -> None:
        if topic.fifo is not None and len(topic.subscriptions) >= limits.FIFO_SUBSCRIPTIONS:
            raise _too_many(f"a FIFO topic has at most {limits.FIFO_SUBSCRIPTIONS} subscriptions")
        if topic.maximum_bytes > limits.MESSAGE_BYTES and len(topic.subscriptions) >= (
            limits.LARGE_MESSAGE_SUBSCRIPTIONS
        ):
            raise _too_many(f"with its MaximumMessageSize at most {limits.LARGE_MESSAGE_SUBSCRIPTIONS}")
        if asks and topic.service.pending.count >= limits.PENDING_SUBSCRIPTIONS:
            raise _too_many(f"at most {limits.PENDING_SUBSCRIPTIONS} may be pending")

    def _note(self, call: Call, subscription: Subscription) -> int:
        """The record of a call that changes a subscription; returns its number."""
        world = self.world
        world.simulation.progressed()
        call.recorded = True
        return world.timeline.add(
            "sns",
            call.operation,
            subscription.topic.resource,
            "ok",
            cause=call.cause,
            details={"protocol": subscription.protocol, "endpoint": subscription.endpoint},
        )

    def _subscribed(self, call: Call, subscription: Subscription) -> Result:
        call.recorded = True
        if subscription.pending and not call.params.get("ReturnSubscriptionArn"):
            return {"SubscriptionArn": _PENDING}
        return {"SubscriptionArn": subscription.arn}


def _too_many(what: str) -> Exception:
    return errors.limit_exceeded("SubscriptionLimitExceeded", f"Subscription limit exceeded: {what}")


def _place(subscription: Subscription) -> tuple[int, str]:
    return subscription.number, subscription.arn


def _listing(found: Iterable[Subscription], call: Call, scope: str) -> Result:
    chosen, token = listed(found, call.params, _place, scope)
    answer: Result = {
        "Subscriptions": [
            {
                "SubscriptionArn": subscription.shown_arn(),
                "Owner": subscription.owner,
                "Protocol": subscription.protocol,
                "Endpoint": subscription.endpoint,
                "TopicArn": subscription.topic.arn,
            }
            for subscription in chosen
        ]
    }
    if token is not None:
        answer["NextToken"] = token
    return answer
