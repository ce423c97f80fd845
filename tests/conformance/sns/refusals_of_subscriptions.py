"""Refusals of subscriptions: made and changed (5, 10, 13), confirmed (6)."""

from __future__ import annotations

import json
from typing import Any

from fakeaws.services.sns import limits
from tests.conformance.contract import Refusal, Stage
from tests.conformance.sns import furniture as f
from tests.conformance.sns.rows import INVALID, invalid, row

_SUBSCRIBE, _SET, _CONFIRM = "Subscribe", "SetSubscriptionAttributes", "ConfirmSubscription"
_DIFFERENT = "Attributes Reason: Subscription already exists with different attributes"
_SHAPED = "0123456789abcdef" * 18
_GOOD = {"minDelayTarget": 1, "maxDelayTarget": 2, "numRetries": 3}
_REDACTED = "REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)"
_VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
#: A text that is no JSON, and what AWS's parser says of it.
NO_JSON = (
    (
        "{invalidjson}",
        "Unexpected character ('i' (code 105)): was expecting double-quote to start field name\n"
        f" at [Source: {_REDACTED}; line: 1, column: 2]",
    ),
    (
        "invalid",
        f"Unrecognized token 'invalid': was expecting {_VALUES}\n at [Source: {_REDACTED}; line: 1, column: 8]",
    ),
)


def both(
    id: str, name: str, value: str, text: str, subscription: str = f.SUBSCRIPTION, **more: str
) -> tuple[Refusal, Refusal]:
    """An attribute's value, refused when somebody subscribes and when it is changed. ``more`` is Subscribe's alone."""
    topic, endpoint = (f.FIFO, "new.fifo") if subscription == f.FIFO_SUBSCRIPTION else (f.ORDERS, "new")
    given = {"TopicArn": topic, "Endpoint": f.QUEUE + endpoint, "Attributes": {name: value, **more}}
    changed = {"SubscriptionArn": subscription, "AttributeName": name, "AttributeValue": value}
    return (
        invalid(f"{name} {id}", _SUBSCRIBE, f"Attributes Reason: {text}", **given),
        invalid(f"{name} {id}", _SET, text, **changed),
    )


def _delivery(id: str, text: str, **policy: Any) -> tuple[Refusal, Refusal]:
    return both(id, "DeliveryPolicy", json.dumps(policy), f"DeliveryPolicy: {text}")


def _retries(text: str, **changed: Any) -> tuple[Refusal, Refusal]:
    policy = {name: value for name, value in {**_GOOD, **changed}.items() if value is not None}
    return _delivery(json.dumps(changed), text, healthyRetryPolicy=policy)


def _replay(id: str, text: str, policy: str) -> tuple[Refusal, Refusal]:
    return both(id, "ReplayPolicy", policy, f"ReplayPolicy: {text}", f.FIFO_SUBSCRIPTION)


def _redrive(id: str, target: object) -> tuple[Refusal, Refusal]:
    policy = json.dumps({"deadLetterTargetArn": target})
    return both(id, "RedrivePolicy", policy, "RedrivePolicy: deadLetterTargetArn is an invalid arn")


def _limited(name: str, topic: str = "") -> Any:
    """There are as many as there may be."""

    def given(on: Stage) -> None:
        if topic:
            on.ask("SetTopicAttributes", TopicArn=topic, AttributeName="MaximumMessageSize", AttributeValue="262145")
            on.ask("Subscribe", TopicArn=topic, Protocol="sqs", Endpoint=f.AUDIT)
        on.monkeypatch.setattr(limits, name, 1)

    return given


def _over(id: str, words: str, limit: str, topic: str = "", **changed: Any) -> Refusal:
    message = f"Subscription limit exceeded: {words}"
    return row(id, _SUBSCRIBE, "SubscriptionLimitExceededException", message, _limited(limit, topic), **changed)


def _a_day_later(on: Stage) -> None:
    on.wait(2 * 86_400)


def _without_topic(on: Stage) -> None:
    on.ask("DeleteTopic", TopicArn=f.ORDERS)


