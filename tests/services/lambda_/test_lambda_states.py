"""Functions that take their time to be created and updated, with ``config={"lambda": {"strict_states": seconds}}``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from fakeaws import World, mock_aws

from .making import arn_of, create, zip_of


@pytest.fixture
def strict() -> Iterator[World]:
    with mock_aws(config={"lambda": {"strict_states": 2.5}}) as aws:
        yield aws


@pytest.fixture
def client(strict: World) -> Any:
    return boto3.client("lambda")


def refused(call: Any, **params: Any) -> str:
    with pytest.raises(ClientError) as caught:
        call(**params)
    assert caught.value.response["Error"]["Code"] == "ResourceConflictException"
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 409
    return str(caught.value.response["Error"]["Message"])


def test_the_waiter_ends_when_it_is_active(strict: World, client: Any) -> None:
    create(client)
    assert client.get_function(FunctionName="orders")["Configuration"]["State"] == "Pending"
    client.get_waiter("function_active_v2").wait(FunctionName="orders")
    assert strict.clock.elapsed.total_seconds() == 3
    shown = client.get_function_configuration(FunctionName="orders")
    assert (shown["State"], shown["LastUpdateStatus"]) == ("Active", "Successful")


def test_by_default_the_waiter_has_nothing_to_wait_for(aws: World) -> None:
    client = boto3.client("lambda")
    create(client)
    client.get_waiter("function_active_v2").wait(FunctionName="orders")
    assert aws.clock.elapsed.total_seconds() == 0


def test_nothing_can_be_done_with_a_pending_one(strict: World, client: Any) -> None:
    strict.lambda_.register("orders", lambda event, context: None)
    create(client)
    words = (
        f"The operation cannot be performed at this time. The resource {arn_of('orders')} is currently in the following "
        "state: 'Pending'. StateReasonCode: 'Creating'"
    )
    assert refused(client.update_function_configuration, FunctionName="orders", Timeout=5) == words
    assert refused(client.update_function_code, FunctionName="orders", ZipFile=zip_of()) == words
    assert refused(client.publish_version, FunctionName="orders") == words
    assert refused(client.invoke, FunctionName="orders") == (
        "The operation cannot be performed at this time. The function is currently in the following state: Pending"
    )
    strict.clock.advance(seconds=2.5)
    assert client.invoke(FunctionName="orders")["StatusCode"] == 200


def test_an_update_is_in_progress_and_invocations_run_on_what_was(strict: World, client: Any) -> None:
    strict.lambda_.register("orders", lambda event, context: context.memory_limit_in_mb)
    create(client)
    client.get_waiter("function_active_v2").wait(FunctionName="orders")
    answer = client.update_function_configuration(FunctionName="orders", MemorySize=256)
    assert (answer["LastUpdateStatus"], answer["LastUpdateStatusReasonCode"]) == ("InProgress", "Creating")
    assert client.get_function_configuration(FunctionName="orders")["LastUpdateStatus"] == "InProgress"
    words = "The operation cannot be performed at this time. An update is in progress for resource: " + arn_of("orders")
    assert refused(client.update_function_configuration, FunctionName="orders", Timeout=5) == words
    assert refused(client.publish_version, FunctionName="orders") == words
    assert json.load(client.invoke(FunctionName="orders")["Payload"]) == "128"
    client.get_waiter("function_updated_v2").wait(FunctionName="orders")
    assert json.load(client.invoke(FunctionName="orders")["Payload"]) == "256"
    assert strict.clock.elapsed.total_seconds() == 6


@pytest.mark.parametrize("name", ["function_exists", "function_active", "function_updated", "published_version_active"])
def test_every_waiter_ends_in_virtual_time(strict: World, client: Any, name: str) -> None:
    create(client)
    client.get_waiter(name).wait(FunctionName="orders")
    assert strict.clock.elapsed.total_seconds() == (0 if name == "function_exists" else 5)


def test_function_exists_waits_for_one_that_is_made_later(aws: World) -> None:
    client = boto3.client("lambda")
    aws.simulation.after(3_500_000, aws.lambda_.register, "orders", print)
    client.get_waiter("function_exists").wait(FunctionName="orders")
    assert aws.clock.elapsed.total_seconds() == 4
