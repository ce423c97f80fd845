"""For every service of botocore one call inside a world: never a socket."""

from __future__ import annotations

import socket
from typing import Any

import boto3
import pytest
from botocore.exceptions import BotoCoreError, ClientError

from fakeaws import FakeAwsError, RealCallBlocked, ServiceNotMocked, mock_aws
from fakeaws.intercept.install import Guarding, install
from fakeaws.simulation import patches

SERVICES = boto3.session.Session().get_available_services()
#: A sample argument of each type that an operation may require.
VALUES = {"string": "abcdefgh", "integer": 1, "long": 1, "boolean": True, "list": [], "map": {}, "structure": {}}


@pytest.fixture
def no_socket(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    opened: list[Any] = []

    def connect(self: socket.socket, address: Any) -> None:
        opened.append(address)
        raise OSError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "create_connection", lambda address, *a, **k: connect(None, address))  # type: ignore[arg-type]
    return opened


def simplest_operation(client: Any) -> tuple[str, dict[str, Any]]:
    """The operation that asks for least, with values for what it asks."""
    model = client.meta.service_model
    best: tuple[int, str, dict[str, Any]] | None = None
    for name in model.operation_names:
        shape = model.operation_model(name).input_shape
        required = shape.required_members if shape is not None else []
        if best is None or len(required) < best[0]:
            params = {member: VALUES.get(shape.members[member].type_name, "x") for member in required}
            best = (len(required), name, params)
        if best[0] == 0:
            break
    assert best is not None
    return best[1], best[2]


@pytest.mark.parametrize("part", range(6))
def test_no_service_reaches_a_socket(part: int, no_socket: list[Any]) -> None:
    with mock_aws(passthrough="off"):
        session = boto3.session.Session(region_name="us-east-1")
        for service in SERVICES[part::6]:
            client = session.client(service)
            operation, params = simplest_operation(client)
            try:
                client._make_api_call(operation, params)
            except ServiceNotMocked as refused:
                assert f"{service}.{operation}" in str(refused)
                assert "passthrough" in str(refused)
            except (FakeAwsError, BotoCoreError, ClientError):
                pass
    assert no_socket == []


def test_credential_providers_reach_no_socket(no_socket: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    from botocore.utils import InstanceMetadataFetcher

    with mock_aws():
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_EC2_METADATA_DISABLED"):
            monkeypatch.delenv(name)
        with pytest.raises(RealCallBlocked):
            InstanceMetadataFetcher(num_attempts=1).retrieve_iam_role_credentials()
    assert no_socket == []


def test_outside_worlds_calls_are_blocked_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    client = boto3.session.Session().client(
        "sqs", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    install(patches.table)  # as the plugin does with the setting
    monkeypatch.setattr(Guarding, "outside_worlds", True)
    with pytest.raises(RealCallBlocked, match=r"sqs\.ListQueues.*`aws` fixture"):
        client.list_queues()
    with pytest.raises(RealCallBlocked, match="no world is active"):
        socket.getaddrinfo("sqs.us-east-1.amazonaws.com", 443)
    assert socket.getaddrinfo("127.0.0.1", 80)


def test_blocking_outside_worlds_leaves_stubs_and_moto_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    import moto
    from botocore.stub import Stubber

    client = boto3.session.Session().client(
        "sqs", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    install(patches.table)  # as the plugin does with the setting
    monkeypatch.setattr(Guarding, "outside_worlds", True)
    with Stubber(client) as stub:
        stub.add_response("list_queues", {"QueueUrls": ["http://stubbed"]})
        assert client.list_queues()["QueueUrls"] == ["http://stubbed"]
    with moto.mock_aws():
        fresh = boto3.client("sqs", region_name="us-east-1")
        assert fresh.create_queue(QueueName="q")["QueueUrl"].endswith("/q")
    with pytest.raises(RealCallBlocked):
        client.list_queues()
