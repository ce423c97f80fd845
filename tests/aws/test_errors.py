"""What a caller finds in ``e.response``, checked against botocore's own parser fed with a wire answer."""

from __future__ import annotations

import copy
import json
from datetime import datetime, timezone
from typing import Any
from xml.sax.saxutils import escape

import botocore.parsers
import botocore.session
import pytest
from botocore.awsrequest import HeadersDict
from botocore.model import ServiceModel

from fakeaws.aws.errors import AwsError, error_headers, parsed_error

REQUEST_ID = "11111111-2222-3333-4444-555555555555"
_session = botocore.session.get_session()


def operation(service: str, name: str) -> Any:
    return _session.get_service_model(service).operation_model(name)


def made_up(protocol: str) -> Any:
    """A service whose one error has a member of every kind that error shapes have."""
    return ServiceModel(
        {
            "metadata": {"protocol": protocol, "serviceId": "Made Up", "apiVersion": "2020-01-01"},
            "operations": {
                "Do": {
                    "name": "Do",
                    "http": {"method": "POST", "requestUri": "/"},
                    "errors": [{"shape": "Bad"}],
                }
            },
            "shapes": {
                "Bad": {
                    "type": "structure",
                    "exception": True,
                    "error": {"code": "BadThing", "httpStatusCode": 409},
                    "members": {
                        "Message": {"shape": "S"},
                        "Count": {"shape": "I", "locationName": "count"},
                        "Fatal": {"shape": "B"},
                        "When": {"shape": "T"},
                        "Wait": {"shape": "I", "location": "header", "locationName": "Retry-After"},
                        "Reasons": {"shape": "L"},
                        "Detail": {"shape": "D"},
                        "Never": {"shape": "S"},
                    },
                },
                "D": {
                    "type": "structure",
                    "members": {"Part": {"shape": "S", "locationName": "part"}, "Empty": {"shape": "S"}},
                },
                "L": {"type": "list", "member": {"shape": "D"}},
                "S": {"type": "string"},
                "I": {"type": "integer"},
                "B": {"type": "boolean"},
                "T": {"type": "timestamp"},
            },
        }
    ).operation_model("Do")


MADE_UP = AwsError(
    "BadThing",
    "no & never",
    409,
    fields={
        "Count": 3,
        "Fatal": True,
        "When": datetime(2026, 1, 5, tzinfo=timezone.utc),
        "Wait": 7,
        "Reasons": [{"Part": "a"}, {"Part": "b"}],
        "Detail": {"Part": "c", "Empty": ""},
        "Unheard": "of",
    },
)


def wire_name(shape: Any, name: str, protocol: str) -> str:
    return name if protocol == "smithy-rpc-v2-cbor" else shape.members[name].serialization.get("name", name)


def json_value(shape: Any, value: Any, protocol: str) -> Any:
    if isinstance(value, dict):
        return {wire_name(shape, k, protocol): json_value(shape.members[k], v, protocol) for k, v in value.items()}
    if isinstance(value, list):
        return [json_value(shape.member, item, protocol) for item in value]
    return value.timestamp() if isinstance(value, datetime) else value


def xml_value(shape: Any, value: Any) -> str:
    if isinstance(value, dict):
        return "".join(
            f"<{(tag := wire_name(shape, k, 'xml'))}>{xml_value(shape.members[k], v)}</{tag}>" for k, v in value.items()
        )
    if isinstance(value, list):
        return "".join(f"<member>{xml_value(shape.member, item)}</member>" for item in value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value).lower() if isinstance(value, bool) else escape(str(value))


def wire_body(error: AwsError, model: Any) -> bytes:
    """The error as AWS writes it, with the members that travel in headers left out."""
    protocol = model.service_model.resolved_protocol
    shape = model.service_model.shape_for_error_code(error.code)
    members = dict(shape.members) if shape is not None else {}
    in_body = [k for k, member in members.items() if protocol == "json" or "location" not in member.serialization]
    fields = {k: v for k, v in error.fields.items() if k in in_body}
    if protocol in ("query", "rest-xml"):
        message = f"<Message>{escape(error.message)}</Message>" if error.message else ""
        extra = xml_value(shape, fields) if fields else ""
        return (
            f'<ErrorResponse xmlns="http://x/"><Error><Type>{error.fault}</Type><Code>{error.code}</Code>{message}{extra}'
            f"</Error><RequestId>{REQUEST_ID}</RequestId></ErrorResponse>"
        ).encode()
    body: dict[str, Any] = {"__type": f"com.amazonaws.x#{error.query_code or error.code}"}
    if error.message:
        names = [wire_name(shape, name, protocol) for name in members]
        body["Message" if "Message" in names else "message"] = error.message
    if fields:
        body.update(json_value(shape, fields, protocol))
    return cbor(body) if protocol == "smithy-rpc-v2-cbor" else json.dumps(body).encode()


def cbor(value: Any) -> bytes:
    def head(major: int, size: int) -> bytes:
        return bytes([major << 5 | 25]) + size.to_bytes(2, "big")

    if isinstance(value, dict):
        return head(5, len(value)) + b"".join(cbor(k) + cbor(v) for k, v in value.items())
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(cbor, value))
    text = str(value).encode()
    return head(3, len(text)) + text


def as_botocore_parses(error: AwsError, model: Any) -> dict[str, Any]:
    response = {
        "status_code": error.status,
        "headers": HeadersDict(error_headers(error, model, REQUEST_ID)),
        "body": wire_body(error, model),
        "context": {"operation_name": model.name},
    }
    parser = botocore.parsers.create_parser(model.service_model.resolved_protocol)
    parsed: dict[str, Any] = parser.parse(response, model.output_shape)
    shape = model.service_model.shape_for_error_code(parsed["Error"]["Code"])
    if shape is not None:
        parsed.update(parser.parse(response, shape))
    return parsed


