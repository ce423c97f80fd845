"""Asynchronous invocations: retries, ages, throttles."""

from __future__ import annotations

import time
from typing import Any

import boto3.session
import pytest

from fakeaws import World, mock_aws
from tests.services.lambda_.sending import failing, records, send


@pytest.fixture
def client(aws: World) -> Any:
    return boto3.client("lambda")


@pytest.fixture
def results(aws: World) -> str:
    """The ARN of a queue for results."""
    boto3.client("sqs").create_queue(QueueName="results")
    return aws.sqs.queue("results").arn


def configure(client: Any, function: str, destination: str | None = None, **settings: Any) -> None:
    if destination is not None:
        settings["DestinationConfig"] = {
            "OnSuccess": {"Destination": destination},
            "OnFailure": {"Destination": destination},
        }
    client.put_function_event_invoke_config(FunctionName=function, **settings)


def end_of(aws: World, queue: str) -> tuple[str, int]:
    """The condition and the number of attempts that the only record in a queue tells of."""
    [record] = records(aws, queue)
    context = record["requestContext"]
    return context["condition"], context["approximateInvokeCount"]


def test_errors_are_retried_twice_with_the_same_request_id(aws: World, client: Any) -> None:
    began = failing(aws, "f")
    request_id = send(client, "f", {"a": 1})
    aws.clock.run_until_idle()
    assert began == [0, 60, 180]
    invocations = aws.lambda_.function("f").invocations
    assert [each.outcome for each in invocations] == ["failed"] * 3
    assert [each.event for each in invocations] == [{"a": 1}] * 3
    started = aws.timeline.select(service="lambda", kind="Invoke", outcome="started")
    assert {each.message_id for each in started} == {request_id}
    [end] = aws.timeline.select(kind="AsyncEnd")
    assert (end.outcome, dict(end.details)) == ("RetriesExhausted", {"attempts": 3, "dropped": True})
    aws.clock.advance(hours=7)
    assert len(began) == 3


def test_a_retry_that_succeeds_ends_it(aws: World, client: Any) -> None:
    began = failing(aws, "f", 1)
    send(client, "f", 1)
    aws.clock.run_until_idle()
    assert began == [0, 60]


def test_time_outs_are_errors(aws: World, client: Any) -> None:
    aws.lambda_.register("slow", lambda event, context: time.sleep(10), timeout=5)
    send(client, "slow", 1)
    aws.clock.run_until_idle()
    started = aws.timeline.select(kind="Invoke", outcome="started")
    assert [each.at.total_seconds() for each in started] == [0, 65, 190]


@pytest.mark.parametrize(("retries", "attempts"), [(0, [0]), (1, [0, 60]), (2, [0, 60, 180])])
def test_the_number_of_retries(aws: World, client: Any, retries: int, attempts: list[float]) -> None:
    began = failing(aws, "f")
    configure(client, "f", MaximumRetryAttempts=retries)
    send(client, "f", 1)
    aws.clock.run_until_idle()
    assert began == attempts


@pytest.mark.parametrize(
    ("age", "attempts", "condition"),
    [
        (60, 1, "EventAgeExceeded"),
        (90, 2, "EventAgeExceeded"),
        (180, 2, "EventAgeExceeded"),
        (181, 3, "RetriesExhausted"),
    ],
)
def test_a_retry_that_would_come_too_late_is_not_waited_for(
    aws: World, client: Any, results: str, age: int, attempts: int, condition: str
) -> None:
    began = failing(aws, "f")
    configure(client, "f", results, MaximumEventAgeInSeconds=age)
    send(client, "f", 1)
    aws.clock.run_until_idle()
    assert began == [0, 60, 180][:attempts]
    assert end_of(aws, "results") == (condition, attempts)
    assert aws.clock.elapsed.total_seconds() == began[-1]


def test_no_concurrency_at_all(aws: World, client: Any, results: str) -> None:
    began = failing(aws, "f")
    configure(client, "f", results)
    client.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=0)
    send(client, "f", 1)
    aws.clock.run_until_idle()
    assert began == []
    assert end_of(aws, "results") == ("ZeroReservedConcurrency", 0)
    [record] = records(aws, "results")
    assert "responseContext" not in record
    assert "responsePayload" not in record


