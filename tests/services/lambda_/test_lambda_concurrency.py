"""How many invocations run at a time."""

from __future__ import annotations

import threading
import time
from typing import Any

import boto3
import pytest
from botocore.config import Config

from fakeaws import World
from tests.services.lambda_.sending import FUNCTION, invalid, refused, send


@pytest.fixture
def client(aws: World) -> Any:
    """Tries once."""
    return boto3.client("lambda", config=Config(retries={"total_max_attempts": 1}))


def sleeper(aws: World, name: str, seconds: float = 60) -> None:
    aws.lambda_.register(name, lambda event, context: time.sleep(seconds), timeout=900)


def test_invocations_beyond_the_reservation_are_throttled(aws: World, client: Any) -> None:
    sleeper(aws, "f")
    client.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=2)
    for _ in range(2):
        aws.spawn(client.invoke, FunctionName="f")
    aws.clock.advance(seconds=1)
    with refused("TooManyRequestsException", "Rate Exceeded.", 429) as caught:
        client.invoke(FunctionName="f")
    response = caught.value.response
    assert response["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded"
    assert response["Type"] == "User"
    assert response["retryAfterSeconds"] == "1"
    assert response["ResponseMetadata"]["HTTPHeaders"]["retry-after"] == "1"
    with pytest.raises(client.exceptions.TooManyRequestsException):
        client.invoke(FunctionName="f")
    aws.clock.advance(seconds=60)
    assert client.invoke(FunctionName="f")["StatusCode"] == 200


def test_clients_retry_throttled_calls_in_virtual_time(aws: World) -> None:
    client = boto3.client("lambda", config=Config(retries={"mode": "standard", "total_max_attempts": 10}))
    sleeper(aws, "f", 5)
    client.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=1)
    aws.spawn(client.invoke, FunctionName="f")
    aws.clock.advance(seconds=1)
    answer = client.invoke(FunctionName="f")
    assert answer["StatusCode"] == 200
    assert answer["ResponseMetadata"]["RetryAttempts"] > 0
    assert aws.clock.elapsed.total_seconds() > 10


def test_a_function_that_may_not_run(aws: World, client: Any) -> None:
    sleeper(aws, "f")
    client.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=0)
    with pytest.raises(client.exceptions.TooManyRequestsException):
        client.invoke(FunctionName="f")
    assert client.invoke(FunctionName="f", InvocationType="DryRun")["StatusCode"] == 204
    client.delete_function_concurrency(FunctionName="f")
    assert client.invoke(FunctionName="f")["StatusCode"] == 200


@pytest.mark.fakeaws(config={"lambda": {"concurrent_executions": 103}})
def test_functions_without_a_reservation_share_what_is_left(aws: World, client: Any) -> None:
    for name in ("reserved", "a", "b"):
        sleeper(aws, name)
    client.put_function_concurrency(FunctionName="reserved", ReservedConcurrentExecutions=2)
    for number in range(101):
        send(client, "ab"[number % 2], number)
    aws.clock.advance(seconds=1)
    with refused("TooManyRequestsException", "Rate Exceeded.", 429) as caught:
        client.invoke(FunctionName="a")
    assert caught.value.response["Reason"] == "ConcurrentInvocationLimitExceeded"
    assert client.invoke(FunctionName="reserved")["StatusCode"] == 200


@pytest.mark.fakeaws(config={"lambda": {"concurrent_executions": 10}})
def test_a_new_account(aws: World, client: Any) -> None:
    sleeper(aws, "f")
    with invalid(
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its "
        "minimum value of [10]."
    ):
        client.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=1)
    for _ in range(10):
        aws.spawn(client.invoke, FunctionName="f")
    aws.clock.advance(seconds=1)
    with pytest.raises(client.exceptions.TooManyRequestsException):
        client.invoke(FunctionName="f")


def test_an_invocation_counts_until_it_has_timed_out(aws: World, client: Any) -> None:
    aws.lambda_.register("f", lambda event, context: time.sleep(60), timeout=5)
    client.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=1)
    aws.spawn(client.invoke, FunctionName="f")
    aws.clock.advance(seconds=4.9)
    with pytest.raises(client.exceptions.TooManyRequestsException):
        client.invoke(FunctionName="f")
    aws.clock.advance(seconds=0.1)
    assert client.invoke(FunctionName="f")["FunctionError"] == "Unhandled"


def test_reserving_while_invocations_run(aws: World, client: Any) -> None:
    sleeper(aws, "f")
    for _ in range(3):
        aws.spawn(client.invoke, FunctionName="f")
    aws.clock.advance(seconds=1)
    client.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=2)
    aws.clock.advance(seconds=60)
    client.delete_function_concurrency(FunctionName="f")
    for _ in range(1000):
        send(client, "f", 1)
    aws.clock.advance(seconds=1)
    with pytest.raises(client.exceptions.TooManyRequestsException):
        client.invoke(FunctionName="f")


