"""Lambda functions as alarms' actions: the call that CloudWatch makes, to a service that only listens; and Lambda's own."""

from __future__ import annotations

import json
import sys
import warnings
from types import ModuleType
from typing import Any, ClassVar

import boto3
import pytest

from fakeaws import World, mock_aws, router
from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Call, Result, Service
from tests.services.cloudwatch.alarms import ARN, history, put, put_alarm

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:page:live"


class Listener(Service):
    """Keeps calls; answers or refuses."""

    name = "listener"
    validates = False
    calls: ClassVar[list[Call]] = []
    error: ClassVar[AwsError | None] = None

    def invoke(self, call: Call) -> Result:
        self.calls.append(call)
        if type(self).error is not None:
            raise type(self).error
        return {"StatusCode": 202}


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[Call]:
    """The calls to Lambda, which is there for this test."""
    module: Any = ModuleType("listener")
    module.SERVICE = Listener
    monkeypatch.setitem(sys.modules, "listener", module)
    monkeypatch.setitem(router.SERVICES, "lambda", "listener")
    monkeypatch.setitem(router._classes, "lambda", Listener)
    monkeypatch.setattr(Listener, "calls", [])
    monkeypatch.setattr(Listener, "error", None)
    return Listener.calls


def test_the_event(aws: World, cloudwatch: Any, calls: list[Call]) -> None:
    dimensions = [{"Name": "FunctionName", "Value": "bill"}]
    put_alarm(cloudwatch, AlarmDescription="ü", Dimensions=dimensions, AlarmActions=[FUNCTION], Unit="Count")
    put(cloudwatch, 9.0, Dimensions=dimensions, Unit="Count")
    aws.clock.advance(minutes=1)
    [call] = calls
    assert (call.params["FunctionName"], call.params["InvocationType"]) == (FUNCTION, "Event")
    assert (call.caller.service, call.caller.source_arn) == ("lambda.alarms.cloudwatch.amazonaws.com", ARN)
    event = json.loads(call.params["Payload"])
    reason_data = json.loads(event["alarmData"]["state"].pop("reasonData"))
    assert reason_data["recentDatapoints"] == [9.0]
    [metric] = event["alarmData"]["configuration"]["metrics"]
    assert len(metric.pop("id")) == 36
    assert event == {
        "source": "aws.cloudwatch",
        "alarmArn": ARN,
        "accountId": "123456789012",
        "time": "2026-01-05T00:01:00.000+0000",
        "region": "us-east-1",
        "alarmData": {
            "alarmName": "errors",
            "state": {
                "value": "ALARM",
                "reason": "Threshold Crossed: 1 datapoint [9.0 (05/01/26 00:00:00)] was greater than the threshold "
                "(2.0).",
                "timestamp": "2026-01-05T00:01:00.000+0000",
            },
            "previousState": {
                "value": "INSUFFICIENT_DATA",
                "reason": "Unchecked: Initial alarm creation",
                "timestamp": "2026-01-05T00:00:00.000+0000",
            },
            "configuration": {
                "description": "ü",
                "metrics": [
                    {
                        "metricStat": {
                            "metric": {
                                "namespace": "shop",
                                "name": "errors",
                                "dimensions": {"FunctionName": "bill"},
                            },
                            "period": 60,
                            "stat": "Sum",
                            "unit": "Count",
                        },
                        "returnData": True,
                    }
                ],
            },
        },
    }
    [(summary, data)] = history(cloudwatch, "Action")
    assert (summary, data["publishedMessage"]) == (f"Successfully executed action {FUNCTION}", None)


