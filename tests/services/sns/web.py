"""A topic with one web endpoint, and the endpoint's side of it."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from typing import Any

from fakeaws import World
from fakeaws.endpoints import Endpoint, ReceivedRequest, Request

URL = "https://shop.example.com/sns"


def kind(request: Request | ReceivedRequest) -> str:
    """What a request is, by its header."""
    return request.headers["x-amz-sns-message-type"]


def confirm(request: Request | ReceivedRequest) -> bytes:
    """Visit the link in a confirmation; the answer."""
    answer: bytes = urllib.request.urlopen(request.json()["SubscribeURL"]).read()
    return answer


class Shop:
    """An endpoint that confirms what it is asked to, and answers notifications as its test says."""

    def __init__(self, aws: World, answer: Callable[[Request], Any] = lambda request: None, url: str = URL) -> None:
        self._answer = answer
        self.endpoint: Endpoint = aws.sns.register_endpoint(url, self.handle)

    def handle(self, request: Request) -> Any:
        """The application."""
        if kind(request) == "Notification":
            return self._answer(request)
        if kind(request) == "SubscriptionConfirmation":
            confirm(request)
        return None

    def of_kind(self, wanted: str) -> list[ReceivedRequest]:
        """The requests of one kind."""
        return [request for request in self.endpoint.requests if kind(request) == wanted]

    @property
    def notifications(self) -> list[ReceivedRequest]:
        """What it was told of."""
        return self.of_kind("Notification")

    @property
    def times(self) -> list[float]:
        """When, in seconds since the first notification."""
        return [(each.at - self.notifications[0].at).total_seconds() for each in self.notifications]


def subscribed(sns: Any, url: str = URL, topic: str = "orders", **attributes: Any) -> str:
    """A topic with this endpoint; its ARN. Attributes that are no texts are given as JSON."""
    arn: str = sns.create_topic(Name=topic)["TopicArn"]
    given = {name: value if isinstance(value, str) else json.dumps(value) for name, value in attributes.items()}
    sns.subscribe(TopicArn=arn, Protocol=url.partition(":")[0], Endpoint=url, Attributes=given)
    return arn


def retries(count: int, low: int = 20, high: int | None = None, **more: Any) -> dict[str, Any]:
    """A delivery policy with so many retries."""
    policy = {"numRetries": count, "minDelayTarget": low, "maxDelayTarget": high or low, **more}
    return {"healthyRetryPolicy": policy}