def test_throttled_events_wait_longer_each_time_and_use_up_no_retry(aws: World, client: Any, results: str) -> None:
    aws.lambda_.register("f", lambda event, context: time.sleep(event), timeout=900)
    configure(client, "f", results)
    client.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=1)
    send(client, "f", 800)
    send(client, "f", 0)
    aws.clock.run_until_idle()
    throttles = aws.timeline.select(kind="AsyncThrottle")
    times = [each.at.total_seconds() for each in throttles]
    assert times == [0, 1, 3, 7, 15, 31, 63, 127, 255, 511]
    assert {each.outcome for each in throttles} == {"TooManyRequestsException"}
    started = [each.at.total_seconds() for each in aws.timeline.select(kind="Invoke", outcome="started")]
    assert started == [0, 811]
    assert [each["requestContext"]["approximateInvokeCount"] for each in records(aws, "results")] == [1, 1]


def test_throttled_until_too_old(aws: World, client: Any, results: str) -> None:
    aws.lambda_.register("f", lambda event, context: time.sleep(event), timeout=900)
    configure(client, "f", results, MaximumEventAgeInSeconds=100)
    client.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=1)
    send(client, "f", 800)
    late = send(client, "f", 0)
    aws.clock.run_until_idle()
    conditions = {each["requestContext"]["requestId"]: each["requestContext"] for each in records(aws, "results")}
    assert (conditions[late]["condition"], conditions[late]["approximateInvokeCount"]) == ("EventAgeExceeded", 0)


def test_what_the_function_is_at_the_attempt_counts(aws: World, client: Any) -> None:
    failing(aws, "f")
    send(client, "f", 1)
    aws.clock.advance(seconds=30)
    aws.lambda_.register("f", lambda event, context: "the new code")
    aws.clock.run_until_idle()
    assert [each.result for each in aws.lambda_.function("f").invocations][-1] == "the new code"


def test_events_are_under_way_until_their_fate_is_known(aws: World, client: Any) -> None:
    failing(aws, "f")
    send(client, "f", 1)
    aws.clock.advance(seconds=10)
    assert aws.under_way() == ["lambda invokes f asynchronously at +00:01:00"]
    aws.clock.run_until_idle()
    assert aws.clock.elapsed.total_seconds() == 180


def test_the_order_of_arrival(aws: World, client: Any) -> None:
    aws.lambda_.register("f", lambda event, context: event)
    for number in range(20):
        send(client, "f", number)
    aws.clock.run_until_idle()
    assert [each.event for each in aws.lambda_.function("f").invocations] == list(range(20))


def test_the_trace_follows_attempts_and_destination(aws: World, client: Any, results: str) -> None:
    failing(aws, "f", 1)
    configure(client, "f", results)
    request_id = send(client, "f", 1)
    aws.clock.run_until_idle()
    trace = aws.trace(request_id)
    assert [(each.kind, each.outcome) for each in trace if each.service != "logs"] == [
        ("Invoke", "accepted"),
        ("Invoke", "started"),
        ("Invoke", "failed"),
        ("AsyncRetry", "failed"),
        ("Invoke", "started"),
        ("Invoke", "succeeded"),
        ("SendMessage", "visible"),
    ]
    assert trace.fates == {"results": "visible"}
    sent = trace.records[-1]
    assert sent.actor == "aws"
    assert sent.cause is not None
    assert (sent.cause.kind, sent.cause.outcome) == ("Invoke", "started")


def test_events_of_an_alias_have_its_configuration(aws: World, client: Any, results: str) -> None:
    failing(aws, "f")
    client.publish_version(FunctionName="f")
    client.create_alias(FunctionName="f", Name="live", FunctionVersion="1")
    client.put_function_event_invoke_config(
        FunctionName="f:live", MaximumRetryAttempts=0, DestinationConfig={"OnFailure": {"Destination": results}}
    )
    send(client, "f", 1, Qualifier="live")
    aws.clock.run_until_idle()
    [record] = records(aws, "results")
    assert record["requestContext"]["functionArn"].endswith(":function:f:live")
    assert record["responseContext"]["executedVersion"] == "1"
    send(client, "f", 1)
    aws.clock.run_until_idle()
    assert len(records(aws, "results")) == 1
    assert len(aws.lambda_.function("f").invocations) == 4


def test_events_of_a_deleted_function_are_dropped(aws: World, client: Any) -> None:
    failing(aws, "f")
    send(client, "f", 1)
    aws.clock.advance(seconds=10)
    client.delete_function(FunctionName="f")
    aws.clock.run_until_idle()
    [end] = aws.timeline.select(kind="AsyncEnd")
    assert (end.outcome, end.at.total_seconds()) == ("FunctionDeleted", 60)
    assert end.details["dropped"]


def test_an_event_that_is_the_last_thing_a_test_does() -> None:
    with mock_aws() as aws:
        failing(aws, "f")
        send(boto3.session.Session().client("lambda", "us-east-1"), "f", 1)
