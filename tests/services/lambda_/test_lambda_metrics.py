"""What Lambda tells CloudWatch."""

from __future__ import annotations

import time
from typing import Any, cast

import boto3
import pytest
from botocore.config import Config

from fakeaws import World
from fakeaws.aws.metrics import MINUTE_US, Datum
from tests.services.lambda_.esm_support import REPORT, Shop
from tests.services.lambda_.esm_support import failing as failing_records
from tests.services.lambda_.sending import QUEUE, failing, send

F = (("FunctionName", "f"),)


@pytest.fixture
def client(aws: World) -> Any:
    return boto3.client("lambda", config=Config(retries={"total_max_attempts": 1}))


def told(aws: World) -> list[Datum]:
    """What is new until now."""
    aws.settle()
    service = aws.router.service("lambda", aws.account, aws.region)
    return list(service.metrics_until(aws.now_us))


def of(data: list[Datum], name: str, dimensions: Any = F) -> dict[int, dict[float, float]]:
    """Minute since the beginning → value → how often."""
    start = 1_767_571_200_000_000 // MINUTE_US
    found = [each for each in data if (each.name, each.dimensions) == (name, dimensions)]
    assert len({each.wall_us for each in found}) == len(found)
    return {each.wall_us // MINUTE_US - start: dict(zip(each.values, each.counts, strict=True)) for each in found}


def test_invocations_errors_and_durations(aws: World, client: Any) -> None:
    began = failing(aws, "f", 2)
    for _ in range(3):
        client.invoke(FunctionName="f")
    assert told(aws) == []
    aws.clock.advance(minutes=1)
    data = told(aws)
    everywhere = ((), F, (*F, ("Resource", "f")))
    for dimensions in everywhere:
        assert of(data, "Invocations", dimensions) == {0: {1: 3}}
        assert of(data, "Errors", dimensions) == {0: {0: 2, 1: 1}}
        assert of(data, "Throttles", dimensions) == {0: {0: 3}}
        assert of(data, "Duration", dimensions) == {0: {0: 3}}
    assert of(data, "ConcurrentExecutions") == {0: {1: 1}}
    assert {(each.name, each.unit) for each in data} >= {("Duration", "Milliseconds"), ("Errors", "Count")}
    assert {each.namespace for each in data} == {"AWS/Lambda"}
    assert len(began) == 3
    aws.clock.advance(minutes=1)
    assert told(aws) == []


def test_an_invocation_counts_where_it_began_once_it_has_ended(aws: World, client: Any) -> None:
    aws.lambda_.register("f", lambda event, context: time.sleep(130), timeout=900)
    aws.clock.advance(seconds=30)
    aws.spawn(client.invoke, FunctionName="f")
    aws.clock.advance(seconds=40)
    data = told(aws)
    assert of(data, "Invocations") == {}
    assert of(data, "ConcurrentExecutions") == {0: {1: 1}}
    aws.clock.advance(minutes=3)
    data = told(aws)
    assert of(data, "Invocations") == {0: {1: 1}}
    assert of(data, "Duration") == {0: {130_000: 1}}
    assert of(data, "ConcurrentExecutions") == {1: {1: 1}, 2: {1: 1}}


def test_how_many_ran_at_a_time(aws: World, client: Any) -> None:
    for name in ("f", "g"):
        aws.lambda_.register(name, lambda event, context: time.sleep(20), timeout=30)
    client.put_function_concurrency(FunctionName="g", ReservedConcurrentExecutions=2)
    for name in "fffgg":
        send(client, name, 1)
    aws.clock.advance(seconds=50)
    send(client, "f", 1)
    aws.clock.advance(minutes=3)
    data = told(aws)
    assert of(data, "ConcurrentExecutions") == {0: {3: 1}, 1: {1: 1}}
    assert of(data, "ConcurrentExecutions", ()) == {0: {5: 1}, 1: {1: 1}}
    assert of(data, "UnreservedConcurrentExecutions", ()) == {0: {3: 1}, 1: {1: 1}}


def test_throttles(aws: World, client: Any) -> None:
    aws.lambda_.register("f", lambda event, context: None)
    client.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=0)
    for _ in range(2):
        with pytest.raises(client.exceptions.TooManyRequestsException):
            client.invoke(FunctionName="f")
    aws.clock.advance(minutes=1)
    data = told(aws)
    assert of(data, "Throttles") == {0: {1: 2}}
    assert of(data, "Invocations") == {}


def test_asynchronous_events(aws: World, client: Any) -> None:
    failing(aws, "f")
    client.put_function_event_invoke_config(
        FunctionName="f", DestinationConfig={"OnFailure": {"Destination": f"{QUEUE}gone"}}
    )
    failing(aws, "g")
    send(client, "f", 1)
    send(client, "g", 1)
    aws.clock.run_until_idle()
    aws.clock.advance(minutes=1)
    data = told(aws)
    assert of(data, "AsyncEventsReceived") == {0: {1: 1}}
    assert of(data, "AsyncEventAge") == {0: {0: 1}, 1: {60_000: 1}, 3: {180_000: 1}}
    assert of(data, "Invocations") == {0: {1: 1}, 1: {1: 1}, 3: {1: 1}}
    assert of(data, "AsyncEventsDropped") == {}
    assert of(data, "DestinationDeliveryFailures") == {3: {1: 1}}
    assert of(data, "AsyncEventsDropped", (("FunctionName", "g"),)) == {3: {1: 1}}
    assert [each.wall_us for each in data] == sorted(each.wall_us for each in data)