TABLE: tuple[Refusal, ...] = (
    # -- 5: protocols and endpoints
    *(
        invalid(
            f"protocol {protocol!r}",
            _SUBSCRIBE,
            f"Amazon SNS does not support this protocol string: {protocol}",
            Protocol=protocol,
        )
        for protocol in ("test-protocol", "SQS", "")
    ),
    *(
        invalid(f"queue {endpoint!r}", _SUBSCRIBE, "SQS endpoint ARN", Endpoint=endpoint)
        for endpoint in (
            f"https://sqs.us-east-1.amazonaws.com/{f.ACCOUNT}/audit",
            "audit",
            "",
            f.PLAIN,
            "arn:aws:sqs:::audit",
        )
    ),
    invalid("no endpoint", _SUBSCRIBE, "SQS endpoint ARN", Endpoint=None),
    invalid(
        "FIFO queue",
        _SUBSCRIBE,
        "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
        Endpoint=f.FIFO_QUEUE,
    ),
    *(
        invalid(
            f"FIFO topic: {protocol}",
            _SUBSCRIBE,
            f"Invalid protocol type: {protocol}",
            TopicArn=f.FIFO,
            Protocol=protocol,
            Endpoint=endpoint,
        )
        for protocol, endpoint in (
            ("lambda", f"arn:aws:lambda:us-east-1:{f.ACCOUNT}:function:f"),
            ("https", "https://example.com/"),
            ("email", f.MAILBOX),
            ("sms", f.PHONE),
            ("application", f.DEVICE),
            ("firehose", f"arn:aws:firehose:us-east-1:{f.ACCOUNT}:deliverystream/s"),
        )
    ),
    *(
        row(
            f"phone {number!r}",
            _SUBSCRIBE,
            INVALID,
            f"Invalid SMS endpoint: {number}",
            Protocol="sms",
            Endpoint=number,
        )
        for number in ("invalid-number", "NAA+15551234567", "+15--551234567", "+15551234567.", "/+15551234567", "")
    ),
    *(
        invalid(
            f"raw delivery by {protocol}",
            _SUBSCRIBE,
            f"Delivery protocol [{protocol}] does not support raw message delivery.",
            Protocol=protocol,
            Endpoint=endpoint,
            Attributes={"RawMessageDelivery": "true"},
        )
        for protocol, endpoint in (
            ("email", "bob@example.com"),
            ("email-json", "bob@example.com"),
            ("sms", "+15555550199"),
            ("application", f.DEVICE),
        )
    ),
    invalid(
        "raw delivery to a phone",
        _SET,
        "Delivery protocol [sms] does not support raw message delivery.",
        SubscriptionArn=f.PHONE_SUBSCRIPTION,
    ),
    invalid(
        "device that is not there",
        _SUBSCRIBE,
        f"Endpoint Reason: Endpoint does not exist for endpoint arn{f.ARN}endpoint/GCM/shop/x",
        Protocol="application",
        Endpoint=f"{f.ARN}endpoint/GCM/shop/x",
    ),
    *(
        invalid(
            f"{protocol}: {endpoint!r}",
            _SUBSCRIBE,
            "Endpoint must match the specified protocol",
            Protocol=protocol,
            Endpoint=endpoint,
        )
        for protocol, endpoint in (
            ("http", "https://example.com/"),
            ("https", "http://example.com/"),
            ("https", "example.com"),
            ("http", "http://"),
            ("http", ""),
        )
    ),
    *(
        invalid(f"{protocol}: no address", _SUBSCRIBE, "Email address", Protocol=protocol, Endpoint="ann")
        for protocol in ("email", "email-json")
    ),
    invalid("lambda: no ARN", _SUBSCRIBE, "Lambda endpoint ARN", Protocol="lambda", Endpoint="f"),
    # -- 5: too many
    _over(
        "101st of a FIFO topic",
        "a FIFO topic has at most 1 subscriptions",
        "FIFO_SUBSCRIPTIONS",
        TopicArn=f.FIFO,
    ),
    _over(
        "101st with large messages",
        "with its MaximumMessageSize at most 1",
        "LARGE_MESSAGE_SUBSCRIPTIONS",
        f.PLAIN,
        TopicArn=f.PLAIN,
    ),
    _over("5,001st pending", "at most 1 may be pending", "PENDING_SUBSCRIPTIONS", Protocol="email", Endpoint="b@c.de"),
    row(
        "201st filter policy",
        _SUBSCRIBE,
        "FilterPolicyLimitExceededException",
        "The topic has 1 filter policies already",
        _limited("TOPIC_FILTER_POLICIES"),
        Attributes={"FilterPolicy": '{"a":["b"]}'},
    ),
    row(
        "201st filter policy",
        _SET,
        "FilterPolicyLimitExceededException",
        "The topic has 1 filter policies already",
        _limited("TOPIC_FILTER_POLICIES"),
        SubscriptionArn=f.PHONE_SUBSCRIPTION,
        AttributeName="FilterPolicy",
        AttributeValue='{"a":["b"]}',
    ),
    # -- 5: what is there already
    *(
        invalid(f"other {name} {value!r}", _SUBSCRIBE, _DIFFERENT, Endpoint=f.AUDIT, Attributes={name: value})
        for name, value in (
            ("RawMessageDelivery", "true"),
            ("FilterPolicy", '{"kind":["other"]}'),
            ("FilterPolicy", ""),
            ("FilterPolicyScope", "MessageBody"),
            ("DeliveryPolicy", json.dumps({"healthyRetryPolicy": _GOOD})),
            ("RedrivePolicy", ""),
            ("NoSuch", "x"),
        )
    ),
    # -- 5: attributes
    invalid("unknown attribute", _SUBSCRIBE, "Attributes Reason: Unknown attribute X", Attributes={"X": "1"}),
    *(
        invalid(f"attribute {name!r}", _SET, "AttributeName", AttributeName=name)
        for name in ("X", "Owner", "Endpoint", "PendingConfirmation", "rawmessagedelivery", "")
    ),
    *(
        row
        for value in ("yes", "1", "")
        for row in both(
            repr(value),
            "RawMessageDelivery",
            value,
            f"RawMessageDelivery: Invalid value [{value}]. Must be true or false.",
        )
    ),
    *(
        row
        for value in ("X", "messagebody", "")
        for row in both(
            repr(value),
            "FilterPolicyScope",
            value,
            f"FilterPolicyScope: Invalid value [{value}]. Please use either MessageBody or MessageAttributes",
        )
    ),
    *(
        row
        for text, words in NO_JSON
        for row in both(text, "RedrivePolicy", text, f"RedrivePolicy: failed to parse JSON. {words}")
    ),
    *_redrive("no ARN", "dead"),
    *_redrive("a topic", f.PLAIN),
    *_redrive("another region", f"arn:aws:sqs:eu-west-1:{f.ACCOUNT}:dead"),
    *_redrive("another account", f"arn:aws:sqs:us-east-1:{f.OTHER}:dead"),
    *_redrive("a number", 1),
    *both("no target", "RedrivePolicy", '{"a":1}', "RedrivePolicy: deadLetterTargetArn is an invalid arn"),
    *both(
        "standard queue",
        "RedrivePolicy",
        json.dumps({"deadLetterTargetArn": f.QUEUE + "dead"}),
        "RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.",
        f.FIFO_SUBSCRIPTION,
    ),
    # -- 10: delivery policies
    *both("no JSON", "DeliveryPolicy", "{", "DeliveryPolicy: failed to parse JSON."),
    *_delivery("other member", "Unexpected JSON member: x", x=1),
    *_retries("healthyRetryPolicy.minDelayTarget must be greater than or equal to 1", minDelayTarget=0),
    *_retries("healthyRetryPolicy.maxDelayTarget must be less than or equal to 3600", maxDelayTarget=3601),
    *_retries("healthyRetryPolicy.maxDelayTarget must be greater than or equal to minDelayTarget", minDelayTarget=3),
    *_retries("healthyRetryPolicy.numRetries must be less than or equal to 100", numRetries=101),
    *_retries("healthyRetryPolicy.numRetries must be greater than or equal to 0", numRetries=-1),
    *_retries("healthyRetryPolicy.numRetries must be an integer", numRetries="3"),
    *(row for name in _GOOD for row in _retries(f"healthyRetryPolicy.{name} must be specified", **{name: None})),
    *_retries(
        "healthyRetryPolicy.numRetries must be greater than or equal to total of numMinDelayRetries, "
        "numNoDelayRetries and numMaxDelayRetries",
        numNoDelayRetries=4,
    ),
    *_retries(
        "healthyRetryPolicy.backoffFunction must be one of linear, arithmetic, geometric, exponential",
        backoffFunction="none",
    ),
    *_retries("Unexpected JSON member: healthyRetryPolicy.x", x=1),
    *_retries("Total policy retry time cannot be greater than 3600 seconds", numRetries=100, maxDelayTarget=100),
    *_delivery(
        "rate of 0",
        "throttlePolicy.maxReceivesPerSecond must be greater than or equal to 1",
        throttlePolicy={"maxReceivesPerSecond": 0},
    ),
    *_delivery(
        "content type",
        "requestPolicy.headerContentType is not a supported content type: image/png",
        requestPolicy={"headerContentType": "image/png"},
    ),
    # -- 13: replays
    *_replay("no JSON", "failed to parse JSON.", "{"),
    *_replay("without type", "PointType must be Timestamp", '{"StartingPoint":"2026-01-01T00:00:00.000Z"}'),
    *_replay("point", "StartingPoint must be an ISO 8601 timestamp", '{"PointType":"Timestamp","StartingPoint":"x"}'),
    *_replay(
        "backwards",
        "EndingPoint must not be before StartingPoint",
        '{"PointType":"Timestamp","StartingPoint":"2026-01-02T00:00:00Z","EndingPoint":"2026-01-01T00:00:00Z"}',
    ),
    *_replay(
        "other member",
        "only PointType, StartingPoint and EndingPoint are supported",
        '{"PointType":"Timestamp","From":"2026-01-02T00:00:00Z"}',
    ),
    *both(
        "without an archive",
        "ReplayPolicy",
        '{"PointType":"Timestamp","StartingPoint":"2026-01-01T00:00:00.000Z"}',
        "ReplayPolicy: the topic has no ArchivePolicy",
    ),
    # -- 6: confirmation
    *(
        row(f"token {token[:8]!r}", _CONFIRM, INVALID, "Invalid token", Token=token)
        for token in ("", "rubbish", _SHAPED.upper(), "a b" * 96)
    ),
    invalid("unknown token", _CONFIRM, "Token"),
    invalid("old token", _CONFIRM, "Token", _a_day_later, Token=f.TOKEN),
    invalid("deleted topic", _CONFIRM, "Token", _without_topic, Token=f.TOKEN),
    *(
        invalid(f"topic {id}", _CONFIRM, "Topic", TopicArn=arn, Token=f.TOKEN)
        for id, arn in (
            ("''", ""),
            ("'orders'", "orders"),
            ("of another region", f.ORDERS.replace("us-east-1", "eu-west-1")),
        )
    ),
)
