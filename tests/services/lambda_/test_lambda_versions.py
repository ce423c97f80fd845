"""Publishing versions."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

from fakeaws import World

from .making import arn_of, create, zip_of


@pytest.fixture
def client(aws: World) -> Any:
    return boto3.client("lambda")


def test_a_version_keeps_code_and_configuration(aws: World, client: Any) -> None:
    aws.lambda_.register("orders", lambda event, context: ["old", context.function_version])
    create(client, Timeout=5)
    published = client.publish_version(FunctionName="orders", Description="first")
    assert (published["Version"], published["FunctionArn"]) == ("1", arn_of("orders:1"))
    assert (published["Description"], published["Timeout"]) == ("first", 5)

    aws.lambda_.register("orders", lambda event, context: ["new", context.function_version])
    client.update_function_configuration(FunctionName="orders", Timeout=9)
    assert client.get_function_configuration(FunctionName="orders", Qualifier="1")["Timeout"] == 5
    assert json.load(client.invoke(FunctionName="orders", Qualifier="1")["Payload"]) == ["old", "1"]
    assert json.load(client.invoke(FunctionName="orders")["Payload"]) == ["new", "$LATEST"]


def test_nothing_new_gives_the_version_before_again(client: Any) -> None:
    create(client)
    first = client.publish_version(FunctionName="orders", Description="a")
    again = client.publish_version(FunctionName="orders", Description="b")
    assert (again["Version"], again["RevisionId"], again["Description"]) == ("1", first["RevisionId"], "a")
    client.update_function_code(FunctionName="orders", ZipFile=zip_of("x = 1"))
    assert client.publish_version(FunctionName="orders")["Version"] == "2"


def test_numbers_are_not_used_again(client: Any) -> None:
    create(client, Publish=True)
    client.delete_function(FunctionName="orders", Qualifier="1")
    assert client.publish_version(FunctionName="orders")["Version"] == "2"
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_function(FunctionName="orders:1")


def test_they_are_listed_after_latest(client: Any) -> None:
    create(client)
    for timeout in range(10, 22):
        client.update_function_configuration(FunctionName="orders", Timeout=timeout)
        client.publish_version(FunctionName="orders")
    pages = list(
        client.get_paginator("list_versions_by_function").paginate(
            FunctionName="orders", PaginationConfig={"PageSize": 5}
        )
    )
    assert [len(page["Versions"]) for page in pages] == [5, 5, 3]
    versions = [version for page in pages for version in page["Versions"]]
    assert [version["Version"] for version in versions] == ["$LATEST", *map(str, range(1, 13))]
    assert versions[0]["FunctionArn"] == arn_of("orders:$LATEST")


def test_an_expected_digest(client: Any) -> None:
    digest = create(client)["CodeSha256"]
    assert client.publish_version(FunctionName="orders", CodeSha256=digest)["Version"] == "1"
    with pytest.raises(client.exceptions.InvalidParameterValueException) as caught:
        client.publish_version(FunctionName="orders", CodeSha256="other")
    assert caught.value.response["message"] == (
        f"CodeSHA256 (other) is different from current CodeSHA256 in $LATEST ({digest}). Please try again with the "
        "CodeSHA256 in $LATEST."
    )


def test_a_version_that_an_alias_needs_stays(client: Any) -> None:
    create(client, Publish=True)
    client.create_alias(FunctionName="orders", Name="live", FunctionVersion="1")
    with pytest.raises(client.exceptions.ResourceConflictException):
        client.delete_function(FunctionName="orders", Qualifier="1")
    client.delete_alias(FunctionName="orders", Name="live")
    client.delete_function(FunctionName="orders", Qualifier="1")
