"""Tags of functions."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from fakeaws import World

from .making import arn_of, create


@pytest.fixture
def client(aws: World) -> Any:
    return boto3.client("lambda")


def test_tags_come_and_go(client: Any) -> None:
    create(client, Tags={"team": "shop", "empty": ""})
    client.tag_resource(Resource=arn_of("orders"), Tags={"team": "billing", "new": "1"})
    assert client.list_tags(Resource=arn_of("orders"))["Tags"] == {"team": "billing", "empty": "", "new": "1"}
    client.untag_resource(Resource=arn_of("orders"), TagKeys=["new", "no such"])
    assert client.get_function(FunctionName="orders")["Tags"] == {"team": "billing", "empty": ""}


def test_there_are_none_to_begin_with(client: Any) -> None:
    create(client)
    assert client.list_tags(Resource=arn_of("orders"))["Tags"] == {}


def test_fifty_and_not_one_more(client: Any) -> None:
    create(client, Tags={f"k{number}": "v" for number in range(50)})
    client.tag_resource(Resource=arn_of("orders"), Tags={"k1": "other"})
    with pytest.raises(client.exceptions.InvalidParameterValueException):
        client.tag_resource(Resource=arn_of("orders"), Tags={"one more": "v"})