def test_looking_often_tells_the_same(aws: World, client: Any) -> None:
    aws.lambda_.register("f", lambda event, context: time.sleep(event), timeout=900)
    often: list[Datum] = []
    for seconds in (10, 100, 5, 170, 45):
        send(client, "f", seconds)
        aws.clock.advance(seconds=33)
        often += told(aws)
    aws.clock.advance(minutes=5)
    often += told(aws)
    invocations = of(cast(Any, _merged(often)), "Invocations")
    assert sum(count for counts in invocations.values() for count in counts.values()) == 5
    assert invocations == {0: {1: 2}, 1: {1: 2}, 2: {1: 1}}
    assert of(cast(Any, _merged(often)), "Duration") == {
        0: {10_000: 1, 100_000: 1},
        1: {5_000: 1, 170_000: 1},
        2: {45_000: 1},
    }


def _merged(data: list[Datum]) -> list[Datum]:
    """What was told of one minute at several times, in one."""
    found: dict[Any, Datum] = {}
    for each in data:
        key = (each.name, each.dimensions, each.wall_us)
        if key in found and each.name != "ConcurrentExecutions":
            counts = dict(zip(found[key].values, found[key].counts, strict=True))
            for value, count in zip(each.values, each.counts, strict=True):
                counts[value] = counts.get(value, 0) + count
            each = each._replace(values=tuple(counts), counts=tuple(counts.values()))
        found[key] = each
    return list(found.values())


def counts_of(data: list[Datum], uuid: str) -> dict[str, dict[int, float]]:
    """Of a mapping: metric → minute → events."""
    mapping = (("EventSourceMappingUUID", uuid),)
    names = sorted({each.name for each in data if each.dimensions == mapping})
    return {
        name: {
            minute: sum(value * count for value, count in values.items())
            for minute, values in of(data, name, mapping).items()
        }
        for name in names
    }


def test_events_of_a_mapping_if_it_is_asked_to_count_them(aws: World, shop: Shop) -> None:
    shop.queue()
    shop.handler(failing_records("bad"))
    filters = {"Filters": [{"Pattern": '{"body": ["good", "bad"]}'}]}
    counted = {"Metrics": ["EventCount"]}
    shop.map(FilterCriteria=filters, FunctionResponseTypes=REPORT, MetricsConfig=counted)
    shop.send_at_once("good", "bad", "other")
    shop.send("good")
    aws.clock.advance(seconds=40)
    aws.faults.throttle("lambda.Invoke", 2)
    aws.clock.advance(minutes=1)
    assert counts_of(told(aws), shop.uuid) == {
        "DeletedEventCount": {0: 2},
        "FailedInvokeEventCount": {0: 2},
        "FilteredOutEventCount": {0: 1},
        "InvokedEventCount": {0: 4},
        "PolledEventCount": {0: 5},
    }
    shop.client.update_event_source_mapping(UUID=shop.uuid, MetricsConfig={"Metrics": []})
    aws.clock.advance(minutes=5)
    again = {1: 2}  # after 62 and 92 seconds; what is throttled has not been invoked
    assert counts_of(told(aws), shop.uuid) == dict.fromkeys(
        ("FailedInvokeEventCount", "InvokedEventCount", "PolledEventCount"), again
    )


def test_without_being_asked_a_mapping_counts_nothing(aws: World, shop: Shop) -> None:
    shop.queue()
    shop.handler()
    shop.map(FilterCriteria={"Filters": [{"Pattern": '{"body": ["good"]}'}]})
    shop.send("good", "other")
    aws.clock.advance(minutes=1)
    data = told(aws)
    assert of(data, "Invocations") == {}
    assert of(data, "Invocations", ()) == {0: {1: 1}}
    assert [each for each in data if "EventCount" in each.name] == []


def test_cloudwatch_shows_them_and_alarms_see_them(aws: World, client: Any) -> None:
    """A failing invocation is one of Invocations and one of Errors; nobody looked when the alarm found out."""
    failing(aws, "f", 1)
    cloudwatch: Any = boto3.client("cloudwatch")
    start = aws.clock.now
    cloudwatch.put_metric_alarm(
        AlarmName="errors",
        Namespace="AWS/Lambda",
        MetricName="Errors",
        Dimensions=[{"Name": "FunctionName", "Value": "f"}],
        Statistic="Average",
        Period=60,
        EvaluationPeriods=1,
        Threshold=0.4,
        ComparisonOperator="GreaterThanThreshold",
    )
    for _ in range(2):
        client.invoke(FunctionName="f")
    aws.clock.advance(minutes=1)
    assert aws.cloudwatch.alarm("errors").state == "ALARM"
    sums = {
        name: [
            (point["Timestamp"], point["Sum"])
            for point in cloudwatch.get_metric_statistics(
                Namespace="AWS/Lambda",
                MetricName=name,
                Dimensions=[{"Name": "FunctionName", "Value": "f"}],
                StartTime=start,
                EndTime=aws.clock.now,
                Period=60,
                Statistics=["Sum"],
            )["Datapoints"]
        ]
        for name in ("Invocations", "Errors", "Throttles")
    }
    assert sums == {"Invocations": [(start, 2)], "Errors": [(start, 1)], "Throttles": [(start, 0)]}
    listed = cloudwatch.list_metrics(Namespace="AWS/Lambda", MetricName="Errors")["Metrics"]
    assert sorted(sorted(each["Name"] for each in metric["Dimensions"]) for metric in listed) == [
        [],
        ["FunctionName"],
        ["FunctionName", "Resource"],
    ]
