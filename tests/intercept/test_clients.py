"""Every client is served, whenever and however it was made; none outside a world."""

from __future__ import annotations

import threading
from typing import Any

import boto3
import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from fakeaws import RealCallBlocked, World, mock_aws

KEYS = {"aws_access_key_id": "AKIAEARLY", "aws_secret_access_key": "x"}
EARLY = boto3.client("sqs", region_name="us-east-1", **KEYS)
EARLY_WITHOUT_CREDENTIALS = botocore.session.Session().create_client("sqs", region_name="us-east-1")


def roundtrip(client: Any) -> str:
    url: str = client.create_queue(QueueName="q")["QueueUrl"]
    client.send_message(QueueUrl=url, MessageBody="hello")
    message = client.receive_message(QueueUrl=url)["Messages"][0]
    client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    body: str = message["Body"]
    return body


@pytest.mark.parametrize("client", [EARLY, EARLY_WITHOUT_CREDENTIALS], ids=["keys", "no-credentials"])
def test_a_client_of_the_module_level_is_served(client: Any, aws: World) -> None:
    assert roundtrip(client) == "hello"
    assert len(aws.timeline) == 4


def test_a_client_without_credentials_is_served_on_the_wire_path_too(aws: World) -> None:
    lost = aws.faults.fail("sqs.CreateQueue", code="InternalError", status=500)
    client = botocore.session.Session().create_client("sqs", region_name="us-east-1")
    client._request_signer._credentials = None
    assert roundtrip(client) == "hello"
    assert lost.fired


def test_one_client_in_two_worlds_sees_two_worlds() -> None:
    for _ in range(2):
        with mock_aws():
            assert "QueueUrls" not in EARLY.list_queues()
            EARLY.create_queue(QueueName="left-behind")


def test_a_client_made_inside_does_not_answer_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    with mock_aws():
        client = boto3.client("sqs", endpoint_url="http://127.0.0.1:9", config=Config(retries={"max_attempts": 0}))
        client.create_queue(QueueName="q")
    sent: list[Any] = []

    def send(self: Any, request: Any) -> Any:
        sent.append(request.url)
        raise ConnectionError("the network")

    monkeypatch.setattr("botocore.httpsession.URLLib3Session.send", send)
    with pytest.raises(ConnectionError):
        client.list_queues()
    assert sent == ["http://127.0.0.1:9/"]


def test_resources_sessions_regions_partitions_and_endpoints(aws: World) -> None:
    queue = boto3.resource("sqs").create_queue(QueueName="by-resource")
    queue.send_message(MessageBody="hello")
    assert queue.receive_messages()[0].body == "hello"
    for region in ("eu-central-1", "cn-north-1", "us-gov-west-1"):
        client = boto3.session.Session(region_name=region, **KEYS).client("sqs")
        assert "QueueUrls" not in client.list_queues()
        assert roundtrip(client) == "hello"
        arn = client.get_queue_attributes(
            QueueUrl=client.get_queue_url(QueueName="q")["QueueUrl"], AttributeNames=["QueueArn"]
        )
        assert arn["Attributes"]["QueueArn"].split(":")[3] == region
    for endpoint in ("http://localhost:4566", "https://vpce-1.sqs.us-east-1.vpce.amazonaws.com"):
        assert roundtrip(boto3.client("sqs", endpoint_url=endpoint)) == "hello"


def test_a_client_of_another_thread(aws: World) -> None:
    seen: list[str] = []
    thread = threading.Thread(target=lambda: seen.append(roundtrip(boto3.client("sqs"))), name="producer")
    thread.start()
    thread.join()
    assert seen == ["hello"]
    assert {record.actor for record in aws.timeline} == {"producer"}


def test_a_real_thread_is_a_guest(aws: World) -> None:
    """One that is no actor, as a tool's: it is served, and the timeline says so."""
    from fakeaws.simulation.real import Real

    done = Real.allocate_lock()
    done.acquire()
    seen: list[str] = []

    def tool() -> None:
        try:
            seen.append(roundtrip(EARLY))
        finally:
            done.release()

    import _thread

    _thread.start_new_thread(tool, ())
    while not done.acquire(False):
        EARLY.list_queues()
    assert seen == ["hello"]
    assert "guest" in {record.actor for record in aws.timeline}


def test_the_tests_own_stub_keeps_the_upper_hand(aws: World) -> None:
    client = boto3.client("sqs")
    with Stubber(client) as stub:
        stub.add_response("list_queues", {"QueueUrls": ["http://stubbed"]})
        assert client.list_queues()["QueueUrls"] == ["http://stubbed"]
    assert len(aws.timeline) == 0


def test_a_patched_make_api_call_keeps_the_upper_hand(aws: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("botocore.client.BaseClient._make_api_call", lambda self, name, params: {"patched": name})
    assert boto3.client("sqs").list_queues() == {"patched": "ListQueues"}


def test_changes_by_the_applications_handlers_reach_the_service(aws: World) -> None:
    client = boto3.client("sqs")
    client.meta.events.register(
        "before-parameter-build.sqs.CreateQueue",
        lambda params, **_: params.update(QueueName="prefix-" + params["QueueName"]),
    )
    assert client.create_queue(QueueName="q")["QueueUrl"].endswith("/prefix-q")


def test_credentials_lead_to_an_account(aws: World) -> None:
    other = aws.boto3_session(account="210987654321").client("sqs")
    assert "/210987654321/" in other.create_queue(QueueName="q")["QueueUrl"]
    with pytest.raises(ClientError):
        boto3.client("sqs").get_queue_url(QueueName="q")


def test_an_address_outside_is_never_reached(aws: World) -> None:
    client = boto3.client("sqs")
    url = client.generate_presigned_url("list_queues")
    import urllib.request

    with pytest.raises(RealCallBlocked, match="amazonaws"):
        urllib.request.urlopen(url)
