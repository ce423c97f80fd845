"""ARNs taken apart and put together; partitions of regions known and new."""

from __future__ import annotations

import dataclasses

import pytest

from fakeaws.aws.arns import Arn, dns_suffix, partition_of

TEXTS = [
    ("arn:aws:sqs:us-east-1:123456789012:orders.fifo", "", "orders.fifo"),
    ("arn:aws:lambda:eu-west-1:123456789012:function:bill:live", "function", "bill:live"),
    ("arn:aws:events:us-east-1:123456789012:rule/bus/name", "rule", "bus/name"),
    ("arn:aws:iam::123456789012:role/path/name", "role", "path/name"),
    ("arn:aws-cn:s3:::bucket/key:with:colons", "bucket", "key:with:colons"),
    ("arn:aws:apigateway:us-east-1::/restapis/abc", "", "restapis/abc"),
    ("arn:aws:execute-api:us-east-1:123456789012:abc/prod/GET/", "abc", "prod/GET/"),
]


@pytest.mark.parametrize(("text", "kind", "name"), TEXTS)
def test_an_arn_survives_the_round_trip_and_tells_its_resource(text: str, kind: str, name: str) -> None:
    arn = Arn.parse(text)
    assert str(arn) == text
    assert (arn.resource_type, arn.resource_id) == (kind, name)


def test_the_parts_have_names() -> None:
    assert Arn.parse("arn:aws:sns:us-east-1:123456789012:topic:1f-2e") == Arn(
        "aws", "sns", "us-east-1", "123456789012", "topic:1f-2e"
    )


@pytest.mark.parametrize(
    "text", ["", "orders", "arn:aws:sqs:us-east-1:1", "arn:aws:sqs:r:1:", "arn::sqs:r:1:q", "ARN:a:b:c:d:e"]
)
def test_what_is_not_an_arn_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an ARN"):
        Arn.parse(text)


def test_an_arn_does_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Arn.parse(TEXTS[0][0]).region = "x"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("region", "partition", "suffix"),
    [
        ("us-east-1", "aws", "amazonaws.com"),
        ("mx-central-1", "aws", "amazonaws.com"),
        ("aws-global", "aws", "amazonaws.com"),
        ("aws-cn-global", "aws-cn", "amazonaws.com.cn"),
        ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
        ("us-gov-west-1", "aws-us-gov", "amazonaws.com"),
        ("us-iso-east-1", "aws-iso", "c2s.ic.gov"),
        ("us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov"),
        ("eu-newland-7", "aws", "amazonaws.com"),
        ("cn-newland-7", "aws-cn", "amazonaws.com.cn"),
        ("us-gov-newland-7", "aws-us-gov", "amazonaws.com"),
        ("nowhere", "aws", "amazonaws.com"),
    ],
)
def test_a_region_names_its_partition(region: str, partition: str, suffix: str) -> None:
    assert (partition_of(region), dns_suffix(region)) == (partition, suffix)
