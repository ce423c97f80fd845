"""When several things are wrong with a batch, AWS names the first of them in its own order."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from fakeaws import World
from tests.conformance.sqs.furniture import URL
from tests.support.ways import client_of

_LARGE = "x" * 600_000
_SIZED = "x" * 2_000


def test_a_batch_is_judged_in_this_order(aws: World) -> None:
    sqs = client_of("sqs")
    grouped = {"MessageGroupId": "g", "MessageDeduplicationId": "d"}
    bad_group = {"MessageGroupId": "a b", "MessageDeduplicationId": "d"}

    def refused(name: str, entries: list[dict[str, Any]]) -> str:
        with pytest.raises(ClientError) as caught:
            sqs.send_message_batch(QueueUrl=URL + name, Entries=entries)
        code: str = caught.value.response["Error"]["QueryErrorCode"]
        return code

    large = {"MessageBody": _LARGE}
    named = [{"Id": f"e{number}", **large, **grouped} for number in range(11)]
    assert refused("new.fifo", []) == "QueueDoesNotExist"
    sqs.create_queue(QueueName="new.fifo", Attributes={"FifoQueue": "true", "MaximumMessageSize": "1024"})
    assert refused("new.fifo", []) == "EmptyBatchRequest"
    assert refused("new.fifo", [{**entry, "Id": "a b"} for entry in named]) == "TooManyEntriesInBatchRequest"
    twice = [{"Id": "a", **large}, {"Id": "a", **large}]
    assert refused("new.fifo", [*twice, {"Id": "a b", **large}]) == "InvalidBatchEntryId"
    assert refused("new.fifo", twice) == "BatchEntryIdsNotDistinct"
    for lacking in ({}, {"MessageGroupId": "g"}):
        entries = [{"Id": "a", **large, **bad_group}, {"Id": "b", **large, **lacking}]
        assert refused("new.fifo", entries) == "InvalidParameterValueException"
    assert refused("new.fifo", [{**entry, **bad_group} for entry in named[:2]]) == "BatchRequestTooLong"
    entries = [{"Id": "a", "MessageBody": _SIZED, **grouped}, {"Id": "b", "MessageBody": "x", **bad_group}]
    answer = sqs.send_message_batch(QueueUrl=URL + "new.fifo", Entries=entries)
    assert [failed["Id"] for failed in answer["Failed"]] == ["a", "b"]
