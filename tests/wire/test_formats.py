"""The bytes themselves, where botocore's parser would forgive a deviation."""

from __future__ import annotations

import io
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from botocore.model import OperationModel, ServiceModel

from fakeaws.wire.encode import encode_result
from tests.wire.models import CBOR, REQUEST_ID, lower, parse, service_model

WHEN = datetime(2026, 1, 5, 0, 0, 0, tzinfo=timezone.utc)


def model_of(protocol: str, members: dict[str, Any], **shapes: Any) -> OperationModel:
    """One operation ``Op`` whose result has these members."""
    scalars = ("string", "integer", "long", "float", "double", "boolean", "timestamp", "blob")
    description = {
        "metadata": {
            "protocol": protocol,
            "protocols": [protocol],
            "serviceId": "Probe",
            "endpointPrefix": "probe",
            "jsonVersion": "1.1",
            "xmlNamespace": "urn:probe",
        },
        "operations": {
            "Op": {
                "name": "Op",
                "http": {"method": "POST", "requestUri": "/"},
                "output": {"shape": "Out", "resultWrapper": "OpResult"},
            }
        },
        "shapes": {
            "Out": {"type": "structure", "members": members},
            **{name: {"type": name} for name in scalars},
            **shapes,
        },
    }
    return ServiceModel(description, "probe").operation_model("Op")


def body(operation: OperationModel, result: dict[str, Any], protocol: str | None = None) -> bytes:
    return encode_result(operation, result, request_id=REQUEST_ID, protocol=protocol).body


def test_sqs_json() -> None:
    operation = service_model("sqs").operation_model("ReceiveMessage")
    message = {"MessageId": "m-1", "Body": "é\n", "Attributes": {"SenderId": "AIDA"}}
    answer = encode_result(operation, {"Messages": [message]}, request_id=REQUEST_ID)
    assert answer.body == ('{"Messages":[{"MessageId":"m-1","Body":"é\\n","Attributes":{"SenderId":"AIDA"}}]}'.encode())
    assert lower(answer.headers) == {
        "x-amzn-requestid": REQUEST_ID,
        "content-type": "application/x-amz-json-1.0",
        "content-length": str(len(answer.body)),
    }


def test_sns_query() -> None:
    operation = service_model("sns").operation_model("GetTopicAttributes")
    assert body(operation, {"Attributes": {"Owner": "1 & 2"}}).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<GetTopicAttributesResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><GetTopicAttributesResult>'
        "<Attributes><entry><key>Owner</key><value>1 &amp; 2</value></entry></Attributes>"
        f"</GetTopicAttributesResult><ResponseMetadata><RequestId>{REQUEST_ID}</RequestId></ResponseMetadata>"
        "</GetTopicAttributesResponse>"
    )


def test_flattened_collections_as_the_older_sqs_model_has_them() -> None:
    operation = model_of(
        "query",
        {"Messages": {"shape": "Messages"}},
        Messages={
            "type": "list",
            "member": {"shape": "Message", "locationName": "Message"},
            "flattened": True,
        },
        Message={
            "type": "structure",
            "members": {"Attributes": {"shape": "Attributes", "locationName": "Attribute"}},
        },
        Attributes={
            "type": "map",
            "key": {"shape": "string", "locationName": "Name"},
            "value": {"shape": "string", "locationName": "Value"},
            "flattened": True,
        },
    )
    result = {"Messages": [{"Attributes": {"A": "1", "B": "2"}}, {}]}
    answer = encode_result(operation, result, request_id=REQUEST_ID)
    assert (
        "<OpResult><Message><Attribute><Name>A</Name><Value>1</Value></Attribute>"
        "<Attribute><Name>B</Name><Value>2</Value></Attribute></Message><Message></Message></OpResult>"
    ) in answer.body.decode()
    assert parse(answer, operation, None)["Messages"] == result["Messages"]


def test_cloudwatch_cbor() -> None:
    operation = service_model("cloudwatch").operation_model("GetMetricStatistics")
    point = {"Timestamp": WHEN, "Sum": 1.5, "Unit": "Count"}
    answer = encode_result(operation, {"Label": "x", "Datapoints": [point]}, request_id=REQUEST_ID, protocol=CBOR)
    assert answer.body == (
        b"\xa2"
        b"\x65Label\x61x"
        b"\x6aDatapoints\x81\xa3"
        b"\x69Timestamp\xc1\x1a\x69\x5a\xff\x00"
        b"\x63Sum\xfb\x3f\xf8\x00\x00\x00\x00\x00\x00"
        b"\x64Unit\x65Count"
    )
    assert lower(answer.headers)["smithy-protocol"] == "rpc-v2-cbor"
    assert lower(answer.headers)["content-type"] == "application/cbor"


