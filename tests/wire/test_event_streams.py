"""Event streams as bytes, read back by botocore's own decoder."""

from __future__ import annotations

from botocore.eventstream import EventStreamBuffer

from fakeaws.wire.encode import encode_result
from tests.wire.models import service_model


def test_messages_are_framed_as_botocore_reads_them() -> None:
    operation = service_model("lambda").operation_model("InvokeWithResponseStream")
    result = {
        "StatusCode": 200,
        "ExecutedVersion": "7",
        "EventStream": [
            {"PayloadChunk": {"Payload": b"\x00\xff" * 100_000}},
            {"PayloadChunk": {"Payload": b""}},
            {"InvokeComplete": {"ErrorCode": "é"}},
        ],
    }
    answer = encode_result(operation, result, request_id="r")
    assert answer.headers["Content-Type"] == "application/vnd.amazon.eventstream"
    assert answer.headers["X-Amz-Executed-Version"] == "7"
    buffer = EventStreamBuffer()
    buffer.add_data(answer.body)  # checks lengths and checksums
    messages = [(message.headers, message.payload) for message in buffer]
    assert [payload for _, payload in messages] == [b"\x00\xff" * 100_000, b"", '{"ErrorCode":"é"}'.encode()]
    assert [headers[":event-type"] for headers, _ in messages] == ["PayloadChunk", "PayloadChunk", "InvokeComplete"]
    assert {headers[":message-type"] for headers, _ in messages} == {"event"}
