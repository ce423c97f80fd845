"""The service models under test, and botocore's own way from an HTTP answer to a dict."""

from __future__ import annotations

from functools import cache
from typing import Any

import botocore.session
from botocore.endpoint import convert_to_response_dict
from botocore.model import OperationModel, ServiceModel
from botocore.parsers import create_parser
from botocore.response import StreamingBody

from fakeaws.wire.answers import WireAnswer
from fakeaws.wire.botocore_answer import to_botocore
from tests.support.query_models import sqs_query_model

URL = "https://service.us-east-1.amazonaws.com/"
REQUEST_ID = "11111111-2222-3333-4444-555555555555"

#: SQS with a model from before November 2023.
OLDER_SQS = "sqs in its query model"

OUR_SERVICES = (
    "sqs",
    OLDER_SQS,
    "sns",
    "sts",
    "mq",
    "batch",
    "stepfunctions",
    "appflow",
    "lambda",
    "cloudwatch",
    "events",
    "scheduler",
    "pipes",
    "apigateway",
    "apigatewayv2",
)

CBOR = "smithy-rpc-v2-cbor"

# Every service in the protocol that botocore chooses for it, and the ones that can be spoken to in several.
SERVICES_AND_PROTOCOLS = (
    *((service, None) for service in OUR_SERVICES),
    ("cloudwatch", CBOR),
    ("cloudwatch", "query"),
    ("sqs", "query"),
    ("sqs", CBOR),
)


@cache
def service_model(service: str) -> ServiceModel:
    if service == OLDER_SQS:
        return ServiceModel(sqs_query_model(), "sqs")
    return botocore.session.get_session().get_service_model(service)


def operations(service: str) -> list[OperationModel]:
    """All operations of the installed model except those that answer with an event stream."""
    model = service_model(service)
    every = [model.operation_model(name) for name in model.operation_names]
    return [each for each in every if not each.has_event_stream_output]


def parse(answer: WireAnswer, operation: OperationModel, protocol: str | None) -> dict[str, Any]:
    """What boto3 users see, streams read to bytes: the steps of botocore's endpoint after the socket."""
    response = to_botocore(answer, URL)
    described = convert_to_response_dict(response, operation)
    # The parser takes an operation without an output shape as None; its type stubs do not say so.
    parser: Any = create_parser(protocol or operation.service_model.resolved_protocol)
    parsed: dict[str, Any] = parser.parse(described, operation.output_shape)
    if answer.status >= 300:
        shape = operation.service_model.shape_for_error_code(parsed["Error"]["Code"])
        if shape is not None:
            parsed.update(parser.parse(described, shape))
    return {name: value.read() if isinstance(value, StreamingBody) else value for name, value in parsed.items()}


def lower(headers: dict[str, str]) -> dict[str, str]:
    return {name.lower(): text for name, text in headers.items()}