@pytest.mark.parametrize(
    ("number", "encoded"),
    [
        (0, b"\x00"),
        (23, b"\x17"),
        (24, b"\x18\x18"),
        (256, b"\x19\x01\x00"),
        (65536, b"\x1a\x00\x01\x00\x00"),
        (1 << 32, b"\x1b\x00\x00\x00\x01\x00\x00\x00\x00"),
        (-1, b"\x20"),
        (-500, b"\x39\x01\xf3"),
    ],
)
def test_cbor_integers_take_the_fewest_bytes(number: int, encoded: bytes) -> None:
    operation = model_of(CBOR, {"N": {"shape": "long"}})
    assert body(operation, {"N": number}) == b"\xa1\x61N" + encoded


@pytest.mark.parametrize(
    ("trait", "value", "text"),
    [
        (None, WHEN, "1767571200"),
        (None, WHEN + timedelta(milliseconds=123, microseconds=999), "1767571200.123"),
        (None, datetime(1969, 12, 31, 23, 59, 59, 500_000, tzinfo=timezone.utc), "-0.5"),
        ("iso8601", WHEN, '"2026-01-05T00:00:00Z"'),
        ("iso8601", WHEN + timedelta(microseconds=5999), '"2026-01-05T00:00:00.005Z"'),
        ("iso8601", WHEN.astimezone(timezone(timedelta(hours=9))), '"2026-01-05T00:00:00Z"'),
        ("iso8601", WHEN.replace(tzinfo=None), '"2026-01-05T00:00:00Z"'),
        ("iso8601", 1767571200.25, '"2026-01-05T00:00:00.250Z"'),
        ("rfc822", WHEN, '"Mon, 05 Jan 2026 00:00:00 GMT"'),
    ],
)
def test_timestamps_in_json(trait: str | None, value: object, text: str) -> None:
    traits = {"timestampFormat": trait} if trait else {}
    operation = model_of("json", {"T": {"shape": "timestamp", **traits}})
    assert body(operation, {"T": value}).decode() == f'{{"T":{text}}}'


def test_timestamps_take_the_default_of_their_place() -> None:
    members = {
        "T": {"shape": "timestamp"},
        "H": {"shape": "timestamp", "location": "header", "locationName": "X-At"},
    }
    rest = encode_result(model_of("rest-json", members), {"T": WHEN, "H": WHEN}, request_id=REQUEST_ID)
    assert (rest.body, rest.headers["X-At"]) == (b'{"T":1767571200}', "Mon, 05 Jan 2026 00:00:00 GMT")
    assert b"<T>2026-01-05T00:00:00Z</T>" in body(model_of("query", members), {"T": WHEN})
    assert b"createdAt" not in body(service_model("mq").operation_model("DescribeBroker"), {})
    assert body(service_model("mq").operation_model("DescribeBroker"), {"Created": WHEN}) == (
        b'{"created":"2026-01-05T00:00:00Z"}'
    )


@pytest.mark.parametrize(
    ("value", "json_text", "xml_text"),
    [
        (float("nan"), '"NaN"', "NaN"),
        (float("inf"), '"Infinity"', "Infinity"),
        (float("-inf"), '"-Infinity"', "-Infinity"),
        (3, "3.0", "3.0"),
        (Decimal("0.25"), "0.25", "0.25"),
    ],
)
def test_floats(value: object, json_text: str, xml_text: str) -> None:
    members = {"F": {"shape": "double"}}
    assert body(model_of("json", members), {"F": value}).decode() == f'{{"F":{json_text}}}'
    assert f"<F>{xml_text}</F>" in body(model_of("query", members), {"F": value}).decode()