def test_threads_that_invoke(aws: World) -> None:
    """Ten at a time, three allowed: nobody gets lost."""
    client = boto3.client("lambda", config=Config(retries={"mode": "standard", "total_max_attempts": 30}))
    level, highest = [0], [0]

    @aws.lambda_.register("f")
    def handler(event: Any, context: Any) -> None:
        level[0] += 1
        highest[0] = max(highest[0], level[0])
        time.sleep(1)
        level[0] -= 1

    client.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=3)
    threads = [threading.Thread(target=client.invoke, kwargs={"FunctionName": "f"}) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert highest == [3]
    assert len(aws.lambda_.function("f").invocations) == 10


# -- the operations ------------------------------------------------------------------------------------------------------


def test_reserved_concurrency(aws: World, client: Any) -> None:
    sleeper(aws, "f")
    assert set(client.get_function_concurrency(FunctionName="f")) == {"ResponseMetadata"}
    assert (
        client.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=7)[
            "ReservedConcurrentExecutions"
        ]
        == 7
    )
    assert client.get_function_concurrency(FunctionName="f")["ReservedConcurrentExecutions"] == 7
    assert client.delete_function_concurrency(FunctionName="f")["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert "ReservedConcurrentExecutions" not in client.get_function_concurrency(FunctionName="f")


def test_what_reservations_are_refused(aws: World, client: Any) -> None:
    sleeper(aws, "f")
    sleeper(aws, "g")
    below = (
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its "
        "minimum value of [100]."
    )
    with invalid(below):
        client.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=901)
    client.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=900)
    with invalid(below):
        client.put_function_concurrency(FunctionName="g", ReservedConcurrentExecutions=1)
    client.put_function_concurrency(FunctionName="g", ReservedConcurrentExecutions=0)
    client.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=899)
    client.put_function_concurrency(FunctionName="g", ReservedConcurrentExecutions=1)
    with invalid(
        "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. "
        "Please specify either a function name or an unqualified function ARN."
    ):
        client.put_function_concurrency(FunctionName="f:live", ReservedConcurrentExecutions=1)
    for call in (client.get_function_concurrency, client.delete_function_concurrency):
        with refused("ResourceNotFoundException", f"Function not found: {FUNCTION}other", 404):
            call(FunctionName="other")


# -- provisioned ---------------------------------------------------------------------------------------------------------


def published(aws: World, client: Any, seconds: float = 60) -> None:
    """A function "f" with version 1 and the alias "live"."""
    sleeper(aws, "f", seconds)
    client.publish_version(FunctionName="f")
    client.create_alias(FunctionName="f", Name="live", FunctionVersion="1")


def provision(client: Any, qualifier: str, number: int) -> Any:
    return client.put_provisioned_concurrency_config(
        FunctionName="f", Qualifier=qualifier, ProvisionedConcurrentExecutions=number
    )


def test_provisioned_concurrency_is_ready_after_a_minute(aws: World, client: Any) -> None:
    published(aws, client)
    answer = provision(client, "live", 2)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 202
    shown = {name: value for name, value in answer.items() if name != "ResponseMetadata"}
    assert shown == {
        "RequestedProvisionedConcurrentExecutions": 2,
        "AvailableProvisionedConcurrentExecutions": 0,
        "AllocatedProvisionedConcurrentExecutions": 0,
        "Status": "IN_PROGRESS",
        "LastModified": "2026-01-05T00:00:00+0000",
    }
    aws.clock.advance(seconds=60)
    answer = client.get_provisioned_concurrency_config(FunctionName="f", Qualifier="live")
    assert (answer["Status"], answer["AvailableProvisionedConcurrentExecutions"]) == ("READY", 2)
    [listed] = client.list_provisioned_concurrency_configs(FunctionName="f")["ProvisionedConcurrencyConfigs"]
    assert listed["FunctionArn"] == f"{FUNCTION}f:live"
    client.delete_provisioned_concurrency_config(FunctionName="f", Qualifier="live")
    with refused(
        "ProvisionedConcurrencyConfigNotFoundException",
        "No Provisioned Concurrency Config found for this function",
        404,
    ):
        client.get_provisioned_concurrency_config(FunctionName="f", Qualifier="live")


def test_what_is_provisioned_is_kept_for_its_alias(aws: World, client: Any) -> None:
    published(aws, client)
    client.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=2)
    provision(client, "live", 1)
    aws.clock.advance(seconds=60)
    aws.spawn(client.invoke, FunctionName="f")
    aws.clock.advance(seconds=1)
    with pytest.raises(client.exceptions.TooManyRequestsException):
        client.invoke(FunctionName="f")
    aws.spawn(client.invoke, FunctionName="f", Qualifier="live")
    aws.clock.advance(seconds=1)
    with pytest.raises(client.exceptions.TooManyRequestsException):
        client.invoke(FunctionName="f", Qualifier="live")
    assert client.get_account_settings()["AccountLimit"]["UnreservedConcurrentExecutions"] == 998


def test_what_is_not_provisioned(aws: World, client: Any) -> None:
    published(aws, client)
    client.publish_version(FunctionName="f")
    with invalid("Provisioned Concurrency Configs cannot be applied to unpublished function versions."):
        provision(client, "$LATEST", 1)
    with invalid("The function resource provided must be an alias or a published version."):
        client.get_provisioned_concurrency_config(FunctionName="f", Qualifier="$LATEST")
    with refused("ResourceNotFoundException", f"Cannot find alias arn: {FUNCTION}f:other", 404):
        provision(client, "other", 1)
    with invalid(
        "Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [1000]."
    ):
        provision(client, "live", 1001)
    with invalid(
        "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum "
        "value of [100]."
    ):
        provision(client, "live", 901)
    provision(client, "live", 2)
    with refused("ResourceConflictException", "Version is pointed by a Provisioned Concurrency alias", 409):
        provision(client, "1", 1)
    with invalid(
        " ReservedConcurrentExecutions  1 should not be lower than function's total provisioned concurrency [2]."
    ):
        client.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=1)
    client.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=2)
    with invalid(
        "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function"
    ):
        provision(client, "live", 3)
    client.delete_provisioned_concurrency_config(FunctionName="f", Qualifier="live")
    provision(client, "1", 1)
    with refused(
        "ResourceConflictException",
        "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
        409,
    ):
        provision(client, "live", 1)
