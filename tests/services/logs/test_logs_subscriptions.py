"""Subscription filters: what functions get, and when."""

from __future__ import annotations

import base64
import gzip
import json
from copy import deepcopy
from typing import Any

import pytest

from fakeaws import NotSupportedError, World
from fakeaws.aws.errors import AwsError
from tests.support.functions import Heard

from .writing import now_of, put, refused

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f"
ARN = "arn:aws:logs:us-east-1:123456789012:log-group:orders"


def subscribe(logs: Any, pattern: str = "", name: str = "f", **more: Any) -> None:
    logs.put_subscription_filter(
        logGroupName="orders", filterName=name, filterPattern=pattern, destinationArn=FUNCTION, **more
    )


def envelope(call: Any) -> Any:
    data = json.loads(call.params["Payload"])["awslogs"]["data"]
    return json.loads(gzip.decompress(base64.b64decode(data)))


def test_the_function_gets_what_matches(aws: World, logs: Any, functions: Heard) -> None:
    subscribe(logs, "ERROR")
    now = now_of(aws)
    put(logs, (now, "ERROR one"), (now, "ok"), (now + 1, "ERROR größe"))
    aws.clock.run_until_idle()
    [call] = functions.calls
    assert call.params["FunctionName"] == FUNCTION
    assert call.params["InvocationType"] == "Event"
    assert (call.caller.service, call.caller.source_arn) == ("logs.amazonaws.com", ARN + ":*")
    events = logs.filter_log_events(logGroupName="orders", filterPattern="ERROR")["events"]
    assert envelope(call) == {
        "messageType": "DATA_MESSAGE",
        "owner": "123456789012",
        "logGroup": "orders",
        "logStream": "a",
        "subscriptionFilters": ["f"],
        "logEvents": [
            {"id": event["eventId"], "timestamp": event["timestamp"], "message": event["message"]} for event in events
        ],
    }
    assert [record.outcome for record in aws.timeline if record.kind == "Deliver"] == ["delivering", "delivered"]


def test_nothing_matches_nothing_is_sent(aws: World, logs: Any, functions: Heard) -> None:
    subscribe(logs, "ERROR")
    put(logs, (now_of(aws), "ok"))
    aws.clock.run_until_idle()
    assert functions.calls == []


def test_columns_and_system_fields_are_extracted(aws: World, logs: Any, functions: Heard) -> None:
    subscribe(logs, "[level, code]", emitSystemFields=["@aws.region"])
    put(logs, (now_of(aws), "ERROR 5"))
    aws.clock.run_until_idle()
    [event] = envelope(functions.calls[0])["logEvents"]
    assert event["extractedFields"] == {"level": "ERROR", "code": "5", "@aws.region": "us-east-1"}


def test_two_filters_are_two_deliveries(aws: World, logs: Any, functions: Heard) -> None:
    subscribe(logs, name="one")
    subscribe(logs, name="two")
    put(logs, (now_of(aws), "x"))
    aws.clock.run_until_idle()
    assert [envelope(call)["subscriptionFilters"] for call in functions.calls] == [["one"], ["two"]]
    logs.delete_subscription_filter(logGroupName="orders", filterName="one")
    put(logs, (now_of(aws), "y"))
    aws.clock.run_until_idle()
    assert len(functions.calls) == 3


def test_a_busy_function_is_tried_again(aws: World, logs: Any, functions: Heard) -> None:
    subscribe(logs)
    functions.errors += [AwsError("TooManyRequestsException", "", 429), AwsError("ServiceException", "", 500)]
    put(logs, (now_of(aws), "x"))
    aws.clock.advance(seconds=0.5)
    service = aws.router.service("logs", aws.account, aws.region)
    assert service.under_way() == [f"logs delivers events of orders to {FUNCTION}"]
    aws.clock.run_until_idle()
    assert aws.now_us == 3_000_000
    assert len(functions.calls) == 1
    assert service.under_way() == []


def test_it_is_given_up_after_a_day(aws: World, logs: Any, functions: Heard) -> None:
    subscribe(logs)
    functions.errors += [AwsError("ServiceException", "", 500)] * 1000
    put(logs, (now_of(aws), "x"))
    aws.clock.run_until_idle(within=2 * 86_400)
    assert 86_400 - 300 < aws.now_us / 1e6 <= 86_400
    assert aws.timeline[-1].outcome == "refused"
    assert functions.calls == []


def test_what_a_function_refuses_is_lost_at_once(aws: World, logs: Any, functions: Heard) -> None:
    subscribe(logs)
    functions.errors.append(AwsError("AccessDeniedException", "no", 403))
    put(logs, (now_of(aws), "x"))
    aws.clock.run_until_idle()
    assert (aws.now_us, functions.calls) == (0, [])
    [record] = [record for record in aws.timeline if record.outcome == "refused"]
    assert record.details["error"] == "AccessDeniedException"


def test_the_function_has_to_be_willing(logs: Any, functions: Heard) -> None:
    functions.errors.append(AwsError("ResourceNotFoundException", "no", 404))
    with refused("InvalidParameterException", "Could not execute the lambda function."):
        subscribe(logs)
    assert logs.describe_subscription_filters(logGroupName="orders")["subscriptionFilters"] == []


def test_elsewhere_nothing_is_delivered(logs: Any, functions: Heard) -> None:
    stream = "arn:aws:kinesis:us-east-1:123456789012:stream/s"
    with pytest.raises(NotSupportedError, match="Lambda functions only"):
        logs.put_subscription_filter(logGroupName="orders", filterName="f", filterPattern="", destinationArn=stream)


def test_without_lambda_it_says_so(logs: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from fakeaws import router

    monkeypatch.delitem(router.SERVICES, "lambda", raising=False)
    with pytest.raises(NotSupportedError, match="needs the service 'lambda'"):
        subscribe(logs)


def test_a_delivery_goes_on_in_a_copy(aws: World, logs: Any, functions: Heard) -> None:
    subscribe(logs)
    functions.errors.append(AwsError("ServiceException", "", 500))
    put(logs, (now_of(aws), "x"))
    aws.clock.advance(seconds=0)
    twin = deepcopy(aws)
    aws.clock.run_until_idle()
    assert len(functions.calls) == 1
    scheduler = twin.simulation.scheduler
    scheduler.fire(scheduler.pop_due(1_000_000))
    assert [call.world is twin for call in functions.calls] == [False, True]
    assert twin.router.service("logs", aws.account, aws.region).under_way() == []