def test_headers_status_and_payload() -> None:
    members = {
        "Code": {"shape": "integer", "location": "statusCode"},
        "Flag": {"shape": "boolean", "location": "header", "locationName": "X-Flag"},
        "Names": {"shape": "Names", "location": "header", "locationName": "X-Names"},
        "Context": {"shape": "string", "location": "header", "locationName": "X-Context", "jsonvalue": True},
        "Meta": {"shape": "Meta", "location": "headers", "locationName": "X-Meta-"},
        "Stream": {"shape": "blob", "streaming": True},
    }
    operation = model_of(
        "rest-json",
        members,
        Names={"type": "list", "member": {"shape": "string"}},
        Meta={"type": "map", "key": {"shape": "string"}, "value": {"shape": "string"}},
        Out={"type": "structure", "members": members, "payload": "Stream"},
    )
    result = {
        "Code": 202,
        "Flag": True,
        "Names": ["a", "b"],
        "Context": {"é": [1]},
        "Meta": {"one": "1"},
        "Stream": io.BytesIO(b"\x00\xff"),
    }
    answer = encode_result(operation, result, request_id=REQUEST_ID)
    assert (answer.status, answer.body) == (202, b"\x00\xff")
    assert answer.headers["X-Flag"] == "true"
    assert answer.headers["X-Names"] == "a, b"
    assert answer.headers["X-Meta-one"] == "1"
    assert parse(answer, operation, None)["Context"] == {"é": [1]}


def test_a_header_of_the_model_replaces_the_standard_one() -> None:
    kind = {"shape": "string", "location": "header", "locationName": "content-type"}
    answer = encode_result(model_of("rest-json", {"Kind": kind}), {"Kind": "text/csv"}, request_id=REQUEST_ID)
    assert [text for name, text in answer.headers.items() if name.lower() == "content-type"] == ["text/csv"]


def test_the_model_chooses_the_status_and_whether_there_is_a_body() -> None:
    deleted = encode_result(
        service_model("lambda").operation_model("DeleteEventSourceMapping"), {}, request_id=REQUEST_ID
    )
    assert (deleted.status, deleted.body) == (202, b"{}")
    tagged = encode_result(service_model("lambda").operation_model("TagResource"), {}, request_id=REQUEST_ID)
    assert (tagged.status, tagged.body) == (204, b"")


def test_xml_attributes_are_attributes_only() -> None:
    operation = service_model("s3").operation_model("GetBucketAcl")
    grant = {"Grantee": {"Type": "Group", "URI": "http://x/?a&b"}, "Permission": "READ"}
    assert (
        '<Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Group">'
        "<URI>http://x/?a&amp;b</URI></Grantee><Permission>READ</Permission></Grant>"
    ) in body(operation, {"Grants": [grant]}).decode()


def test_documents_pass_as_they_are() -> None:
    operation = model_of("json", {"D": {"shape": "Doc"}}, Doc={"type": "structure", "document": True, "members": {}})
    document = {"a": [1, 0.5, None, {"b": True}]}
    answer = encode_result(operation, {"D": document}, request_id=REQUEST_ID)
    assert parse(answer, operation, None)["D"] == document


def test_none_is_an_absent_member_but_stays_inside_a_list() -> None:
    operation = model_of(
        "json",
        {"S": {"shape": "string"}, "L": {"shape": "L"}},
        L={"type": "list", "member": {"shape": "string"}},
    )
    assert body(operation, {"S": None, "L": ["a", None], "ResponseMetadata": {}}) == b'{"L":["a",null]}'
    assert body(operation, {"L": ["a", None]}, CBOR) == b"\xa1\x61L\x82\x61a\xf6"


@pytest.mark.parametrize("protocol", ["json", "query", "rest-json", "rest-xml", "ec2", CBOR])
@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("string", 5),
        ("integer", "5"),
        ("integer", True),
        ("long", 5.0),
        ("double", "5"),
        ("boolean", "true"),
        ("boolean", 1),
        ("timestamp", "2026-01-05"),
        ("blob", 5),
        ("List", "abc"),
        ("Map", ["abc"]),
        ("Struct", "abc"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(protocol: str, kind: str, value: object) -> None:
    operation = model_of(
        protocol,
        {"M": {"shape": kind}},
        List={"type": "list", "member": {"shape": "string"}},
        Map={"type": "map", "key": {"shape": "string"}, "value": {"shape": "string"}},
        Struct={"type": "structure", "members": {}},
    )
    with pytest.raises(TypeError, match=f"{kind} .*needs"):
        body(operation, {"M": value})
