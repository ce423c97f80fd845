"""Every modelled error, and some that are in no model, as botocore reads them off the wire."""

from __future__ import annotations

from typing import Any, cast
from xml.etree import ElementTree

import pytest
from botocore.model import OperationModel, StructureShape

from fakeaws.aws.errors import AwsError, error_headers, parsed_error
from fakeaws.wire.answers import WireAnswer
from fakeaws.wire.encode import encode_error
from tests.support.samples import sample
from tests.wire.models import (
    CBOR,
    OUR_SERVICES,
    REQUEST_ID,
    SERVICES_AND_PROTOCOLS,
    lower,
    operations,
    parse,
    service_model,
)

MESSAGE = "No such <thing>: 'é' & \"x\""


def encode(operation: OperationModel, error: AwsError, protocol: str | None = None) -> WireAnswer:
    return encode_error(
        operation,
        code=error.code,
        message=error.message,
        status=error.status,
        fault=error.fault,
        query_code=error.query_code,
        fields=error.fields,
        request_id=REQUEST_ID,
        protocol=protocol,
    )


def operation_with(shape: StructureShape, service: str) -> OperationModel:
    """An operation that declares this error, else any."""
    every = operations(service)
    return next((each for each in every if shape.name in {e.name for e in each.error_shapes}), every[0])


def tells_two_codes(service: str, protocol: str) -> bool:
    compatible = "awsQueryCompatible" in service_model(service).metadata
    return compatible and protocol in ("json", CBOR)


def modelled_errors(service: str, protocol: str) -> list[tuple[OperationModel, StructureShape, AwsError]]:
    made = []
    for shape in cast("list[StructureShape]", service_model(service).error_shapes):
        fields = {name: value for name, value in sample(shape).items() if name.lower() not in ("message", "type")}
        error_metadata = shape.metadata.get("error", {})
        error = AwsError(
            shape.error_code,
            MESSAGE,
            error_metadata.get("httpStatusCode", 400),
            "Sender" if error_metadata.get("senderFault", True) else "Receiver",
            shape.name if tells_two_codes(service, protocol) else None,
            fields,
        )
        made.append((operation_with(shape, service), shape, error))
    return made


@pytest.mark.parametrize(("service", "protocol"), SERVICES_AND_PROTOCOLS)
def test_every_modelled_error_says_what_it_was_given(service: str, protocol: str | None) -> None:
    spoken = protocol or service_model(service).resolved_protocol
    errors = modelled_errors(service, spoken)
    assert errors
    for operation, shape, error in errors:
        answer = encode(operation, error, protocol)
        parsed = parse(answer, operation, protocol)
        assert answer.status == parsed["ResponseMetadata"]["HTTPStatusCode"] == error.status
        assert parsed["ResponseMetadata"]["RequestId"] == REQUEST_ID
        assert parsed["Error"]["Code"] == error.code
        assert parsed["Error"]["Message"] == MESSAGE, shape.name
        if spoken == "query":
            assert parsed["Error"]["Type"] == error.fault
            assert "QueryErrorCode" not in parsed["Error"]
        elif tells_two_codes(service, spoken):
            assert parsed["Error"]["Type"] == error.fault
            assert parsed["Error"]["QueryErrorCode"] == shape.name
        else:
            assert parsed["Error"].keys() == {"Code", "Message"}
        for name, value in error.fields.items():
            assert parsed[name] == value, (shape.name, name)
        shown_message = next((name for name in shape.members if name.lower() == "message"), None)
        if shown_message and (spoken != "query" or shown_message == "Message"):
            assert parsed[shown_message] == MESSAGE, shape.name


@pytest.mark.parametrize("service", OUR_SERVICES)
def test_the_wire_and_the_short_cut_show_the_same_error(service: str) -> None:
    """The application cannot tell an error that skipped HTTP (``parsed_error``) from one that did not."""
    spoken = service_model(service).resolved_protocol
    for operation, shape, error in modelled_errors(service, spoken):
        answer = encode(operation, error)
        over_the_wire = parse(answer, operation, None)
        directly = parsed_error(error, operation, REQUEST_ID)
        headers = over_the_wire["ResponseMetadata"].pop("HTTPHeaders")
        directly["ResponseMetadata"].pop("HTTPHeaders")
        assert over_the_wire == directly, shape.name
        assert headers.pop("content-length") == str(len(answer.body))
        assert headers == error_headers(error, operation, REQUEST_ID)


def sqs_error(**parts: Any) -> tuple[OperationModel, AwsError]:
    given = {
        "code": "AWS.SimpleQueueService.NonExistentQueue",
        "message": "The specified queue does not exist.",
        "query_code": "QueueDoesNotExist",
        **parts,
    }
    return service_model("sqs").operation_model("SendMessage"), AwsError(**given)