def test_the_event_of_a_math_alarm(aws: World, cloudwatch: Any, calls: list[Call]) -> None:
    stat = {"Metric": {"Namespace": "shop", "MetricName": "errors"}, "Period": 60, "Stat": "Sum"}
    queries = [{"Id": "m1", "MetricStat": stat, "ReturnData": False}, {"Id": "e1", "Expression": "m1 * 2"}]
    single = dict.fromkeys(("Namespace", "MetricName", "Statistic", "Period"))
    put_alarm(cloudwatch, **single, Metrics=queries, AlarmActions=[FUNCTION])
    put(cloudwatch, 9.0)
    aws.clock.advance(minutes=1)
    [call] = calls
    metric = {"namespace": "shop", "name": "errors", "dimensions": {}}
    assert json.loads(call.params["Payload"])["alarmData"]["configuration"]["metrics"] == [
        {"id": "m1", "metricStat": {"metric": metric, "period": 60, "stat": "Sum"}, "returnData": False},
        {"id": "e1", "expression": "m1 * 2", "returnData": True},
    ]


def test_the_event_of_a_composite_alarm(aws: World, cloudwatch: Any, calls: list[Call]) -> None:
    put_alarm(cloudwatch)
    cloudwatch.put_composite_alarm(AlarmName="all", AlarmRule="ALARM(errors)", AlarmActions=[FUNCTION])
    cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="")
    aws.clock.advance(seconds=1)
    [call] = calls
    told = json.loads(call.params["Payload"])["alarmData"]
    assert told["configuration"] == {"alarmRule": "ALARM(errors)"}
    assert told["previousState"]["value"] == "OK"


def test_a_function_that_may_not_be_invoked(
    aws: World, cloudwatch: Any, calls: list[Call], monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = AwsError("AccessDeniedException", "not authorized to perform: lambda:InvokeFunction", 403)
    monkeypatch.setattr(Listener, "error", refusal)
    put_alarm(cloudwatch, AlarmActions=[FUNCTION])
    cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="")
    aws.clock.advance(seconds=1)
    [(summary, data)] = history(cloudwatch, "Action")
    assert data["actionState"] == "Failed"
    assert summary.startswith(f'Failed to execute action {FUNCTION}. Received error: "not authorized')


def test_without_lambda_the_history_says_so(aws: World, cloudwatch: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(router.SERVICES, "lambda", raising=False)
    put_alarm(cloudwatch, AlarmActions=[FUNCTION])
    cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="")
    aws.clock.advance(seconds=1)
    [(summary, data)] = history(cloudwatch, "Action")
    assert "fakeaws does not have the service lambda" in summary
    assert data["actionState"] == "Failed"
    [action] = aws.timeline.select(kind="Action")
    assert action.outcome == "not supported"


@pytest.mark.parametrize("allowed", [True, False])
def test_a_registered_function_is_invoked_if_its_policy_lets_alarms_in(allowed: bool) -> None:
    with mock_aws(policies="enforced") as aws:
        cloudwatch: Any = boto3.client("cloudwatch")
        aws.lambda_.register("page", lambda event, context: None)
        if allowed:
            boto3.client("lambda").add_permission(
                FunctionName="page",
                StatementId="alarms",
                Action="lambda:InvokeFunction",
                Principal="lambda.alarms.cloudwatch.amazonaws.com",
                SourceArn=ARN,
            )
        function = aws.lambda_.function("page").arn
        put_alarm(cloudwatch, AlarmActions=[function])
        put(cloudwatch, 9.0)
        aws.clock.advance(minutes=1)
        assert aws.cloudwatch.alarm("errors").state == "ALARM"
        events = [call.event for call in aws.lambda_.function("page").invocations]
        assert [event["alarmData"]["state"]["value"] for event in events] == ["ALARM"] * allowed
        [(summary, data)] = history(cloudwatch, "Action")
        assert data["actionState"] == ("Succeeded" if allowed else "Failed")
        if not allowed:
            assert "is not authorized to perform: lambda:InvokeFunction" in summary


def test_without_a_policy_it_is_invoked_with_a_warning(aws: World, cloudwatch: Any) -> None:
    aws.lambda_.register("page", lambda event, context: None)
    put_alarm(cloudwatch, AlarmActions=[aws.lambda_.function("page").arn])
    cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="a drill")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        aws.clock.advance(seconds=1)
    assert [each.category.__name__ for each in caught] == ["MissingPolicyWarning"]
    [call] = aws.lambda_.function("page").invocations
    assert call.event["alarmData"]["state"]["reason"] == "a drill"
