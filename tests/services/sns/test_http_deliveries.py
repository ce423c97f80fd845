"""Notifications to web endpoints: what they look like, when they are repeated, where they end."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from typing import Any

import boto3
import pytest

from fakeaws import World
from fakeaws.endpoints import Request, Response
from tests.services.sns.web import URL, Shop, retries, subscribed

TEXT = {"DataType": "String", "StringValue": "eu"}
BINARY = {"DataType": "Binary", "BinaryValue": b"\x02\x03"}


def published(aws: World, sns: Any, topic: str, message: str = "hello", **more: Any) -> str:
    """Publish and let everything come to rest; the message's id."""
    sent: str = sns.publish(TopicArn=topic, Message=message, **more)["MessageId"]
    aws.clock.run_until_idle()
    return sent


def fates(aws: World, message_id: str) -> dict[str, str]:
    return dict(aws.trace(message_id).fates)


# -- what arrives ------------------------------------------------------------------------------------------------------


def test_a_notification(aws: World, sns: Any) -> None:
    shop = Shop(aws)
    topic = subscribed(sns)
    message_id = published(aws, sns, topic, "grüß", Subject="s", MessageAttributes={"region": TEXT, "raw": BINARY})
    [arn] = [each["SubscriptionArn"] for each in sns.list_subscriptions()["Subscriptions"]]
    [received] = shop.notifications
    assert (received.method, received.url) == ("POST", URL)
    assert dict(received.headers.pairs) == {
        "x-amz-sns-message-type": "Notification",
        "x-amz-sns-message-id": message_id,
        "x-amz-sns-topic-arn": topic,
        "x-amz-sns-subscription-arn": arn,
        "Content-Length": str(len(received.body)),
        "Content-Type": "text/plain; charset=UTF-8",
        "Host": "shop.example.com",
        "Connection": "Keep-Alive",
        "User-Agent": "Amazon Simple Notification Service Agent",
        "Accept-Encoding": "gzip,deflate",
    }
    document = received.json()
    assert list(document) == [
        "Type",
        "MessageId",
        "TopicArn",
        "Subject",
        "Message",
        "Timestamp",
        "SignatureVersion",
        "Signature",
        "SigningCertURL",
        "UnsubscribeURL",
        "MessageAttributes",
    ]
    assert (document["Message"], document["MessageId"]) == ("grüß", message_id)
    assert document["MessageAttributes"]["raw"] == {"Type": "Binary", "Value": "AgM="}
    assert fates(aws, message_id) == {URL: "delivered"}


def test_raw(aws: World, sns: Any) -> None:
    shop = Shop(aws)
    topic = subscribed(sns, RawMessageDelivery="true")
    published(aws, sns, topic, "grüß", Subject="s", MessageAttributes={"region": TEXT})
    [received] = shop.notifications
    assert received.body == "grüß".encode()
    assert received.headers["x-amz-sns-rawdelivery"] == "true"
    assert received.headers["content-length"] == "6"


def test_the_protocols_own_text(aws: World, sns: Any) -> None:
    shop = Shop(aws)
    topic = subscribed(sns)
    texts = {"default": "d", "https": "for the web", "http": "not this"}
    published(aws, sns, topic, json.dumps(texts), MessageStructure="json")
    assert shop.notifications[0].json()["Message"] == "for the web"


def test_the_content_type_of_the_delivery_policy(aws: World, sns: Any) -> None:
    shop = Shop(aws)
    topic = subscribed(sns, DeliveryPolicy={"requestPolicy": {"headerContentType": "application/json"}})
    published(aws, sns, topic)
    asked, told = shop.endpoint.requests
    assert asked.headers["content-type"] == "text/plain; charset=UTF-8"
    assert told.headers["content-type"] == "application/json"


def test_plain_http_and_several_endpoints(aws: World, sns: Any) -> None:
    urls = ["http://a.test/sns", "http://a.test:8080/sns?shop=1", "https://b.test"]
    shops = [Shop(aws, url=url) for url in urls]
    for url in urls:
        topic = subscribed(sns, url)
    message_id = published(aws, sns, topic)
    assert [len(shop.notifications) for shop in shops] == [1, 1, 1]
    assert shops[1].notifications[0].query == {"shop": "1"}
    assert shops[1].notifications[0].headers["host"] == "a.test:8080"
    assert fates(aws, message_id) == dict.fromkeys(urls, "delivered")


