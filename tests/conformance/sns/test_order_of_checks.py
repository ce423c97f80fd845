"""When several things are wrong with a batch for a topic, this is the order in which they are named."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from fakeaws import World
from tests.conformance.sns.furniture import PLAIN_FIFO
from tests.support.ways import client_of

_LARGE = "x" * 200_000
_STRUCTURE = {"Message": "{}" + " " * 200_000, "MessageStructure": "json"}


def test_a_batch_is_judged_in_this_order(aws: World) -> None:
    sns = client_of("sns")
    grouped = {"MessageGroupId": "g", "MessageDeduplicationId": "d"}

    def refused(*entries: dict[str, Any]) -> tuple[str, str]:
        with pytest.raises(ClientError) as caught:
            sns.publish_batch(TopicArn=PLAIN_FIFO, PublishBatchRequestEntries=list(entries))
        error = caught.value.response["Error"]
        return error["Code"], error["Message"]

    assert refused() == ("NotFound", "Topic does not exist")
    sns.create_topic(Name="plain.fifo", Attributes={"FifoTopic": "true"})
    assert refused()[0] == "EmptyBatchRequest"
    bad_id = {"Id": "a b", "Message": _LARGE}
    assert refused(*[bad_id] * 11)[0] == "TooManyEntriesInBatchRequest"
    assert refused(bad_id, bad_id)[0] == "BatchEntryIdsNotDistinct"
    lacking = {"Id": "a", "Message": _LARGE}
    assert refused(lacking, bad_id)[0] == "InvalidBatchEntryId"
    sound = {"Message": _LARGE, **grouped}
    for bad, said in (
        ({**sound, "Message": ""}, "Empty message"),
        ({**sound, "Subject": ""}, "Subject"),
        ({**grouped, **_STRUCTURE}, "Message Structure - No default entry in JSON message body"),
        ({"Message": _LARGE}, "The MessageGroupId parameter is required for FIFO topics"),
    ):
        assert refused({"Id": "a", **sound}, {"Id": "b", **bad}, {"Id": "c", "Message": ""}) == (
            "InvalidParameter",
            f"Invalid parameter: {said}",
        )
    assert refused({"Id": "a", **sound}, {"Id": "b", **sound})[0] == "BatchRequestTooLong"
    assert [record.kind for record in aws.timeline.select(outcome="ok")] == ["CreateTopic"]
