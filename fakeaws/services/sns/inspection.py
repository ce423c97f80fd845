"""Looking at topics and what left them from a test: ``aws.sns.topic("orders")``, ``aws.sns.outbox("sms")``."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal, cast, overload

from fakeaws.aws.arns import Arn
from fakeaws.services.sns.outboxes import EmailMessage, Kind, Outbox, PushMessage, SmsMessage
from fakeaws.services.sns.phone_numbers import normalised

if TYPE_CHECKING:
    from fakeaws.endpoints import Endpoint
    from fakeaws.endpoints.kinds import Kind as ServerKind
    from fakeaws.services.sns.operations.base import SnsBase
    from fakeaws.services.sns.subscriptions import Subscription
    from fakeaws.services.sns.topics import Topic
    from fakeaws.world import World


class SubscriptionView:
    """A subscription as tests see it."""

    def __init__(self, subscription: Subscription) -> None:
        self._subscription = subscription

    def __repr__(self) -> str:
        state = ", pending confirmation" if self.pending else ""
        return f"<subscription {self.protocol} {self.endpoint}{state}>"

    @property
    def arn(self) -> str:
        return self._subscription.arn

    @property
    def protocol(self) -> str:
        return self._subscription.protocol

    @property
    def endpoint(self) -> str:
        return self._subscription.endpoint

    @property
    def pending(self) -> bool:
        """Whether it still waits for confirmation."""
        return self._subscription.pending


class TopicView:
    """A topic as tests see it."""

    def __init__(self, world: World, topic: Topic) -> None:
        self._world = world
        self._topic = topic

    def __repr__(self) -> str:
        return f"<topic {self._topic.resource}: {self._topic.confirmed} confirmed, {self._topic.pending} pending>"

    @property
    def name(self) -> str:
        return self._topic.name

    @property
    def arn(self) -> str:
        return self._topic.arn

    @property
    def subscriptions(self) -> list[SubscriptionView]:
        """Its subscriptions, in the order in which they were made; a snapshot."""
        self._world.settle()
        return [SubscriptionView(subscription) for subscription in self._topic.subscriptions.values()]


class SnsInspector:
    """``aws.sns``."""

    def __init__(self, world: World) -> None:
        self._world = world

    def topic(self, topic: str) -> TopicView:
        """The topic of that name (in the default account and region) or ARN.

        Raises ``LookupError``, with the nearest name.
        """
        self._world.settle()
        account, region, name = self._place(topic)
        here = [
            known
            for service in self._services()
            if (service.account, service.region) == (account, region)
            for known in service.topics.values()
        ]
        for known in here:
            if known.name == name:
                return TopicView(self._world, known)
        near = get_close_matches(name, [known.name for known in here], n=1)
        hint = (
            f"; did you mean {near[0]!r}?"
            if near
            else f"; there are {', '.join(sorted(t.name for t in here)) or 'none'}"
        )
        raise LookupError(f"no topic {topic!r} in account {account}, region {region}{hint}")

    @overload
    def outbox(self, kind: Literal["sms"]) -> list[SmsMessage]: ...
    @overload
    def outbox(self, kind: Literal["email"]) -> list[EmailMessage]: ...
    @overload
    def outbox(self, kind: Literal["push"]) -> list[PushMessage]: ...
    def outbox(self, kind: Kind) -> list[Any]:
        """What left AWS for phones ("sms"), mailboxes ("email") or apps on devices ("push"), in order of delivery.

        Of all accounts and regions; a snapshot. Mails that ask for confirmation have the ``token`` for it, text messages
        of the SMS sandbox their ``one_time_password``. What was not delivered is on the timeline, with the reason.
        """
        if kind not in ("sms", "email", "push"):
            raise ValueError(f'there is no outbox {kind!r}; there are "sms", "email" and "push"')
        self._world.settle()
        return Outbox.merged(getattr(service.outboxes, kind) for service in self._services())

    def opt_out(self, phone_number: str, *, account: str | None = None, region: str | None = None) -> None:
        """The owner of the number answers STOP: it gets nothing more from that account and region until it is opted in.

        For AWS has no API for it. ``OptInPhoneNumber`` takes it back.
        """
        number = normalised(phone_number)
        if number is None:
            raise ValueError(f"not a phone number: {phone_number!r}; wanted is one such as +15551234567")
        service = self._service(account, region)
        service.opt_outs.add(number)
        self._world.timeline.add("sns", "OptOut", number, "ok")

    def leave_sms_sandbox(self, *, account: str | None = None, region: str | None = None) -> None:
        """AWS lets the account out of the SMS sandbox of a region: every number gets its text messages from now on.

        For AWS has no API for it. ``mock_aws(config={"sns": {"sms_sandbox": False}})`` never puts one there.
        """
        service = self._service(account, region)
        service.sandbox.active = False
        self._world.timeline.add("sns", "LeaveSMSSandbox", "", "ok")

    def reject_token(self, token: str) -> None:
        """A push service does not know a device's token any more, as after the app was removed.

        The next notification to it fails for good and disables its endpoint. Raises ``LookupError`` unless an endpoint
        has this token.
        """
        self._world.settle()
        concerned = [
            (service, application)
            for service in self._services()
            for application in service.platforms.applications.values()
            if token in application.endpoints
        ]
        if not concerned:
            raise LookupError(f"no platform endpoint has the token {token!r}")
        for service, application in concerned:
            service.platforms.invalid_tokens.add(token)
            self._world.timeline.add("sns", "RejectToken", application.endpoints[token].arn, "ok")

    def _service(self, account: str | None, region: str | None) -> SnsBase:
        world = self._world
        world.settle()
        return cast("SnsBase", world.router.service("sns", account or world.account, region or world.region))

    def register_endpoint(
        self, url: str, app: Any = None, *, kind: ServerKind | None = None, name: str | None = None
    ) -> Endpoint:
        """Let an application answer for an http or https endpoint, and for every URL below it, without a socket.

        ``app`` is a WSGI application (Flask, Django), an ASGI application (FastAPI, Starlette), or a function that takes
        a `fakeaws.endpoints.Request` and returns ``None`` (200), a status, a body, ``(status, body)`` or a `Response`.
        ``kind``, where the application itself does not tell: "wsgi", "asgi" or "callable"; "loopback", without ``app``,
        for a real server of the test at ``http://127.0.0.1:PORT``. ``name`` is its name on the timeline.

        What is returned has ``.requests``: what the endpoint got, and what came of it. The same URL again replaces the
        application. Raises ``ValueError`` for what is no URL, ``TypeError`` for an application that cannot be told.
        """
        return self._world.endpoints.register(url, app, kind=kind, name=name)

    def _place(self, text: str) -> tuple[str, str, str]:
        if not text.startswith("arn:"):
            return self._world.account, self._world.region, text
        arn = Arn.parse(text)
        if arn.service != "sns":
            raise LookupError(f"not the ARN of a topic: {text}")
        return arn.account, arn.region, arn.resource

    def _services(self) -> list[SnsBase]:
        return [cast("SnsBase", service) for service in self._world.router.services("sns")]


INSPECTOR = SnsInspector