# -- applications ------------------------------------------------------------------------------------------------------


def test_a_wsgi_application(aws: World, sns: Any) -> None:
    got: list[str] = []

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        document = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        if environ["HTTP_X_AMZ_SNS_MESSAGE_TYPE"] == "SubscriptionConfirmation":
            boto3.client("sns").confirm_subscription(TopicArn=document["TopicArn"], Token=document["Token"])
        else:
            got.append(document["Message"])
        start_response("204 No Content", [])
        return []

    aws.sns.register_endpoint(URL, app)
    message_id = published(aws, sns, subscribed(sns))
    assert got == ["hello"]
    assert fates(aws, message_id) == {URL: "delivered"}


def test_an_asgi_application(aws: World, sns: Any) -> None:
    got: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        document = json.loads((await receive())["body"])
        if dict(scope["headers"])[b"x-amz-sns-message-type"] == b"SubscriptionConfirmation":
            boto3.client("sns").confirm_subscription(TopicArn=document["TopicArn"], Token=document["Token"])
        else:
            await asyncio.sleep(3)
            got.append(document["Message"])
        await send({"type": "http.response.start", "status": 202, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    aws.sns.register_endpoint(URL, app)
    message_id = published(aws, sns, subscribed(sns))
    assert got == ["hello"]
    assert fates(aws, message_id) == {URL: "delivered"}
    assert aws.clock.elapsed.total_seconds() == 3


# -- time-outs and retries ---------------------------------------------------------------------------------------------


def test_slow_work_is_done_twice(aws: World, sns: Any, sqs: Any) -> None:
    """The endpoint takes 20 s, SNS waits for 15: the work is done again and again, though it succeeds each time."""
    url = sqs.create_queue(QueueName="shipments")["QueueUrl"]

    def ship(request: Request) -> int:
        time.sleep(20)
        sqs.send_message(QueueUrl=url, MessageBody=request.json()["Message"])
        return 200

    shop = Shop(aws, ship)
    message_id = published(aws, sns, subscribed(sns), "order 42")
    assert shop.times == [0, 35, 70, 105]  # 15 s of waiting and 20 s of delay lie between
    assert [each.outcome for each in shop.notifications] == ["timed out"] * 4
    assert [message.body for message in aws.sqs.queue("shipments").messages] == ["order 42"] * 4
    assert fates(aws, message_id)[URL] == "refused"


def test_work_that_is_quicker_the_second_time(aws: World, sns: Any) -> None:
    shop = Shop(aws, lambda request: time.sleep(16 if len(shop.notifications) == 1 else 1))
    message_id = published(aws, sns, subscribed(sns))
    assert shop.times == [0, 35]
    assert fates(aws, message_id) == {URL: "delivered"}


@pytest.mark.parametrize("answer", [500, 503, 429, 101])
def test_what_is_tried_again(aws: World, sns: Any, answer: int) -> None:
    shop = Shop(aws, lambda request: answer)
    message_id = published(aws, sns, subscribed(sns))
    assert shop.times == [0, 20, 40, 60]
    assert fates(aws, message_id) == {URL: "refused"}


@pytest.mark.parametrize("answer", [400, 401, 403, 404, 410, 301])
def test_what_is_final(aws: World, sns: Any, answer: int) -> None:
    shop = Shop(aws, lambda request: (answer, "no"))
    message_id = published(aws, sns, subscribed(sns))
    assert len(shop.notifications) == 1
    assert fates(aws, message_id) == {URL: "refused"}
    record = aws.timeline.select(outcome="refused")[0]
    assert (record.details["status"], record.details["response"]) == (answer, "no")


@pytest.mark.parametrize("answer", [200, 201, 202, 204, 299])
def test_what_is_a_success(aws: World, sns: Any, answer: int) -> None:
    shop = Shop(aws, lambda request: answer)
    message_id = published(aws, sns, subscribed(sns))
    assert len(shop.notifications) == 1
    assert fates(aws, message_id) == {URL: "delivered"}


def test_an_exception_in_the_application_is_tried_again(aws: World, sns: Any) -> None:
    def app(request: Request) -> None:
        if len(shop.notifications) == 1:
            raise KeyError("order")

    shop = Shop(aws, app)
    message_id = published(aws, sns, subscribed(sns))
    first, second = shop.notifications
    assert (first.outcome, second.outcome) == ("500", "200")
    assert "KeyError: 'order'" in (first.traceback or "")
    assert fates(aws, message_id) == {URL: "delivered"}


def test_an_endpoint_that_is_gone_is_tried_again(aws: World, sns: Any) -> None:
    Shop(aws)
    topic = subscribed(sns)
    aws.clock.run_until_idle()
    aws.sns.register_endpoint("https://shop.example.com/sns", lambda request: 500)
    sns.publish(TopicArn=topic, Message="hello")
    aws.clock.advance(seconds=25)
    later = Shop(aws)
    aws.clock.run_until_idle()
    assert len(later.notifications) == 1


def test_the_delivery_policy_of_the_subscription(aws: World, sns: Any) -> None:
    shop = Shop(aws, lambda request: 500)
    policy = retries(6, 2, 10, numNoDelayRetries=1, numMinDelayRetries=1, numMaxDelayRetries=1)
    published(aws, sns, subscribed(sns, DeliveryPolicy=policy))
    # One at once, one after 2 s, a backoff of 2, 6, 10 s, one after 10 s.
    assert shop.times == [0, 0, 2, 4, 10, 20, 30]


def test_at_most_so_many_a_second(aws: World, sns: Any) -> None:
    shop = Shop(aws)
    topic = subscribed(sns, DeliveryPolicy={"throttlePolicy": {"maxReceivesPerSecond": 2}})
    for number in range(5):
        sns.publish(TopicArn=topic, Message=str(number))
    aws.clock.run_until_idle()
    assert shop.times == [0, 0.5, 1, 1.5, 2]
    assert [each.json()["Message"] for each in shop.notifications] == ["0", "1", "2", "3", "4"]


def test_the_dead_letter_queue_gets_what_the_endpoint_would_have_got(aws: World, sns: Any, sqs: Any) -> None:
    sqs.create_queue(QueueName="dlq")
    shop = Shop(aws, lambda request: 404)
    topic = subscribed(sns, RedrivePolicy={"deadLetterTargetArn": aws.sqs.queue("dlq").arn})
    aws.sqs.queue("dlq").grant_send(topic)
    message_id = published(aws, sns, topic)
    [letter] = aws.sqs.queue("dlq").messages
    assert letter.body == shop.notifications[0].text
    assert fates(aws, message_id)[URL] == "dead-lettered"


# -- user and password -------------------------------------------------------------------------------------------------


def test_user_and_password_of_the_url(aws: World, sns: Any) -> None:
    wanted = "Basic " + base64.b64encode(b"ann:p@ss").decode()
    seen: list[str | None] = []

    def app(request: Request) -> Any:
        seen.append(request.headers.get("Authorization"))
        if request.headers.get("Authorization") != wanted:
            return Response(401, {"WWW-Authenticate": 'Basic realm="shop"'})
        return shop.handle(request)

    url = "https://ann:p%40ss@shop.example.com/sns"
    shop = Shop(aws)
    aws.sns.register_endpoint(URL, app)
    message_id = published(aws, sns, subscribed(sns, url))
    assert seen == [None, wanted, None, wanted]
    assert fates(aws, message_id) == {URL: "delivered"}


def test_without_a_challenge_the_password_is_not_sent(aws: World, sns: Any) -> None:
    shop = Shop(aws, lambda request: 401)
    published(aws, sns, subscribed(sns, "https://ann:secret@shop.example.com/sns"))
    assert len(shop.notifications) == 1
    assert all("Authorization" not in each.headers for each in shop.endpoint.requests)


# -- the timeline ------------------------------------------------------------------------------------------------------


def test_the_story_of_a_message(aws: World, sns: Any) -> None:
    Shop(aws, lambda request: time.sleep(16))
    message_id = published(aws, sns, subscribed(sns, DeliveryPolicy=retries(1)))
    story = [(record.at.total_seconds(), record.service, record.outcome) for record in aws.trace(message_id)]
    assert story == [
        (0, "sns", "ok"),
        (0, "sns", "delivering"),
        (0, "http", "sent"),
        (15, "http", "timed out"),
        (15, "sns", "retrying"),
        (16, "http", "200"),
        (35, "sns", "delivering"),
        (35, "http", "sent"),
        (50, "http", "timed out"),
        (50, "sns", "refused"),
        (51, "http", "200"),
    ]
