"""Which error a planned refusal is, by what the service's model says: for services of each kind."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.loaders import Loader
from botocore.model import ServiceModel

from fakeaws import World
from fakeaws.aws.service import Service
from fakeaws.refusals import known_error


class Plain(Service):
    """A service that adds nothing to its model."""

    name = "plain"


@pytest.mark.parametrize(
    ("service", "given", "known"),
    [
        ("sns", "InternalErrorException", ("InternalErrorException", "InternalError", 500)),
        ("sns", "NotFound", ("NotFoundException", "NotFound", 404)),
        ("cloudwatch", "InvalidFormat", ("InvalidFormatFault", "InvalidFormat", 400)),
        ("cloudwatch", "LimitExceededFault", ("LimitExceededFault", "LimitExceeded", 400)),
        ("lambda", "TooManyRequestsException", ("TooManyRequestsException", "TooManyRequestsException", 429)),
        ("lambda", "ServiceException", ("ServiceException", "ServiceException", 500)),
        ("stepfunctions", "ExecutionDoesNotExist", ("ExecutionDoesNotExist", "ExecutionDoesNotExist", 400)),
        ("batch", "ServerException", ("ServerException", "ServerException", 500)),
        ("batch", "ServerEksception", None),
    ],
)
def test_codes_and_statuses_come_from_the_model(aws: World, service: str, given: str, known: Any) -> None:
    model = ServiceModel(Loader().load_service_model(service, "service-2"), service)
    assert known_error(Plain(aws, "", ""), model, given) == known


@pytest.mark.parametrize("given", ["ExpiredTokenException", "RegionDisabledException"])
def test_a_modelled_error_of_a_query_service(aws: World, given: str) -> None:
    sts: Any = boto3.client("sts")
    shape = next(shape for shape in sts.meta.service_model.error_shapes if shape.name == given)
    for name in (given, shape.error_code):
        aws.faults.fail("sts.GetCallerIdentity", code=name)
        with pytest.raises(getattr(sts.exceptions, given)) as caught:
            sts.get_caller_identity()
        error: ClientError = caught.value
        assert error.response["Error"]["Code"] == shape.error_code
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == shape.metadata["error"]["httpStatusCode"]
        assert "QueryErrorCode" not in error.response["Error"]


def test_a_code_that_sts_does_not_have(aws: World) -> None:
    aws.faults.fail("sts.GetCallerIdentity", code="AccessDenied")
    with pytest.raises(ClientError, match="AccessDenied") as caught:
        boto3.client("sts").get_caller_identity()
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_a_fault_that_can_never_happen_is_refused(aws: World) -> None:
    with pytest.raises(ValueError, match="1 or more, not 0"):
        aws.faults.fail("sqs.SendMessage", code="x", times=0)
    assert not aws.faults.all
