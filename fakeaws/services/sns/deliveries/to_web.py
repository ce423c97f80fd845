"""Deliveries to http and https endpoints."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from fakeaws.endpoints import resource_of
from fakeaws.services.sns import errors
from fakeaws.services.sns.confirmations import SUBSCRIBE
from fakeaws.services.sns.deliveries.channels import Answer, Channel, Verdict, delivered
from fakeaws.services.sns.deliveries.envelopes import envelope, laid_out

if TYPE_CHECKING:
    from fakeaws.aws.service import Call, Caller
    from fakeaws.endpoints.exchange import Answer as HttpAnswer
    from fakeaws.services.sns.confirmations import Confirmation
    from fakeaws.services.sns.deliveries.delivery import Delivery
    from fakeaws.services.sns.topics import Topic

#: From the start of an attempt to the whole response.
TIMEOUT_US = 15_000_000
_CONTENT_TYPE = "text/plain; charset=UTF-8"
_SHOWN_OF_BODY = 200


class WebChannel(Channel):
    """Posts to endpoints that are registered with the world, by each subscription's delivery policy."""

    schedule = "http"
    raw = True

    def check_endpoint(
        self, call: Call, topic: Topic, protocol: str, endpoint: str, attributes: Mapping[str, str]
    ) -> str:
        try:
            parts = urlsplit(endpoint)
            fits = parts.scheme.lower() == protocol and bool(parts.hostname) and parts.port != 0
        except ValueError:
            fits = False
        if not fits:
            raise errors.invalid_parameter("Endpoint must match the specified protocol")
        return endpoint

    def needs_confirmation(self, caller: Caller, endpoint: str) -> bool:
        return True

    def resource_of(self, endpoint: str) -> str:
        return resource_of(endpoint)

    def confirm(self, confirmation: Confirmation) -> None:
        subscription = confirmation.subscription
        headers = _headers(confirmation.kind, confirmation.message_id, subscription.topic.arn)
        if confirmation.kind != SUBSCRIBE:
            headers["x-amz-sns-subscription-arn"] = subscription.arn
        body = laid_out(dict(confirmation.document()))
        post = Post(self, subscription.endpoint, headers, _CONTENT_TYPE, body, confirmation.record)
        post.send(self._asked, ())

    def _asked(self, answer: HttpAnswer) -> None:
        """Nobody is told whether a confirmation arrived; the timeline has it."""

    def deliver(self, delivery: Delivery) -> Answer | None:
        notification, subscription, topic = delivery.notification, delivery.subscription, delivery.topic
        assert subscription is not None
        assert topic is not None
        headers = _headers("Notification", notification.id, topic.arn)
        headers["x-amz-sns-subscription-arn"] = subscription.arn
        if delivery.raw:
            headers["x-amz-sns-rawdelivery"] = "true"
        body = delivery.message if delivery.raw else envelope(delivery)
        content_type = subscription.delivery_policy.content_type
        post = Post(self, delivery.endpoint, headers, content_type, body, delivery.record)
        post.send(self._delivered, (delivery,))
        return None

    def _delivered(self, answer: HttpAnswer, delivery: Delivery) -> None:
        response = answer.response
        if response is None:
            delivery.finish(Answer("server-error", 0, {"reason": answer.problem}))
        elif 200 <= response.status < 300:
            delivery.finish(delivered(response.status))
        else:
            shown = response.body[:_SHOWN_OF_BODY].decode("utf-8", "replace")
            delivery.finish(Answer(_verdict(response.status), response.status, {"response": shown} if shown else {}))


def _verdict(status: int) -> Verdict:
    """Redirects are not followed; of the client's errors only 429 is worth another try."""
    return "server-error" if status >= 500 or status == 429 or status < 200 else "client-error"


def _headers(kind: str, message_id: str, topic_arn: str) -> dict[str, str]:
    return {
        "x-amz-sns-message-type": kind,
        "x-amz-sns-message-id": message_id,
        "x-amz-sns-topic-arn": topic_arn,
    }


class Post:
    """One attempt at an endpoint: a POST, and a second one with the URL's user and password if it asks for them."""

    def __init__(
        self, channel: WebChannel, url: str, headers: Mapping[str, str], content_type: str, text: str, record: int
    ) -> None:
        self._endpoints = channel.world.endpoints
        self._url = url
        self._record = record
        self._body = text.encode("utf-8", "surrogatepass")
        self._headers = {
            **headers,
            "Content-Length": str(len(self._body)),
            "Content-Type": content_type,
            "Host": urlsplit(url).netloc.rpartition("@")[2],
            "Connection": "Keep-Alive",
            "User-Agent": "Amazon Simple Notification Service Agent",
            "Accept-Encoding": "gzip,deflate",
        }

    def send(self, then: Callable[..., object], args: tuple[Any, ...]) -> None:
        """Send it; ``then(answer, *args)`` is called in an event."""
        credentials = _credentials(self._url)
        if credentials is None:
            self._send(self._headers, then, args)
        else:
            self._send(self._headers, self._first, (credentials, then, args))

    def _first(self, answer: HttpAnswer, credentials: str, then: Callable[..., object], args: tuple[Any, ...]) -> None:
        response = answer.response
        asked = response.headers.get("WWW-Authenticate", "") if response is not None and response.status == 401 else ""
        if asked.lower().startswith("basic"):
            self._send({**self._headers, "Authorization": credentials}, then, args)
        else:
            then(answer, *args)

    def _send(self, headers: Mapping[str, str], then: Callable[..., object], args: tuple[Any, ...]) -> None:
        self._endpoints.send(
            "POST",
            self._url,
            headers,
            self._body,
            timeout_us=TIMEOUT_US,
            then=then,
            args=args,
            cause=self._record,
        )


def _credentials(url: str) -> str | None:
    parts = urlsplit(url)
    if parts.username is None:
        return None
    text = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return f"Basic {base64.b64encode(text.encode()).decode()}"


CHANNEL = WebChannel
