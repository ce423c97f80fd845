"""Requests are serialised for those who read them, and for nobody else."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ParamValidationError

from fakeaws import World, mock_aws


@pytest.fixture(params=[True, False], ids=["validating", "not validating"])
def sqs(aws: World, request: pytest.FixtureRequest) -> Any:
    return boto3.client("sqs", config=Config(parameter_validation=request.param))


def count_serialised(client: Any) -> list[str]:
    """Sends something, so that our hooks are in place, then notes each operation that is serialised."""
    client.list_queues()
    outer = client._serializer
    lazy = getattr(outer, "_serializer", outer)
    seen: list[str] = []
    real = lazy.serializer.serialize_to_request

    def serialize(parameters: Any, model: Any) -> Any:
        seen.append(model.name)
        return real(parameters, model)

    lazy.serializer.serialize_to_request = serialize
    return seen


def test_nobody_reads_it(sqs: Any) -> None:
    seen = count_serialised(sqs)
    url = sqs.create_queue(QueueName="orders")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="42")
    assert seen == []


def test_parameters_are_validated_all_the_same(aws: World) -> None:
    sqs: Any = boto3.client("sqs")
    with pytest.raises(ParamValidationError, match="Unknown parameter"):
        sqs.create_queue(QueueName="orders", Wrong=1)


def test_a_handler_of_the_application_sees_the_body(sqs: Any) -> None:
    bodies: list[Any] = []
    sqs.meta.events.register(
        "before-call.sqs.CreateQueue", lambda params, **_: bodies.append(json.loads(params["body"]))
    )
    sqs.create_queue(QueueName="orders")
    assert bodies == [{"QueueName": "orders"}]


def test_what_goes_down_the_wire_path_has_its_body(aws: World, sqs: Any) -> None:
    sent: list[Any] = []
    sqs.list_queues()
    aws.faults.throttle("sqs.CreateQueue")
    sqs.meta.events.register_first("before-send.sqs", lambda request, **_: sent.append(json.loads(request.body)))
    sqs.create_queue(QueueName="orders")
    assert sent == [{"QueueName": "orders"}] * 2


def test_what_is_retried_after_the_fast_path_has_its_body() -> None:
    with mock_aws(config={"sqs": {"fifo_throughput": 1}}):
        sqs: Any = boto3.client("sqs")
        attributes = {"FifoQueue": "true", "ContentBasedDeduplication": "true"}
        url = sqs.create_queue(QueueName="orders.fifo", Attributes=attributes)["QueueUrl"]
        seen = count_serialised(sqs)
        for body in ("a", "b"):
            sent = sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId="g")
        assert sent["ResponseMetadata"]["RetryAttempts"] > 0
        assert seen == ["SendMessage"]


def test_outside_worlds_it_is_botocores_own_matter() -> None:
    session = boto3.session.Session(aws_access_key_id="x", aws_secret_access_key="x", region_name="us-east-1")
    sqs: Any = session.client("sqs")
    with mock_aws():
        seen = count_serialised(sqs)
    bodies: list[Any] = []

    def answer(params: Any, **_: Any) -> Any:
        bodies.append(json.loads(params["body"]))
        return type("Http", (), {"status_code": 200, "headers": {}}), {}

    sqs.meta.events.register("before-call.sqs", answer)
    sqs.create_queue(QueueName="orders")
    assert (seen, bodies) == (["CreateQueue"], [{"QueueName": "orders"}])
