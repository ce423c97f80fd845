"""Tags of mappings."""

from __future__ import annotations

import pytest

from fakeaws import World
from fakeaws.router import load
from tests.services.lambda_.esm_support import Shop, refused

NOWHERE = "arn:aws:lambda:us-east-1:123456789012:event-source-mapping:00000000-0000-4000-8000-000000000000"


@pytest.mark.skipif(not hasattr(load("lambda"), "tag_resource"), reason="there are no operations on tags")
def test_tags(aws: World, shop: Shop) -> None:
    shop.queue()
    shop.handler()
    shop.map(Tags={"team": "shop"})
    arn = shop.client.get_event_source_mapping(UUID=shop.uuid)["EventSourceMappingArn"]
    shop.client.tag_resource(Resource=arn, Tags={"stage": "test"})
    shop.client.untag_resource(Resource=arn, TagKeys=["team"])
    assert shop.client.list_tags(Resource=arn)["Tags"] == {"stage": "test"}
    with refused("ResourceNotFoundException", f"Event source mapping not found: {NOWHERE}", 404):
        shop.client.list_tags(Resource=NOWHERE)


def test_tags_that_are_refused_make_no_mapping(aws: World, shop: Shop) -> None:
    shop.queue()
    shop.handler()
    with refused("InvalidParameterValueException", "Number of tags exceeds resource tag limit."):
        shop.map(Tags={str(number): "" for number in range(51)})
    assert shop.client.list_event_source_mappings()["EventSourceMappings"] == []
