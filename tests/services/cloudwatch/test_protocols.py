"""The protocols that CloudWatch speaks, which clients choose by their age: the same answers, on the fast and the wire path."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.loaders import Loader

from fakeaws import mock_aws
from tests.support.ways import client_of, typed

from .data import START

PROTOCOLS = ("json", "smithy-rpc-v2-cbor", "query")


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """By protocol: a folder with a model of CloudWatch that knows only that one."""
    found: dict[str, str] = {}
    for protocol in PROTOCOLS:
        model = json.loads(json.dumps(Loader().load_service_model("cloudwatch", "service-2")))
        model["metadata"].update(protocol=protocol, protocols=[protocol])
        if protocol == "query":
            del model["metadata"]["awsQueryCompatible"]
        folder = tmp_path_factory.mktemp(protocol)
        file = Path(folder, "cloudwatch", model["metadata"]["apiVersion"], "service-2.json")
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(model))
        found[protocol] = str(folder)
    return found


def told(client: Any, operation: str, **params: Any) -> Any:
    """The answer or the error, without what differs from call to call."""
    try:
        answer = getattr(client, operation)(**params)
    except ClientError as error:
        answer = {**error.response, "class": type(error).__name__}
    status = answer.pop("ResponseMetadata")["HTTPStatusCode"]
    return status, answer


def play(client: Any) -> list[Any]:
    times = {"StartTime": START - timedelta(minutes=5), "EndTime": START + timedelta(minutes=5)}
    metric = {"Namespace": "shop", "MetricName": "orders"}
    query = {"Id": "m1", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Sum"}}
    large = [{"MetricName": f"orders-{number:0100}", "Value": 1.5} for number in range(300)]
    return [
        told(client, "put_metric_data", Namespace="shop", MetricData=[{"MetricName": "orders", "Value": 3}]),
        told(client, "put_metric_data", Namespace="large", MetricData=large),  # botocore compresses it
        told(client, "put_metric_data", Namespace="shop", MetricData=[{"MetricName": "orders"}]),
        told(client, "get_metric_statistics", **metric, **times, Period=60, ExtendedStatistics=["p50"]),
        told(client, "get_metric_data", MetricDataQueries=[query, {"Id": "e1", "Expression": "FILL(m1, 0)"}], **times),
        told(client, "get_metric_data", MetricDataQueries=[{"Id": "e1", "Expression": "x"}], **times),
        told(client, "list_metrics", Namespace="shop"),
        told(client, "get_dashboard", DashboardName="gone"),
        told(client, "put_dashboard", DashboardName="d", DashboardBody="no JSON"),
        told(client, "get_metric_stream", Name="gone"),
    ]


def test_the_wire_says_what_the_fast_path_says(models: dict[str, str]) -> None:
    answers: dict[str, list[Any]] = {}
    for protocol in PROTOCOLS:
        for wire in (False, True):
            with mock_aws():
                client = client_of("cloudwatch", wire=wire, models=models[protocol])
                assert client.meta.service_model.resolved_protocol == protocol
                answers[f"{protocol} {wire}"] = [(status, typed(answer)) for status, answer in play(client)]
        assert answers[f"{protocol} True"] == answers[f"{protocol} False"], protocol
    succeeded = [[answer for answer in played if answer[0] == 200] for protocol, played in answers.items()]
    assert all(played == succeeded[0] for played in succeeded)


def test_the_newer_protocols_name_the_error_s_shape(models: dict[str, str]) -> None:
    found = {}
    for protocol in PROTOCOLS:
        with mock_aws():
            client = client_of("cloudwatch", models=models[protocol])
            _, answer = told(client, "get_metric_stream", Name="gone")
            found[protocol] = (answer["class"], answer["Error"].get("QueryErrorCode"), answer["Error"].get("Message"))
    assert found == {
        "json": ("ResourceNotFoundException", "ResourceNotFoundException", ""),
        "smithy-rpc-v2-cbor": ("ResourceNotFoundException", "ResourceNotFoundException", ""),
        "query": ("ResourceNotFoundException", None, None),
    }
