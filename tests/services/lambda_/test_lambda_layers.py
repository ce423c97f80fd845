"""Layers: published, listed, shared, used."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from fakeaws import World

from .making import ACCOUNT, create, zip_of

OTHER = "111111111111"
LAYER = f"arn:aws:lambda:us-east-1:{ACCOUNT}:layer:tools"


@pytest.fixture
def client(aws: World) -> Any:
    return boto3.client("lambda")


def publish(client: Any, **params: Any) -> dict[str, Any]:
    answer: dict[str, Any] = client.publish_layer_version(LayerName="tools", Content={"ZipFile": zip_of()}, **params)
    return answer


def test_a_version(client: Any) -> None:
    made = publish(client, Description="d", CompatibleRuntimes=["python3.13"], LicenseInfo="MIT")
    assert (made["LayerArn"], made["LayerVersionArn"], made["Version"]) == (LAYER, f"{LAYER}:1", 1)
    assert made["Content"]["CodeSize"] == len(zip_of())
    by_name = client.get_layer_version(LayerName="tools", VersionNumber=1)
    by_arn = client.get_layer_version_by_arn(Arn=f"{LAYER}:1")
    for each in (made, by_name, by_arn):
        del each["ResponseMetadata"]
    assert by_name == by_arn == made


def test_listings(client: Any) -> None:
    publish(client, CompatibleRuntimes=["python3.12"])
    publish(client, CompatibleRuntimes=["python3.13"])
    client.publish_layer_version(LayerName="a", Content={"ZipFile": zip_of()})
    versions = client.list_layer_versions(LayerName="tools")["LayerVersions"]
    assert [version["Version"] for version in versions] == [2, 1]
    layers = client.list_layers()["Layers"]
    assert [(each["LayerName"], each["LatestMatchingVersion"]["Version"]) for each in layers] == [
        ("a", 1),
        ("tools", 2),
    ]
    [matching] = client.list_layers(CompatibleRuntime="python3.12")["Layers"]
    assert matching["LatestMatchingVersion"]["Version"] == 1
    first = client.list_layer_versions(LayerName="tools", MaxItems=1)
    [second] = client.list_layer_versions(LayerName="tools", Marker=first["NextMarker"])["LayerVersions"]
    assert second["Version"] == 1


def test_a_deleted_version_stays_with_its_functions(client: Any) -> None:
    arn = publish(client)["LayerVersionArn"]
    assert create(client, Layers=[arn])["Layers"] == [{"Arn": arn, "CodeSize": len(zip_of())}]
    client.delete_layer_version(LayerName="tools", VersionNumber=1)
    client.update_function_configuration(FunctionName="orders", Timeout=5)
    assert client.get_function_configuration(FunctionName="orders")["Layers"][0]["Arn"] == arn
    with pytest.raises(client.exceptions.InvalidParameterValueException) as caught:
        create(client, "other", Layers=[arn])
    assert caught.value.response["message"] == f"Layer version {arn} does not exist."
    assert publish(client)["Version"] == 2


def test_sharing(aws: World, client: Any) -> None:
    arn = publish(client)["LayerVersionArn"]
    theirs = aws.boto3_session(account=OTHER).client("lambda")
    role = f"arn:aws:iam::{OTHER}:role/r"
    with pytest.raises(ClientError) as caught:
        create(theirs, Layers=[arn], Role=role)
    assert caught.value.response["Error"]["Code"] == "AccessDeniedException"
    added = client.add_layer_version_permission(
        LayerName="tools", VersionNumber=1, StatementId="share", Action="lambda:GetLayerVersion", Principal=OTHER
    )
    assert json.loads(added["Statement"]) == {
        "Sid": "share",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{OTHER}:root"},
        "Action": "lambda:GetLayerVersion",
        "Resource": arn,
    }
    create(theirs, Layers=[arn], Role=role)
    assert theirs.get_layer_version_by_arn(Arn=arn)["Version"] == 1
    policy = client.get_layer_version_policy(LayerName="tools", VersionNumber=1)
    assert policy["RevisionId"] == added["RevisionId"]
    client.remove_layer_version_permission(LayerName="tools", VersionNumber=1, StatementId="share")
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_layer_version_policy(LayerName="tools", VersionNumber=1)
