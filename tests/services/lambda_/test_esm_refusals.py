"""Every row of the conformance table of event source mappings: AWS's words, on both paths, and nothing changed."""

from __future__ import annotations

from typing import Any

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError

from fakeaws import NotSupportedError, World, mock_aws
from tests.conformance.contract import Contract, Known, Refusal, Stage
from tests.conformance.lambda_.refusals_of_event_source_mappings import (
    CONFLICT,
    IN_USE,
    INVALID,
    NOT_FOUND,
    TABLE,
    VALIDATION,
)
from tests.services.lambda_.esm_support import Shop, refused

STATUS = {INVALID: 400, CONFLICT: 409, NOT_FOUND: 404, IN_USE: 400, VALIDATION: 400}


def _nothing(on: Stage) -> None:
    return None


CONTRACT = Contract(
    service="lambda",
    scenarios={},
    never_shown={},
    catalogue={code: Known(code, status, code != VALIDATION) for code, status in STATUS.items()},
    refusals=TABLE,
    unasked={},
    furnish=_nothing,
    snapshot=_nothing,
    probe=_nothing,
)


def seen(on: Stage) -> Any:
    """All mappings, what is on its way, and the messages ever received."""
    return on.ask("ListEventSourceMappings"), on.aws.under_way(), len(on.aws.timeline.select(kind="ReceiveMessage"))


@pytest.mark.parametrize("refusal", TABLE, ids=lambda refusal: f"{refusal.operation}: {refusal.id}")
def test_in_awss_words(refusal: Refusal, monkeypatch: pytest.MonkeyPatch) -> None:
    with mock_aws(seed="refusals") as aws:
        on = Stage(CONTRACT, aws, monkeypatch)
        if refusal.given is not None:
            refusal.given(on)
        before = seen(on)
        for wire in (False,) if refusal.unchecked else (False, True):
            call = getattr(on.client(checked=not refusal.unchecked, wire=wire), xform_name(refusal.operation))
            with pytest.raises(ClientError) as caught:
                call(**on.filled_in(refusal.params))
            error = caught.value.response["Error"]
            assert (error["Code"], error["Message"]) == (refusal.shape, on.filled_in(refusal.message))
            assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == STATUS[refusal.shape]
            if refusal.shape != VALIDATION:
                assert caught.value.response["Type"] == "User"
        assert seen(on) == before


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:kinesis:us-east-1:123456789012:stream/orders",
        "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2024-01-01T00:00:00.000",
        "arn:aws:mq:us-east-1:123456789012:broker:orders:b-1234",
        "arn:aws:kafka:us-east-1:123456789012:cluster/orders/1234",
    ],
)
def test_sources_that_are_not_there(shop: Shop, arn: str) -> None:
    shop.handler()
    with pytest.raises(NotSupportedError, match="are not supported by fakeaws; those of SQS queues are"):
        shop.client.create_event_source_mapping(FunctionName="bill", EventSourceArn=arn, StartingPosition="LATEST")


def test_a_timeout_that_just_fits(aws: World, shop: Shop) -> None:
    shop.queue(VisibilityTimeout=10)
    shop.handler(timeout=10)
    shop.map()
    shop.handler(timeout=11)
    with refused(INVALID, "Queue visibility timeout: 10 seconds is less than Function timeout: 11 seconds"):
        shop.client.update_event_source_mapping(UUID=shop.uuid, BatchSize=1)


def test_a_timeout_that_is_raised_later(aws: World, shop: Shop) -> None:
    shop.queue(VisibilityTimeout=10)
    shop.handler(timeout=10)
    role = "arn:aws:iam::123456789012:role/bill"
    image = {"PackageType": "Image", "Code": {"ImageUri": "123456789012.dkr.ecr.us-east-1.amazonaws.com/bill:1"}}
    shop.client.create_function(FunctionName="bill", Role=role, Timeout=10, **image)
    shop.map()
    with refused(INVALID, "Queue visibility timeout: 10 seconds is less than Function timeout: 11 seconds"):
        shop.client.update_function_configuration(FunctionName="bill", Timeout=11)
    assert shop.client.get_function_configuration(FunctionName="bill")["Timeout"] == 10
    shop.sqs.set_queue_attributes(QueueUrl=shop.url, Attributes={"VisibilityTimeout": "5"})  # is not refused
    shop.client.update_function_configuration(FunctionName="bill", Timeout=4)