ERRORS = {
    "sqs, code and shape differ": (
        ("sqs", "SendMessage"),
        AwsError(
            "AWS.SimpleQueueService.NonExistentQueue",
            "The specified queue does not exist.",
            query_code="QueueDoesNotExist",
        ),
    ),
    "sqs, code is the shape": (
        ("sqs", "CreateQueue"),
        AwsError("InvalidAttributeName", "Unknown Attribute Foo.", query_code="InvalidAttributeName"),
    ),
    "sqs, not modelled": (
        ("sqs", "SendMessage"),
        AwsError("MissingParameter", "The request must contain …", query_code="MissingRequiredParameterException"),
    ),
    "sqs, server's fault": (
        ("sqs", "SendMessage"),
        AwsError("InternalError", "", 500, "Receiver", "InternalError"),
    ),
    "json with members": (
        ("stepfunctions", "TagResource"),
        AwsError("ResourceNotFound", "Resource not found: 'a'", fields={"resourceName": "a"}),
    ),
    "json without text": (("stepfunctions", "TagResource"), AwsError("ResourceNotFound")),
    "json, constraint": (
        ("events", "PutRule"),
        AwsError("ValidationException", "1 validation error detected: …"),
    ),
    "query": (("sns", "Publish"), AwsError("InvalidParameter", "Invalid parameter: TopicArn")),
    "query, server's fault": (("sns", "Publish"), AwsError("InternalError", "Oh", 500, "Receiver")),
    "query without text": (("sns", "Publish"), AwsError("NotFound", "", 404)),
    "query with members": (
        ("sns", "VerifySMSSandboxPhoneNumber"),
        AwsError("VerificationException", "no", fields={"Status": "wrong"}),
    ),
    "sts": (("sts", "AssumeRole"), AwsError("MalformedPolicyDocument", "This policy contains invalid Json")),
    "rest-json": (
        ("lambda", "Invoke"),
        AwsError("ResourceNotFoundException", "Function not found: f", 404, fields={"Type": "User"}),
    ),
    "rest-json, header": (
        ("lambda", "Invoke"),
        AwsError(
            "TooManyRequestsException",
            "Rate Exceeded.",
            429,
            fields={"retryAfterSeconds": "1", "Type": "User"},
        ),
    ),
    "rest-json, renamed": (
        ("mq", "DescribeBroker"),
        AwsError("NotFoundException", "Can't find broker", 404, fields={"ErrorAttribute": "broker-id"}),
    ),
    "rest-json, plain": (("batch", "SubmitJob"), AwsError("ClientException", "JobQueue x not found")),
    "rest-xml": (("s3control", "GetAccessPoint"), AwsError("NoSuchAccessPoint", "no", 404)),
    "rest-xml without text": (("s3control", "GetAccessPoint"), AwsError("NoSuchAccessPoint", "", 404)),
    "cloudwatch": (
        ("cloudwatch", "SetAlarmState"),
        AwsError("ValidationError", "1 validation error detected: …", query_code="ValidationException"),
    ),
    "cloudwatch with members": (
        ("cloudwatch", "PutDashboard"),
        AwsError(
            "InvalidParameterInput",
            "The field DashboardBody must be a valid JSON object",
            query_code="DashboardInvalidInputError",
            fields={"dashboardValidationMessages": [{"Message": "bad"}, {"Message": "worse"}]},
        ),
    ),
}


@pytest.mark.parametrize("name", ERRORS)
def test_a_services_error_is_what_botocore_would_have_parsed(name: str) -> None:
    (service, operation_name), error = ERRORS[name]
    model = operation(service, operation_name)
    assert parsed_error(error, model, REQUEST_ID) == as_botocore_parses(error, model)


@pytest.mark.parametrize("protocol", ["json", "query", "rest-json", "rest-xml"])
def test_members_of_every_kind_are_what_botocore_would_have_parsed(protocol: str) -> None:
    model = made_up(protocol)
    expected = as_botocore_parses(MADE_UP, model)
    assert ("Wait" in expected) is (protocol != "query")
    assert "Unheard" not in expected
    assert parsed_error(MADE_UP, model, REQUEST_ID) == expected


@pytest.mark.parametrize("reasons", [[], [{"Part": "a"}], [{}, {"Part": "b"}]])
def test_lists_of_any_length_keep_botocores_reading_of_repeated_elements(
    reasons: list[dict[str, str]],
) -> None:
    model = made_up("query")
    error = AwsError("BadThing", "x", fields={"Reasons": reasons})
    assert parsed_error(error, model, REQUEST_ID)["Error"] == as_botocore_parses(error, model)["Error"]


def test_the_keys_a_caller_relies_on() -> None:
    error = ERRORS["sqs, code and shape differ"][1]
    parsed = parsed_error(error, operation("sqs", "SendMessage"), REQUEST_ID)
    assert parsed["Error"] == {
        "Message": "The specified queue does not exist.",
        "Code": "AWS.SimpleQueueService.NonExistentQueue",
        "QueryErrorCode": "QueueDoesNotExist",
        "Type": "Sender",
    }
    assert parsed["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert parsed["ResponseMetadata"]["RequestId"] == REQUEST_ID
    assert "message" not in parsed


def test_the_ec2_protocol_is_refused() -> None:
    with pytest.raises(ValueError, match="ec2"):
        parsed_error(AwsError("X"), operation("ec2", "RunInstances"), REQUEST_ID)


def test_an_error_survives_copying() -> None:
    error = copy.deepcopy(MADE_UP)
    assert (error.code, error.status, error.fields) == (MADE_UP.code, 409, MADE_UP.fields)
    assert str(error) == "BadThing: no & never"
