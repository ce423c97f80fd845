"""What `diagnose` says about event source mappings: each mistake is named, and its healthy twin is left alone."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from fakeaws import World
from tests.stories import shop
from tests.stories.diagnosing import rules, the


@pytest.fixture
def run(aws: World, sqs: Any, lambda_client: Any, orders: str) -> Callable[..., Any]:
    """Map the queue to a function with that code, send messages, and let time pass."""

    def run(code: Callable[[Any], Any], *bodies: str, minutes: float = 1, url: str = orders, **settings: Any) -> Any:
        aws.lambda_.register("bill", lambda event, context: code(event))
        arn = aws.sqs.queue(url).arn
        lambda_client.create_event_source_mapping(FunctionName="bill", EventSourceArn=arn, **settings)
        entries = [{"Id": str(number), "MessageBody": body} for number, body in enumerate(bodies)]
        sent = sqs.send_message_batch(QueueUrl=url, Entries=entries)["Successful"]
        aws.clock.advance(minutes=minutes)
        return [each["MessageId"] for each in sent]

    return run


REPORT = {"FunctionResponseTypes": ["ReportBatchItemFailures"]}


def reports(key: str, *bad: str) -> Callable[[Any], Any]:
    """Names failed records by that key of theirs."""

    def code(event: Any) -> Any:
        return {"batchItemFailures": [{"itemIdentifier": r[key]} for r in event["Records"] if r["body"] in bad]}

    return code


def fails(event: Any) -> None:
    raise ValueError("no")


class TestBatchItemFailuresIgnored:
    def test_the_mapping_does_not_ask(self, aws: World, run: Any) -> None:
        run(reports("messageId", "bad"), "good", "bad")
        found = the(aws, "batch-item-failures-ignored")
        assert found.text == (
            "Function 'bill' answered 1 failure in batchItemFailures for a batch of queue 'orders' at +00:00:02, but its "
            "mapping does not ask for them: the messages were deleted as if they had succeeded."
        )
        assert 'FunctionResponseTypes=["ReportBatchItemFailures"]' in found.fix
        assert [record.kind for record in found.records] == ["ReceiveMessage", "BatchItemFailures"]

    def test_healthy_when_it_asks(self, aws: World, run: Any) -> None:
        run(reports("messageId", "bad"), "good", "bad", **REPORT)
        assert aws.diagnose() == []

    def test_healthy_when_nothing_failed(self, aws: World, run: Any) -> None:
        run(reports("messageId"), "good")
        assert aws.diagnose() == []


class TestBatchItemFailuresUnreadable:
    RULE = "batch-item-failures-unreadable"

    def test_a_receipt_handle(self, aws: World, run: Any) -> None:
        run(reports("receiptHandle", "bad"), "good", "bad", minutes=0.1, **REPORT)
        found = the(aws, self.RULE)
        assert "Lambda took a whole batch of queue 'orders' as failed at +00:00:02" in found.text
        assert "an itemIdentifier is no message of the batch: 'AQEB" in found.text
        assert "… (it is a message's receiptHandle). Its messages come back" in found.text
        assert 'record["messageId"]' in found.fix

    def test_another_name(self, aws: World, run: Any) -> None:
        run(reports("body", "bad"), "good", "bad", **REPORT)
        assert "is no message of the batch: 'bad'. Its" in the(aws, self.RULE).text
        assert "So it was with another batch." in the(aws, self.RULE).text

    def test_a_list(self, aws: World, run: Any) -> None:
        run(lambda event: [], "good", minutes=0.1, **REPORT)
        assert "answered: the answer is no object but a list. Its" in the(aws, self.RULE).text

    def test_healthy_with_message_ids(self, aws: World, run: Any) -> None:
        run(reports("messageId", "bad"), "good", "bad", minutes=0.1, **REPORT)
        assert aws.diagnose() == []


class TestMappingWithoutDeadLetterQueue:
    RULE = "mapping-without-dead-letter-queue"

    @pytest.fixture
    def plain(self, aws: World, sqs: Any) -> str:
        url: str = sqs.create_queue(QueueName="plain")["QueueUrl"]
        return url

    def test_a_message_that_always_fails(self, aws: World, run: Any, plain: str) -> None:
        [message_id] = run(fails, "bad", url=plain, minutes=2)
        assert rules(aws) == [self.RULE]
        found = the(aws, self.RULE)
        assert found.text.startswith(
            f"Message {message_id[:8]} of queue 'plain' was given to function 'bill' and came back 3 times, last at +00:01:32."
        )
        assert "RedrivePolicy" in found.fix

    def test_healthy_with_a_dead_letter_queue(self, aws: World, run: Any) -> None:
        run(fails, "bad", minutes=10)
        assert aws.diagnose() == []

    def test_healthy_when_it_fails_twice(self, aws: World, run: Any, plain: str) -> None:
        run(fails, "bad", url=plain, minutes=1.1)
        assert aws.diagnose() == []

    def test_healthy_when_it_succeeds_in_the_end(self, aws: World, run: Any, plain: str) -> None:
        calls = []

        def fourth(event: Any) -> None:
            calls.append(event)
            if len(calls) < 5:
                raise ValueError("no")

        run(fourth, "slow starter", url=plain, minutes=10)
        assert (len(calls), aws.diagnose()) == (5, [])


class TestFilterWantsJson:
    FILTERS: dict[str, Any] = {"FilterCriteria": {"Filters": [{"Pattern": json.dumps({"body": {"region": ["eu"]}})}]}}

    def test_the_body_is_text(self, aws: World, run: Any) -> None:
        first, *_ = run(lambda event: None, "region=eu", "region=us", '{"region": "us"}', **self.FILTERS)
        found = the(aws, "filter-wants-json")
        assert found.text == (
            f"Message {first[:8]} of queue 'orders' was filtered out for function 'bill' at +00:00:02 and deleted: every "
            "filter of the mapping looks for keys in the body, and the body is plain text, no JSON. So did 1 other message."
        )
        assert '{"body": ["exactly this"]}' in found.fix

    def test_healthy_with_json(self, aws: World, run: Any) -> None:
        run(lambda event: None, '{"region": "eu"}', '{"region": "us"}', **self.FILTERS)
        assert aws.diagnose() == []


def test_a_visibility_timeout_that_was_shortened_later(aws: World, sqs: Any, lambda_client: Any, orders: str) -> None:
    """AWS compares it with the function's timeout only when the mapping is made."""
    aws.lambda_.register("bill", lambda event, context: time.sleep(20), timeout=30)
    shop.map_queue(lambda_client, "bill", orders)
    sqs.set_queue_attributes(QueueUrl=orders, Attributes={"VisibilityTimeout": "10"})
    sent = sqs.send_message(QueueUrl=orders, MessageBody="42")
    aws.clock.advance(minutes=2)
    assert len(aws.lambda_.function("bill").invocations) == 3  # done three times, and dead-lettered nevertheless
    assert aws.trace(sent).fates["orders-dlq"] == "visible"
    found = the(aws, "visibility-shorter-than-work")
    assert "bill received message" in found.text
    assert "20 s later. Its visibility timeout of 10 s had ended at +00:00:12" in found.text


def test_healthy_from_end_to_end(aws: World, sqs: Any, lambda_client: Any, orders: str) -> None:
    """Failures that are not deleted are no forgotten deletes: the mapping decides."""
    aws.lambda_.register("bill", lambda event, context: {"batchItemFailures": []} if event else None)
    shop.map_queue(lambda_client, "bill", orders, report_failures=True)
    for number in range(20):
        sqs.send_message(QueueUrl=orders, MessageBody=str(number))
    aws.clock.run_until_idle()
    assert aws.diagnose() == []
