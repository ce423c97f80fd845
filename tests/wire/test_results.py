"""Every operation's result comes back from botocore's parser as it was given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

from fakeaws.errors import NotSupportedError
from fakeaws.wire.answers import WireAnswer
from fakeaws.wire.encode import encode_result
from tests.support.samples import Fill, sample
from tests.wire.models import (
    CBOR,
    REQUEST_ID,
    SERVICES_AND_PROTOCOLS,
    lower,
    operations,
    parse,
    service_model,
)

VARIANTS: tuple[tuple[Fill, int], ...] = (
    ("all", 0),
    ("all", 1),
    ("all", 2),
    ("empty", 0),
    ("some", 0),
    ("some", 1),
)

# Spoken by none of our services; small enough to be walked whole (EC2: the first hundred operations).
FOREIGN_SERVICES = (("route53", "rest-xml"), ("cloudfront", "rest-xml"), ("s3", "rest-xml"), ("ec2", "ec2"))

# Two members of its configurations share the element <Event>; not even AWS can fill both.
AMBIGUOUS = {"GetBucketNotification"}

STANDARD_HEADERS = ("content-type", "content-length")


def is_xml(protocol: str) -> bool:
    return protocol in ("query", "ec2", "rest-xml")


def shown(shape: Shape, value: Any, protocol: str) -> Any:
    """The value as the protocol can carry it: XML has no way to say that a flattened collection is empty."""
    if isinstance(shape, StructureShape) and not shape.is_document_type:
        return {
            name: shown(shape.members[name], item, protocol)
            for name, item in value.items()
            if not (is_xml(protocol) and shape.members[name].serialization.get("flattened") and not item)
        }
    if isinstance(shape, ListShape):
        return [shown(shape.member, item, protocol) for item in value]
    if isinstance(shape, MapShape):
        return {key: shown(shape.value, item, protocol) for key, item in value.items()}
    return value


def header_name(name: str, member: Shape) -> str:
    """Where a member travels in a header, the header's name in lower case; else nothing."""
    if member.serialization.get("location") != "header":
        return ""
    return str(member.serialization.get("name", name)).lower()


def expected(operation: OperationModel, result: dict[str, Any], protocol: str, answer: WireAnswer) -> dict[str, Any]:
    """The result, and the members that every answer fills by itself: status code, content type and length."""
    shape = operation.output_shape
    if shape is None:
        return {}
    made: dict[str, Any] = shown(shape, result, protocol)
    for name, member in shape.members.items():
        if protocol.startswith("rest-") and member.serialization.get("location") == "statusCode":
            made[name] = answer.status
        if protocol.startswith("rest-") and header_name(name, member) in STANDARD_HEADERS:
            text = lower(answer.headers)[header_name(name, member)]
            made[name] = text if member.type_name == "string" else int(text)
        if protocol == "rest-xml" and member.serialization.get("location") == "headers":
            made.setdefault(name, {})
    payload = shape.serialization.get("payload")
    if payload and shape.members[payload].type_name in ("blob", "string"):
        made.setdefault(payload, b"" if shape.members[payload].type_name == "blob" else "")
    elif payload and payload not in made:
        made[payload] = {}
    return made


def check_round_trip(operation: OperationModel, protocol: str | None, fill: Fill, turn: int) -> None:
    spoken = protocol or operation.service_model.resolved_protocol
    shape = operation.output_shape
    result = {} if shape is None else sample(shape, fill, turn)
    for name, member in shape.members.items() if shape is not None else ():
        if header_name(name, member) == "content-length":
            result.pop(name, None)  # a made-up length would be a broken answer
    answer = encode_result(operation, result, request_id=REQUEST_ID, protocol=protocol)
    parsed = parse(answer, operation, protocol)
    metadata = parsed.pop("ResponseMetadata")
    assert parsed == expected(operation, result, spoken, answer), operation.name
    assert metadata["HTTPStatusCode"] == answer.status
    assert metadata["HTTPHeaders"] == lower(answer.headers)
    assert len(answer.headers) == len(lower(answer.headers)), "a header is there twice"
    # botocore's CBOR parser looks for no request id where there is no output shape.
    if not (spoken == CBOR and shape is None):
        assert metadata["RequestId"] == REQUEST_ID, operation.name
    assert int(lower(answer.headers)["content-length"]) == len(answer.body)


@pytest.mark.parametrize(("service", "protocol"), SERVICES_AND_PROTOCOLS)
def test_every_operation_round_trips(service: str, protocol: str | None) -> None:
    walked = operations(service)
    assert len(walked) > 5
    for operation in walked:
        for fill, turn in VARIANTS:
            check_round_trip(operation, protocol, fill, turn)


@pytest.mark.parametrize(("service", "protocol"), FOREIGN_SERVICES)
def test_protocols_that_none_of_our_services_speaks(service: str, protocol: str) -> None:
    for operation in operations(service)[:100]:
        if operation.name in AMBIGUOUS:
            continue
        for fill, turn in VARIANTS:
            check_round_trip(operation, protocol, fill, turn)


def test_the_samples_reach_the_difficult_shapes() -> None:
    """The round trips above prove little if the samples left these out."""

    def walk(shape: Shape, value: Any) -> Iterator[tuple[str, Any]]:
        yield shape.type_name, value
        if isinstance(shape, StructureShape):
            for name, item in value.items():
                yield from walk(shape.members[name], item)
        elif isinstance(shape, ListShape):
            for item in value:
                yield from walk(shape.member, item)
        elif isinstance(shape, MapShape):
            for item in value.values():
                yield from walk(shape.value, item)

    seen: dict[str, int] = {}
    for service in ("lambda", "apigateway", "cloudwatch", "sqs"):
        for operation in operations(service):
            if operation.output_shape is not None:
                for kind, value in walk(operation.output_shape, sample(operation.output_shape)):
                    seen[kind] = seen.get(kind, 0) + bool(value or value == 0)
    assert set(seen) == {
        "structure",
        "list",
        "map",
        "string",
        "integer",
        "long",
        "double",
        "boolean",
        "timestamp",
        "blob",
    }
    assert min(seen.values()) > 0


def test_samples_are_the_same_every_time_and_differ_by_turn() -> None:
    shape = service_model("cloudwatch").operation_model("DescribeAlarms").output_shape
    assert shape is not None
    assert sample(shape) == sample(shape)
    assert sample(shape) != sample(shape, turn=1)
    some, others = sample(shape, "some", 0), sample(shape, "some", 1)
    assert not some.keys() & others.keys()
    assert some.keys() | others.keys() == sample(shape).keys()


def test_an_event_stream_of_another_protocol_is_refused_by_name() -> None:
    operation = service_model("kinesis").operation_model("SubscribeToShard")
    with pytest.raises(NotSupportedError, match=r"kinesis\.SubscribeToShard"):
        encode_result(operation, {}, request_id=REQUEST_ID)


def test_an_unknown_protocol_is_refused_by_name() -> None:
    operation = service_model("sqs").operation_model("SendMessage")
    with pytest.raises(NotSupportedError, match="'carrier-pigeon'"):
        encode_result(operation, {}, request_id=REQUEST_ID, protocol="carrier-pigeon")
