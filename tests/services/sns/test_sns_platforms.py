"""Platform applications and endpoints."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeaws import World

from .subscribers import ACCOUNT, ARN, invalid, make_queue, make_topic, refused, subscribe

NULL = "1 validation error detected: Value null at 'attributes' failed to satisfy constraint: Member must not be null"
SECRETS = {"PlatformCredential": "key", "PlatformPrincipal": "certificate"}
UNKNOWN_APP = f"{ARN}app/GCM/none"
UNKNOWN = f"{ARN}endpoint/GCM/shop/3f08fd15-d349-4d82-b415-49df9ff9d8dd"


def make_app(sns: Any, name: str = "shop", platform: str = "GCM", **attributes: str) -> str:
    secrets = {"PlatformCredential": "key"} if platform == "GCM" else SECRETS
    made = sns.create_platform_application(Name=name, Platform=platform, Attributes={**secrets, **attributes})
    arn: str = made["PlatformApplicationArn"]
    return arn


def make_endpoint(sns: Any, app: str, token: str = "token", **params: Any) -> str:
    arn: str = sns.create_platform_endpoint(PlatformApplicationArn=app, Token=token, **params)["EndpointArn"]
    return arn


def endpoint(sns: Any, arn: str) -> dict[str, str]:
    found: dict[str, str] = sns.get_endpoint_attributes(EndpointArn=arn)["Attributes"]
    return found


def no_app() -> Any:
    return refused("NotFound", "PlatformApplication does not exist", 404)


def no_endpoint() -> Any:
    return refused("NotFound", "Endpoint does not exist", 404)


class TestApplications:
    def test_created_once(self, sns: Any) -> None:
        arn = make_app(sns)
        assert arn == f"{ARN}app/GCM/shop"
        assert make_app(sns) == arn
        assert make_app(sns, platform="APNS") == f"{ARN}app/APNS/shop"
        with invalid("Attributes Reason: Platform application already exists with different attributes"):
            make_app(sns, PlatformCredential="another")

    def test_credentials_are_not_shown(self, sns: Any) -> None:
        arn = make_app(sns, platform="APNS")
        shown = sns.get_platform_application_attributes(PlatformApplicationArn=arn)["Attributes"]
        assert shown == {"Enabled": "true"}

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("", " Reason: cannot be empty"),
            ("x" * 257, f"{'x' * 257} Reason: must be at most 256 characters long"),
            ("@name", "@name Reason: must contain only characters 'a'-'z', 'A'-'Z', '0'-'9', '_', '-', and '.'"),
        ],
    )
    def test_names(self, sns: Any, name: str, words: str) -> None:
        with invalid(words):
            make_app(sns, name)
        make_app(sns, "x" * 255 + ".")

    def test_platforms(self, sns: Any) -> None:
        for platform in ("ADM", "APNS_SANDBOX", "APNS_VOIP", "BAIDU", "WNS", "MPNS", "MACOS", "MACOS_SANDBOX"):
            make_app(sns, platform=platform)
        with invalid("Platform Reason: AAA is not supported"):
            make_app(sns, platform="AAA")

    def test_credentials(self, sns: Any) -> None:
        def create(attributes: dict[str, str], platform: str = "APNS") -> None:
            sns.create_platform_application(Name="shop", Platform=platform, Attributes=attributes)

        with invalid("Attributes Reason: PlatformPrincipal attribute provided without PlatformCredential"):
            create({"PlatformPrincipal": "certificate"})
        with invalid("Attributes Reason: PlatformCredential attribute provided without PlatformPrincipal"):
            create({"PlatformCredential": "key"})
        with invalid("Attributes Reason: PlatformCredential attribute is required"):
            create({"Enabled": "true"}, "GCM")
        with refused("ValidationError", NULL):
            create({})
        assert sns.list_platform_applications()["PlatformApplications"] == []

    def test_attributes(self, sns: Any) -> None:
        topic = make_topic(sns)
        arn = make_app(sns, EventEndpointCreated=topic)
        sns.set_platform_application_attributes(
            PlatformApplicationArn=arn,
            Attributes={
                "EventDeliveryFailure": topic,
                "SuccessFeedbackRoleArn": f"arn:aws:iam::{ACCOUNT}:role/sns",
                "SuccessFeedbackSampleRate": "10",
                "EventEndpointCreated": "",
                "PlatformCredential": "new",
            },
        )
        shown = sns.get_platform_application_attributes(PlatformApplicationArn=arn)["Attributes"]
        assert shown == {
            "Enabled": "true",
            "EventDeliveryFailure": topic,
            "SuccessFeedbackRoleArn": f"arn:aws:iam::{ACCOUNT}:role/sns",
            "SuccessFeedbackSampleRate": "10",
        }

    @pytest.mark.parametrize(
        ("attributes", "reason"),
        [
            ({"Colour": "red"}, "Invalid attribute name: Colour"),
            ({"EventEndpointCreated": "orders"}, "Invalid value for attribute: EventEndpointCreated"),
            ({"EventEndpointCreated": f"{ARN}app/GCM/shop"}, "Invalid value for attribute: EventEndpointCreated"),
            ({"SuccessFeedbackSampleRate": "101"}, "Invalid value for attribute: SuccessFeedbackSampleRate"),
            ({"FailureFeedbackRoleArn": "sns"}, "Invalid value for attribute: FailureFeedbackRoleArn"),
            ({"Enabled": "yes"}, "Invalid value for attribute: Enabled: must be true or false"),
        ],
    )
    def test_bad_attributes_change_nothing(self, sns: Any, attributes: dict[str, str], reason: str) -> None:
        arn = make_app(sns)
        with invalid(f"Attributes Reason: {reason}"):
            sns.set_platform_application_attributes(
                PlatformApplicationArn=arn, Attributes={"SuccessFeedbackSampleRate": "1", **attributes}
            )
        shown = sns.get_platform_application_attributes(PlatformApplicationArn=arn)["Attributes"]
        assert shown == {"Enabled": "true"}
        with refused("ValidationError", NULL):
            sns.set_platform_application_attributes(PlatformApplicationArn=arn, Attributes={})

    def test_deleting(self, sns: Any) -> None:
        app = make_app(sns)
        arn = make_endpoint(sns, app)
        for _ in range(2):
            sns.delete_platform_application(PlatformApplicationArn=app)
        with no_app():
            sns.list_endpoints_by_platform_application(PlatformApplicationArn=app)
        with no_endpoint():
            endpoint(sns, arn)

    def test_pages(self, sns: Any) -> None:
        assert sns.list_platform_applications()["PlatformApplications"] == []
        arns = [make_app(sns, f"app{number:03}") for number in range(101)]
        first = sns.list_platform_applications()
        assert [each["PlatformApplicationArn"] for each in first["PlatformApplications"]] == arns[:100]
        assert first["PlatformApplications"][0]["Attributes"] == {"Enabled": "true"}
        second = sns.list_platform_applications(NextToken=first["NextToken"])
        assert [each["PlatformApplicationArn"] for each in second["PlatformApplications"]] == arns[100:]
        assert "NextToken" not in second
        with invalid("NextToken"):
            sns.list_platform_applications(NextToken="x")

    def test_arns(self, sns: Any) -> None:
        for call in (
            sns.get_platform_application_attributes,
            sns.delete_platform_application,
            sns.list_endpoints_by_platform_application,
        ):
            with invalid("PlatformApplicationArn Reason: An ARN must have at least 6 elements, not 1"):
                call(PlatformApplicationArn="shop")
            with invalid("PlatformApplicationArn Reason: Wrong number of slashes in relative portion of the ARN."):
                call(PlatformApplicationArn=f"{ARN}shop")
            with invalid("PlatformApplicationArn"):
                call(PlatformApplicationArn=UNKNOWN_APP.replace("us-east-1", "eu-west-1"))
        with no_app():
            sns.get_platform_application_attributes(PlatformApplicationArn=UNKNOWN_APP)
        with no_app():
            sns.set_platform_application_attributes(PlatformApplicationArn=UNKNOWN_APP, Attributes={"Enabled": "true"})
        with no_app():
            make_endpoint(sns, UNKNOWN_APP)


class TestEndpoints:
    def test_created_once(self, sns: Any) -> None:
        app = make_app(sns)
        arn = make_endpoint(sns, app)
        assert arn.startswith(f"{ARN}endpoint/GCM/shop/")
        assert endpoint(sns, arn) == {"Enabled": "true", "Token": "token"}
        assert make_endpoint(sns, app) == arn
        assert make_endpoint(sns, app, "another") != arn
        assert make_endpoint(sns, make_app(sns, "other")) != arn

    def test_the_same_token_with_other_data(self, sns: Any) -> None:
        app = make_app(sns)
        arn = make_endpoint(sns, app, CustomUserData="ann")
        assert make_endpoint(sns, app, CustomUserData="ann") == arn
        assert make_endpoint(sns, app, Attributes={"CustomUserData": "ann", "Enabled": "TRUE"}) == arn
        for params in ({}, {"CustomUserData": "bob"}, {"CustomUserData": "ann", "Attributes": {"Enabled": "false"}}):
            with invalid(f"Token Reason: Endpoint {arn} already exists with the same Token, but different attributes."):
                make_endpoint(sns, app, **params)

    def test_the_attribute_wins(self, sns: Any) -> None:
        arn = make_endpoint(sns, make_app(sns), CustomUserData="ann", Attributes={"CustomUserData": "bob"})
        assert endpoint(sns, arn)["CustomUserData"] == "bob"

    @pytest.mark.parametrize(
        ("attributes", "reason"),
        [
            ({"Colour": "red"}, "Invalid attribute name: Colour"),
            (
                {"CustomUserData": "é" * 1_024 + "x"},
                "Invalid value for attribute: CustomUserData: must be at most 2048 bytes long in UTF-8 encoding",
            ),
            ({"Enabled": "yes"}, "Invalid value for attribute: Enabled: must be true or false"),
            ({"Token": ""}, "Invalid value for attribute: Token: cannot be empty"),
        ],
    )
    def test_bad_attributes_change_nothing(self, sns: Any, attributes: dict[str, str], reason: str) -> None:
        app = make_app(sns)
        with invalid(f"Attributes Reason: {reason}"):
            make_endpoint(sns, app, Attributes=attributes)
        arn = make_endpoint(sns, app, CustomUserData="é" * 1_024)
        with invalid(f"Attributes Reason: {reason}"):
            sns.set_endpoint_attributes(EndpointArn=arn, Attributes={"Token": "new", **attributes})
        assert endpoint(sns, arn) == {"Enabled": "true", "Token": "token", "CustomUserData": "é" * 1_024}
        with refused("ValidationError", NULL):
            sns.set_endpoint_attributes(EndpointArn=arn, Attributes={})

    def test_no_token(self, sns: Any) -> None:
        with invalid("Token Reason: cannot be empty"):
            make_endpoint(sns, make_app(sns), "")

    def test_another_token(self, sns: Any) -> None:
        app = make_app(sns)
        arn, other = make_endpoint(sns, app, "a"), make_endpoint(sns, app, "b")
        with invalid(f"Token Reason: Endpoint {other} already exists with the same Token, but different attributes."):
            sns.set_endpoint_attributes(EndpointArn=arn, Attributes={"Token": "b", "Enabled": "false"})
        sns.set_endpoint_attributes(EndpointArn=arn, Attributes={"Token": "c", "Enabled": "FALSE"})
        assert endpoint(sns, arn) == {"Enabled": "false", "Token": "c"}
        assert make_endpoint(sns, app, "c") == arn
        assert make_endpoint(sns, app, "a") not in (arn, other)

    def test_deleting(self, sns: Any) -> None:
        app = make_app(sns)
        arn = make_endpoint(sns, app)
        topic = make_topic(sns)
        subscribe(sns, topic, arn, "application")
        for _ in range(2):
            sns.delete_endpoint(EndpointArn=arn)
        with no_endpoint():
            endpoint(sns, arn)
        assert [each["Endpoint"] for each in sns.list_subscriptions()["Subscriptions"]] == [arn]
        assert make_endpoint(sns, app) != arn

    def test_pages(self, sns: Any) -> None:
        app = make_app(sns)
        assert sns.list_endpoints_by_platform_application(PlatformApplicationArn=app)["Endpoints"] == []
        arns = sorted(make_endpoint(sns, app, f"t{number}") for number in range(101))
        first = sns.list_endpoints_by_platform_application(PlatformApplicationArn=app)
        assert [each["EndpointArn"] for each in first["Endpoints"]] == arns[:100]
        assert first["Endpoints"][0]["Attributes"] == endpoint(sns, arns[0])
        pages = sns.get_paginator("list_endpoints_by_platform_application").paginate(PlatformApplicationArn=app)
        assert [each["EndpointArn"] for page in pages for each in page["Endpoints"]] == arns

    def test_arns(self, sns: Any) -> None:
        for call in (sns.get_endpoint_attributes, sns.delete_endpoint):
            with invalid("EndpointArn Reason: An ARN must have at least 6 elements, not 3"):
                call(EndpointArn="a:b:c")
            with invalid("EndpointArn Reason: Wrong number of slashes in relative portion of the ARN."):
                call(EndpointArn=f"{ARN}endpoint/GCM/shop")
            with invalid("EndpointArn"):
                call(EndpointArn=f"{ARN}app/GCM/shop/x")
        with no_endpoint():
            endpoint(sns, UNKNOWN)
        with no_endpoint():
            sns.set_endpoint_attributes(EndpointArn=UNKNOWN, Attributes={"Enabled": "true"})


class TestPublishing:
    def test_to_a_disabled_endpoint(self, sns: Any) -> None:
        arn = make_endpoint(sns, make_app(sns))
        sns.set_endpoint_attributes(EndpointArn=arn, Attributes={"Enabled": "false"})
        with refused("EndpointDisabled", "Endpoint is disabled"):
            sns.publish(TargetArn=arn, Message="hello")

    def test_to_a_disabled_application(self, sns: Any) -> None:
        app = make_app(sns)
        arn = make_endpoint(sns, app)
        sns.set_platform_application_attributes(PlatformApplicationArn=app, Attributes={"Enabled": "false"})
        with refused("PlatformApplicationDisabled", "Platform application is disabled"):
            sns.publish(TargetArn=arn, Message="hello")

    def test_to_none(self, sns: Any) -> None:
        with invalid("TargetArn Reason: No endpoint found for the target arn specified"):
            sns.publish(TargetArn=UNKNOWN, Message="hello")
        with invalid("TargetArn Reason: Wrong number of slashes in relative portion of the ARN."):
            sns.publish(TargetArn=f"{ARN}endpoint/GCM/shop", Message="hello")

    def test_subscribing(self, sns: Any) -> None:
        topic = make_topic(sns)
        with invalid(f"Endpoint Reason: Endpoint does not exist for endpoint arn{UNKNOWN}"):
            subscribe(sns, topic, UNKNOWN, "application")
        with invalid("Application endpoint arn invalid:shop"):
            subscribe(sns, topic, "shop", "application")

    def test_a_disabled_endpoint_of_a_topic(self, aws: World, sns: Any, sqs: Any) -> None:
        topic = make_topic(sns)
        arn = make_endpoint(sns, make_app(sns))
        dead = make_queue(sqs, aws, "dead", topic)
        subscribe(sns, topic, arn, "application", RedrivePolicy={"deadLetterTargetArn": dead})
        sns.set_endpoint_attributes(EndpointArn=arn, Attributes={"Enabled": "false"})
        sent = sns.publish(TopicArn=topic, Message="hello")
        assert aws.sns.outbox("push") == []
        [refusal] = aws.timeline.select(kind="Deliver", resource=arn)
        assert (refusal.outcome, refusal.details["ErrorCode"]) == ("refused", "EndpointDisabled")
        assert aws.trace(sent).fates["dead"] == "visible"


class TestEvents:
    @pytest.fixture
    def events(self, aws: World, sns: Any, sqs: Any) -> str:
        """A topic whose messages lie in the queue ``events``."""
        topic = make_topic(sns, "events")
        subscribe(sns, topic, make_queue(sqs, aws, "events", topic), RawMessageDelivery="true")
        return topic

    @staticmethod
    def seen(aws: World) -> list[dict[str, Any]]:
        return [json.loads(message.body) for message in aws.sqs.queue("events").messages]

    def test_of_endpoints(self, aws: World, sns: Any, events: str) -> None:
        names = ("EventEndpointCreated", "EventEndpointUpdated", "EventEndpointDeleted")
        app = make_app(sns, **dict.fromkeys(names, events))
        arn = make_endpoint(sns, app)
        assert make_endpoint(sns, app) == arn  # nothing new
        sns.set_endpoint_attributes(EndpointArn=arn, Attributes={"CustomUserData": "ann"})
        for _ in range(2):
            sns.delete_endpoint(EndpointArn=arn)
        common = {"EndpointArn": arn, "Resource": app, "Service": "SNS", "Time": "2026-01-05T00:00:00.000Z"}
        assert self.seen(aws) == [
            {"EventType": f"Endpoint{what}", **common} for what in ("Created", "Updated", "Deleted")
        ]

    def test_only_those_that_are_wanted(self, aws: World, sns: Any, events: str) -> None:
        app = make_app(sns, EventEndpointDeleted=events)
        sns.delete_endpoint(EndpointArn=make_endpoint(sns, app))
        assert [event["EventType"] for event in self.seen(aws)] == ["EndpointDeleted"]

    def test_the_subject(self, aws: World, sns: Any, sqs: Any) -> None:
        topic = make_topic(sns)
        subscribe(sns, topic, make_queue(sqs, aws, "enveloped", topic))
        make_endpoint(sns, make_app(sns, EventEndpointCreated=topic))
        [message] = aws.sqs.queue("enveloped").messages
        assert json.loads(message.body)["Subject"] == "EndpointCreated event for app shop (GCM)"

    def test_a_topic_that_is_not_there(self, aws: World, sns: Any) -> None:
        make_endpoint(sns, make_app(sns, EventEndpointCreated=f"{ARN}none"))
        aws.clock.advance(seconds=1)
        assert [each.resource for each in aws.timeline.select(kind="Publish", outcome="NotFound")] == ["none"]

    def test_a_token_that_the_platform_rejects(self, aws: World, sns: Any, events: str) -> None:
        app = make_app(sns, EventDeliveryFailure=events, EventEndpointUpdated=events)
        arn = make_endpoint(sns, app)
        aws.sns.reject_token("token")
        sent = sns.publish(TargetArn=arn, Message="hello")
        assert aws.trace(sent).fates[arn] == "refused"
        assert endpoint(sns, arn)["Enabled"] == "false"
        with refused("EndpointDisabled", "Endpoint is disabled"):
            sns.publish(TargetArn=arn, Message="hello")
        failure, update = self.seen(aws)
        assert failure == {
            "DeliveryAttempts": 1,
            "EndpointArn": arn,
            "EventType": "DeliveryFailure",
            "FailureMessage": "Platform token associated with the endpoint is not valid",
            "FailureType": "InvalidPlatformToken",
            "MessageId": sent["MessageId"],
            "Resource": app,
            "Service": "SNS",
            "Time": "2026-01-05T00:00:00.000Z",
        }
        assert update["EventType"] == "EndpointUpdated"
        assert "events" in aws.trace(sent).fates  # the failure's message follows from the delivery

    def test_the_application_registers_anew(self, aws: World, sns: Any) -> None:
        arn = make_endpoint(sns, make_app(sns))
        aws.sns.reject_token("token")
        sns.publish(TargetArn=arn, Message="lost")
        sns.set_endpoint_attributes(EndpointArn=arn, Attributes={"Token": "new", "Enabled": "true"})
        sns.publish(TargetArn=arn, Message="hello")
        assert [message.token for message in aws.sns.outbox("push")] == ["new"]
        with pytest.raises(LookupError, match="no platform endpoint has the token 'nobody'"):
            aws.sns.reject_token("nobody")

    def test_deliveries_to_deleted_endpoints(self, aws: World, sns: Any, events: str) -> None:
        app = make_app(sns, EventDeliveryFailure=events)
        arn = make_endpoint(sns, app)
        topic = make_topic(sns)
        subscribe(sns, topic, arn, "application")
        sns.delete_endpoint(EndpointArn=arn)
        sns.publish(TopicArn=topic, Message="hello")
        [failure] = self.seen(aws)
        assert (failure["FailureType"], failure["FailureMessage"]) == ("EndpointNotFound", "Endpoint was not found")

    def test_failures_do_not_tell_of_themselves(self, aws: World, sns: Any) -> None:
        topic = make_topic(sns)
        arn = make_endpoint(sns, make_app(sns, EventDeliveryFailure=topic))
        subscribe(sns, topic, arn, "application")
        sns.set_endpoint_attributes(EndpointArn=arn, Attributes={"Enabled": "false"})
        sns.publish(TopicArn=topic, Message="hello")
        aws.clock.advance(minutes=1)
        assert len(aws.timeline.select(kind="Publish")) == 1
