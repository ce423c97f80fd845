"""Signatures: as AWS describes them, and as applications verify them."""

from __future__ import annotations

import base64
import builtins
import json
import urllib.request
from typing import Any

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from fakeaws import World, mock_aws
from fakeaws.endpoints import Request
from fakeaws.services.sns import signatures
from tests.services.sns.web import URL, Shop, subscribed

#: AWS's list, written down once more: what an application's verifier has.
SIGNED = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
    "UnsubscribeConfirmation": ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
}


def verify(document: dict[str, Any]) -> None:
    """What an application does: fetch the certificate, rebuild what was signed, check."""
    pem = urllib.request.urlopen(document["SigningCertURL"]).read()
    key = x509.load_pem_x509_certificate(pem).public_key()
    assert isinstance(key, RSAPublicKey)
    signed = "".join(f"{name}\n{document[name]}\n" for name in SIGNED[document["Type"]] if name in document)
    algorithm = {"1": hashes.SHA1(), "2": hashes.SHA256()}[document["SignatureVersion"]]
    key.verify(base64.b64decode(document["Signature"]), signed.encode(), PKCS1v15(), algorithm)


@pytest.mark.parametrize("version", ["1", "2"])
@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1", "cn-north-1"])
def test_an_application_verifies_all_that_it_gets(version: str, region: str) -> None:
    verified: list[str] = []

    def check(request: Request) -> None:
        document = request.json()
        verify(document)
        verified.append(document["Type"])
        if document["Type"] == "SubscriptionConfirmation":
            urllib.request.urlopen(document["SubscribeURL"])

    with mock_aws(region=region) as aws:
        sns: Any = aws.boto3_session().client("sns")
        aws.sns.register_endpoint(URL, check)
        topic = sns.create_topic(Name="orders", Attributes={"SignatureVersion": version})["TopicArn"]
        sns.subscribe(TopicArn=topic, Protocol="https", Endpoint=URL)
        sns.publish(TopicArn=topic, Message="grüß\nnext line", Subject="a subject")
        sns.publish(TopicArn=topic, Message="without subject")
        aws.clock.run_until_idle()
        sns.unsubscribe(SubscriptionArn=aws.sns.topic("orders").subscriptions[0].arn)
        aws.clock.run_until_idle()
        assert verified == ["SubscriptionConfirmation", "Notification", "Notification", "UnsubscribeConfirmation"]


def test_a_changed_message_is_not_accepted(aws: World, sns: Any) -> None:
    shop = Shop(aws)
    sns.publish(TopicArn=subscribed(sns), Message="pay 1")
    aws.clock.run_until_idle()
    document = shop.notifications[0].json()
    verify(document)
    with pytest.raises(InvalidSignature):
        verify({**document, "Message": "pay 1000"})


def to_queue(aws: World) -> dict[str, Any]:
    """The document that a queue gets."""
    session = aws.boto3_session()
    sns: Any = session.client("sns")
    session.client("sqs").create_queue(QueueName="inbox")
    topic = sns.create_topic(Name="orders")["TopicArn"]
    aws.sqs.queue("inbox").grant_send(topic)
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=aws.sqs.queue("inbox").arn)
    sns.publish(TopicArn=topic, Message="hello")
    aws.clock.run_until_idle()
    document: dict[str, Any] = json.loads(aws.sqs.queue("inbox").messages[0].body)
    return document


def test_queues_get_a_placeholder() -> None:
    with mock_aws() as aws:
        document = to_queue(aws)
        assert len(document["Signature"]) == 344
        with pytest.raises(InvalidSignature):
            verify(document)


def test_queues_get_real_signatures_if_asked() -> None:
    with mock_aws(config={"sns": {"signatures": True}}) as aws:
        document = to_queue(aws)
        assert len(document["Signature"]) == 344
        verify(document)


def test_a_queue_and_an_endpoint_of_one_topic(aws: World, sns: Any) -> None:
    """The endpoint's real signature is not the queue's placeholder, whoever comes first."""
    shops = [Shop(aws, url=f"https://{name}.test/") for name in ("a", "b")]
    subscribed(sns, "https://a.test/")
    placeholder = to_queue(aws)["Signature"]
    subscribed(sns, "https://b.test/")
    sns.publish(TopicArn=aws.sns.topic("orders").arn, Message="both")
    aws.clock.run_until_idle()
    for shop in shops:
        verify(shop.notifications[-1].json())
    assert len({placeholder, *(shop.notifications[-1].json()["Signature"] for shop in shops)}) == 2


def test_the_same_run_has_the_same_signatures() -> None:
    def run() -> list[str]:
        with mock_aws(seed=1) as aws:
            shop = Shop(aws)
            sns: Any = aws.boto3_session().client("sns")
            sns.publish(TopicArn=subscribed(sns), Message="hello")
            aws.clock.run_until_idle()
            return [each.json()["Signature"] for each in shop.endpoint.requests]

    first = run()
    assert len(set(first)) == 2
    assert run() == first


def test_without_the_extra_there_is_a_placeholder(monkeypatch: pytest.MonkeyPatch) -> None:
    real_import = builtins.__import__

    def without_cryptography(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("cryptography"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real_import(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_cryptography)
    signatures._private_key.cache_clear()
    try:
        made = signatures.sign("text", "1", "us-east-1", real=True)
    finally:
        monkeypatch.undo()
        signatures._private_key.cache_clear()
    assert made == signatures.sign("text", "1", "us-east-1")
    assert len(made) == 344
    assert len(base64.b64decode(made)) == 256
    assert made != signatures.sign("text", "2", "us-east-1")


def test_the_certificate_is_valid_far_into_virtual_time(aws: World) -> None:
    pem = urllib.request.urlopen(signatures.certificate_url("us-east-1")).read()
    certificate = x509.load_pem_x509_certificate(pem)
    aws.clock.advance(days=365 * 200)
    assert certificate.not_valid_before_utc < aws.clock.now < certificate.not_valid_after_utc
    assert "public test key" in certificate.subject.rfc4514_string()


def test_the_certificates_address() -> None:
    assert signatures.certificate_url("eu-west-1").startswith(
        "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-"
    )
    assert signatures.certificate_url("cn-north-1").startswith("https://sns.cn-north-1.amazonaws.com.cn/")
    path = "/" + signatures.certificate_url("eu-west-1").rpartition("/")[2]
    assert signatures.certificate_at("eu-west-1", path) is not None
    assert signatures.certificate_at("eu-west-2", path) is None
    assert signatures.certificate_at("eu-west-1", path[:-4]) is None