def test_sqs_tells_both_codes_as_the_service_does() -> None:
    operation, error = sqs_error()
    answer = encode(operation, error)
    assert answer.body == (
        b'{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"The specified queue does not exist."}'
    )
    assert lower(answer.headers) == {
        "x-amzn-requestid": REQUEST_ID,
        "x-amzn-query-error": "AWS.SimpleQueueService.NonExistentQueue;Sender",
        "content-type": "application/x-amz-json-1.0",
        "content-length": str(len(answer.body)),
    }
    assert parse(answer, operation, None)["Error"] == {
        "Code": "AWS.SimpleQueueService.NonExistentQueue",
        "Message": "The specified queue does not exist.",
        "QueryErrorCode": "QueueDoesNotExist",
        "Type": "Sender",
    }


def test_sqs_over_the_older_query_protocol_has_one_code_and_an_empty_detail() -> None:
    operation, error = sqs_error(query_code=None)
    answer = encode(operation, error, "query")
    assert parse(answer, operation, "query")["Error"] == {
        "Type": "Sender",
        "Code": "AWS.SimpleQueueService.NonExistentQueue",
        "Message": "The specified queue does not exist.",
        "Detail": None,
    }


def test_an_error_that_no_model_knows_keeps_its_code() -> None:
    operation, error = sqs_error(code="InvalidParameterValue", query_code="InvalidParameterValueException")
    parsed = parse(encode(operation, error), operation, None)
    assert parsed["Error"]["Code"] == "InvalidParameterValue"
    assert parsed["Error"]["QueryErrorCode"] == "InvalidParameterValueException"
    assert parsed.keys() == {"Error", "ResponseMetadata"}
    for service in OUR_SERVICES:
        operation = operations(service)[0]
        unknown = AwsError("SlowDown", "Reduce your request rate.", 503, "Receiver")
        parsed = parse(encode(operation, unknown), operation, None)
        assert (parsed["Error"]["Code"], parsed["Error"]["Message"]) == (
            "SlowDown",
            "Reduce your request rate.",
        )
        assert parsed["ResponseMetadata"]["HTTPStatusCode"] == 503


@pytest.mark.parametrize(
    ("protocol", "shown"),
    [
        ("json", {"Code": "ResourceNotFound", "Message": ""}),
        (CBOR, {"Code": "ResourceNotFound", "Message": ""}),
        ("query", {"Code": "ResourceNotFound", "Type": "Sender"}),
    ],
)
def test_an_error_without_text(protocol: str, shown: dict[str, str]) -> None:
    operation = service_model("cloudwatch").operation_model("GetDashboard")
    answer = encode(operation, AwsError("ResourceNotFound", "", 404), protocol)
    assert parse(answer, operation, protocol)["Error"] == shown


def test_a_modelled_member_named_like_a_standard_element_takes_its_place() -> None:
    operation = service_model("sns").operation_model("Publish")
    error = AwsError("ValidationException", "general", fields={"Message": "particular"})
    answer = encode(operation, error)
    assert answer.body.count(b"<Message>") == 1
    parsed = parse(answer, operation, None)
    assert (parsed["Error"]["Message"], parsed["Message"]) == ("particular", "particular")


def test_fields_that_the_model_does_not_know_stay_out() -> None:
    operation = service_model("sns").operation_model("Publish")
    error = AwsError("NotFound", "Topic does not exist", 404, fields={"Unknown": object()})
    assert parse(encode(operation, error), operation, None)["Error"] == {
        "Type": "Sender",
        "Code": "NotFound",
        "Message": "Topic does not exist",
    }


@pytest.mark.parametrize(("service", "protocol"), [("route53", "rest-xml"), ("s3", "rest-xml"), ("ec2", "ec2")])
def test_errors_of_protocols_that_none_of_our_services_speaks(service: str, protocol: str) -> None:
    operation = operations(service)[0]
    answer = encode(operation, AwsError("Odd.Code", MESSAGE, 409, "Sender"), protocol)
    parsed = parse(answer, operation, protocol)
    assert parsed["Error"]["Code"] == "Odd.Code"
    assert parsed["Error"]["Message"] == MESSAGE
    assert parsed["ResponseMetadata"]["RequestId"] == REQUEST_ID
    assert parsed["ResponseMetadata"]["HTTPStatusCode"] == 409


@pytest.mark.parametrize("protocol", ["query", "rest-xml"])
def test_what_xml_cannot_hold_is_replaced(protocol: str) -> None:
    operation = operations("sts" if protocol == "query" else "s3")[0]
    answer = encode(operation, AwsError("ValidationError", "a\x01b\x0bc\td"), protocol)
    assert "a\ufffdb\ufffdc\td".encode() in answer.body
    ElementTree.fromstring(answer.body)
