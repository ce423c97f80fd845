"""``aws.faults.fail`` for SQS: AWS's code, class, HTTP status and words, whichever of its names the test knows."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from fakeaws import World

from .support import CATALOGUE, make, send

#: Shape → old code, HTTP status: what `CATALOGUE` lacks, as SQS itself never refuses so here.
OTHERS = {
    "InvalidIdFormat": ("InvalidIdFormat", 400),
    "InvalidSecurity": ("InvalidSecurity", 403),
    "KmsAccessDenied": ("KMS.AccessDeniedException", 400),
    "KmsDisabled": ("KMS.DisabledException", 400),
    "KmsInvalidKeyUsage": ("KMS.InvalidKeyUsageException", 400),
    "KmsInvalidState": ("KMS.InvalidStateException", 400),
    "KmsNotFound": ("KMS.NotFoundException", 400),
    "KmsOptInRequired": ("KMS.OptInRequired", 403),
    "KmsThrottled": ("KMS.ThrottlingException", 400),
    "MessageNotInflight": ("AWS.SimpleQueueService.MessageNotInflight", 400),
    "RequestThrottled": ("RequestThrottled", 403),
    "ResourceNotFoundException": ("ResourceNotFoundException", 404),
}
ERRORS = {**{shape: (code, status, True) for shape, (code, status) in OTHERS.items()}, **CATALOGUE}


@pytest.fixture(scope="module")
def _once() -> Any:
    session = boto3.session.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
    return session.client("sqs", config=Config(retries={"max_attempts": 0}))


@pytest.fixture
def once(aws: World, _once: Any) -> Any:
    """A client that does not retry."""
    return _once


def refused(once: Any) -> ClientError:
    with pytest.raises(ClientError) as caught:
        once.list_queues()
    return caught.value


def test_all_modelled_errors_are_here(once: Any) -> None:
    assert {shape.name for shape in once.meta.service_model.error_shapes} <= set(ERRORS)


@pytest.mark.parametrize("shape", ERRORS)
def test_code_and_shape_name_are_the_same_error(aws: World, once: Any, shape: str) -> None:
    code, status, modelled = ERRORS[shape]
    for given in (code, shape):
        aws.faults.fail("sqs.ListQueues", code=given)
        error = refused(once)
        told: dict[str, Any] = dict(error.response["Error"])
        assert (told["Code"], told["QueryErrorCode"], told["Type"]) == (code, shape, "Sender")
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == status
        assert type(error).__name__ == (shape if modelled else "ClientError")
        assert aws.timeline[-1].outcome == code


@pytest.mark.parametrize(
    ("key", "resource"),
    [
        ("arn:aws:kms:us-east-1:123456789012:key/42", "arn:aws:kms:us-east-1:123456789012:key/42"),
        ("42", "arn:aws:kms:us-east-1:123456789012:key/42"),
        ("alias/orders", "arn:aws:kms:us-east-1:123456789012:alias/orders"),
        (None, "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"),
    ],
)
def test_a_producer_that_may_not_use_the_key(aws: World, sqs: Any, key: str | None, resource: str) -> None:
    url = make(sqs, "orders", **({"KmsMasterKeyId": key} if key else {}))
    aws.faults.fail("sqs.SendMessage", code="KMS.AccessDeniedException")
    with pytest.raises(sqs.exceptions.KmsAccessDenied) as caught:
        send(sqs, url, "42")
    assert caught.value.response["Error"]["Message"] == (
        "User: arn:aws:iam::123456789012:user/test is not authorized to perform: kms:GenerateDataKey on resource: "
        f"{resource} because no identity-based policy allows the kms:GenerateDataKey action (Service: AWSKMS; "
        "Status Code: 400; Error Code: AccessDeniedException; Request ID: "
        f"{caught.value.response['ResponseMetadata']['RequestId']}; Proxy: null)"
    )
    assert caught.value.response["ResponseMetadata"]["RetryAttempts"] == 0
    send(sqs, url, "43")
    assert [m.body for m in aws.sqs.queue("orders").messages] == ["43"]


def test_a_consumer_that_may_not_use_the_key(aws: World, sqs: Any, orders: str) -> None:
    aws.faults.fail("sqs.ReceiveMessage", code="KmsAccessDenied", times=2)
    for url in (orders, f"{orders}-2"):
        with pytest.raises(sqs.exceptions.KmsAccessDenied, match="perform: kms:Decrypt on resource"):
            sqs.receive_message(QueueUrl=url)


def test_what_the_test_says_comes_first(aws: World, once: Any) -> None:
    aws.faults.fail("sqs.ListQueues", code="KmsDisabled", status=503, message="the key rests")
    error = refused(once)
    told: dict[str, Any] = dict(error.response["Error"])
    assert (told["Code"], told["Message"], told["Type"]) == ("KMS.DisabledException", "the key rests", "Receiver")
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 503
    aws.faults.fail("sqs.ListQueues", code="KmsDisabled", message="")
    assert refused(once).response["Error"]["Message"] == ""


@pytest.mark.parametrize(
    ("code", "status"),
    [("ThrottlingException", 400), ("ServiceUnavailable", 503), ("MadeUp", 500), ("InternalError", 500)],
)
def test_codes_that_sqs_does_not_have_are_accepted(aws: World, once: Any, code: str, status: int) -> None:
    aws.faults.fail("sqs.ListQueues", code=code)
    error = refused(once)
    assert error.response["Error"]["Code"] == code
    assert error.response["Error"]["Message"] == "planned with aws.faults.fail"
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] == status
