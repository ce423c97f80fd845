"""Digests that AWS computed, computed again."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws.aws.digests import attributes_md5, body_md5


def text(value: str, data_type: str = "String") -> dict[str, Any]:
    return {"DataType": data_type, "StringValue": value}


TRACE_HEADER = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
TRACE_PARENT = b"traceparent\x1e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01"

RECORDED = {
    "7db7fb1ba7f41366a8ea5eb18220b26d": {"Hello": text("World")},
    "4c360f3fdafd970e05fae2f149d997f5": {"General": text("Kenobi"), "Hello": text("There"), "Help.Me": text("Me")},
    "fca026605781cb4126a1e9044df24232": {"Hello": text("There"), "General": text("Kenobi")},
    "235c5c510d26fb653d073faed50ae77c": {"timestamp": text("1493147359900", "Number")},
    "797ab158d73dcb5242dedc4412c8e855": {"UserId": text("1234567890123456789012", "Number.bigint")},
    "d25a6aea97eb8f585bfa92d314504a92": {
        "WeeksOn": text("6", "Number"),
        "Author": text("John Grisham"),
        "Title": text("The Whistler"),
    },
    "8cbe4db156db8a94db8b801b7addb984": {"attr1": {"DataType": "Binary", "BinaryValue": TRACE_PARENT}},
    "5ae4d5d7636402d80f4eb6d213245a88": {"AWSTraceHeader": text(TRACE_HEADER)},
}


@pytest.mark.parametrize("digest", RECORDED)
def test_attribute_digests_recorded_from_aws(digest: str) -> None:
    assert attributes_md5(RECORDED[digest]) == digest


def test_binary_values_may_come_as_boto3_takes_them() -> None:
    digests = {
        attributes_md5({"a": {"DataType": "Binary.gif", "BinaryValue": value}})
        for value in (b"ab", bytearray(b"ab"), "ab")
    }
    assert len(digests) == 1


def test_lengths_are_counted_in_bytes() -> None:
    # md5sum of 00 00 00 02 é 00 00 00 06 String 01 00 00 00 02 ü
    assert attributes_md5({"é": text("ü")}) == "abfcc0bf11aa8868a93341afe2434f8f"


def test_body_digests() -> None:
    assert body_md5("") == "d41d8cd98f00b204e9800998ecf8427e"
    assert body_md5("Grüße") == "49c5f675b49037b6044b803ac9d1a6d7"
