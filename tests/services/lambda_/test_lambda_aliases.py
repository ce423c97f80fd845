"""Aliases, and invocations by their weights."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import boto3
import pytest

from fakeaws import World, mock_aws

from .making import arn_of, create, zip_of


@pytest.fixture
def client(aws: World) -> Any:
    return boto3.client("lambda")


def two_versions(client: Any) -> None:
    create(client, Publish=True)
    client.update_function_code(FunctionName="orders", ZipFile=zip_of("x = 1"), Publish=True)


def test_an_alias(client: Any) -> None:
    two_versions(client)
    made = client.create_alias(FunctionName="orders", Name="live", FunctionVersion="1", Description="in use")
    expected = {
        "AliasArn": arn_of("orders:live"),
        "Name": "live",
        "FunctionVersion": "1",
        "Description": "in use",
        "RevisionId": made["RevisionId"],
    }
    assert {key: made[key] for key in made if key != "ResponseMetadata"} == expected
    assert made["ResponseMetadata"]["HTTPStatusCode"] == 201
    changed = client.update_alias(FunctionName="orders", Name="live", FunctionVersion="2")
    assert (changed["FunctionVersion"], changed["Description"]) == ("2", "in use")
    assert changed["RevisionId"] != made["RevisionId"]


def test_what_an_invocation_by_an_alias_sees(aws: World, client: Any) -> None:
    aws.lambda_.register("orders", lambda event, context: [context.function_version, context.invoked_function_arn])
    two_versions(client)
    client.create_alias(FunctionName="orders", Name="live", FunctionVersion="2")
    for params in ({"FunctionName": "orders:live"}, {"FunctionName": "orders", "Qualifier": "live"}):
        answer = client.invoke(**params)
        assert answer["ExecutedVersion"] == "2"
        assert json.load(answer["Payload"]) == ["2", arn_of("orders:live")]
    assert json.load(client.invoke(FunctionName="orders")["Payload"]) == ["$LATEST", arn_of("orders")]


def test_what_get_function_shows_by_an_alias(client: Any) -> None:
    two_versions(client)
    client.create_alias(FunctionName="orders", Name="live", FunctionVersion="2")
    shown = client.get_function_configuration(FunctionName="orders", Qualifier="live")
    assert (shown["FunctionArn"], shown["Version"]) == (arn_of("orders:live"), "2")


def shares(seed: int) -> list[str]:
    with mock_aws(seed=seed) as aws:
        client = boto3.client("lambda")
        aws.lambda_.register("orders", lambda event, context: None)
        two_versions(client)
        routing = {"AdditionalVersionWeights": {"2": 0.25}}
        client.create_alias(FunctionName="orders", Name="live", FunctionVersion="1", RoutingConfig=routing)
        return [client.invoke(FunctionName="orders:live")["ExecutedVersion"] for _ in range(200)]


def test_weights_share_out_invocations_the_same_way_each_time() -> None:
    drawn = shares(1)
    assert 30 < Counter(drawn)["2"] < 70
    assert shares(1) == drawn
    assert shares(2) != drawn


def test_an_empty_routing_ends_it(client: Any) -> None:
    two_versions(client)
    routing = {"AdditionalVersionWeights": {"2": 0.5}}
    made = client.create_alias(FunctionName="orders", Name="live", FunctionVersion="1", RoutingConfig=routing)
    assert made["RoutingConfig"] == routing
    kept = client.update_alias(FunctionName="orders", Name="live", Description="x")
    assert kept["RoutingConfig"] == routing
    ended = client.update_alias(FunctionName="orders", Name="live", RoutingConfig={"AdditionalVersionWeights": {}})
    assert "RoutingConfig" not in ended


def test_aliases_of_a_version(client: Any) -> None:
    two_versions(client)
    routing = {"AdditionalVersionWeights": {"2": 0.5}}
    for name, version, more in (("b", "1", {}), ("a", "2", {}), ("c", "1", {"RoutingConfig": routing})):
        client.create_alias(FunctionName="orders", Name=name, FunctionVersion=version, **more)

    def names(**params: Any) -> list[str]:
        found = client.get_paginator("list_aliases").paginate(
            FunctionName="orders", **params, PaginationConfig={"PageSize": 1}
        )
        return [alias["Name"] for page in found for alias in page["Aliases"]]

    assert names() == ["a", "b", "c"]
    assert names(FunctionVersion="2") == ["a", "c"]


def test_an_old_revision_is_refused(client: Any) -> None:
    two_versions(client)
    old = client.create_alias(FunctionName="orders", Name="live", FunctionVersion="1")["RevisionId"]
    client.update_alias(FunctionName="orders", Name="live", FunctionVersion="2", RevisionId=old)
    with pytest.raises(client.exceptions.PreconditionFailedException):
        client.update_alias(FunctionName="orders", Name="live", FunctionVersion="1", RevisionId=old)
