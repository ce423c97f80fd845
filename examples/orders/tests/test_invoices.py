"""A function writes the invoices: from the topic through its queue to the post room's letters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from orders.clients import sns
from orders.infrastructure import deploy
from orders.model import Order
from orders.settings import Settings
from orders.topics import topic_arn

from fakeaws import World


def test_an_accepted_order_becomes_a_letter(
    aws: World,
    accept: Callable[[Order], str],
    letters: Callable[[], list[dict[str, Any]]],
    new_order: Callable[..., Order],
) -> None:
    message_id = accept(new_order("1001", "book", "lamp"))
    aws.clock.run_until_idle()
    assert letters() == [{"order_id": "1001", "to": "ann@example.com", "total_cents": 2000}]
    [invocation] = aws.lambda_.function("invoices").invocations
    assert (invocation.outcome, invocation.result) == ("succeeded", {"batchItemFailures": []})
    assert aws.trace(message_id).fates["invoices"] == "deleted"
    assert aws.diagnose() == []


def test_what_cannot_be_printed_goes_to_the_dead_letter_queue_alone(
    aws: World,
    settings: Settings,
    accept: Callable[[Order], str],
    letters: Callable[[], list[dict[str, Any]]],
    new_order: Callable[..., Order],
) -> None:
    """It shares its batch with a good order, which is printed once."""
    garbage = sns.publish(
        TopicArn=topic_arn(settings.events_topic),
        Message="<order/>",
        MessageAttributes={
            "event": {"DataType": "String", "StringValue": "accepted"},
            "total_cents": {"DataType": "Number", "StringValue": "1000"},
        },
    )
    good = accept(new_order("1001", "book"))
    aws.clock.advance(hours=1)
    invocations = aws.lambda_.function("invoices").invocations
    assert [[record["body"][:8] for record in each.event["Records"]] for each in invocations] == [
        ["<order/>", '{"order"'],
        ["<order/>"],
        ["<order/>"],
    ]
    assert f"no invoice for message {invocations[0].event['Records'][0]['messageId']}" in invocations[0].logs
    assert [letter["order_id"] for letter in letters()] == ["1001"]
    assert aws.trace(good).fates["invoices"] == "deleted"
    assert aws.trace(garbage).fates["invoices"] == "dead-lettered"
    assert [each.at.seconds for each in aws.trace(garbage).deliveries] == [2, 722, 1442]


def test_deploying_again_keeps_the_function_and_its_mapping(
    aws: World,
    settings: Settings,
    accept: Callable[[Order], str],
    letters: Callable[[], list[dict[str, Any]]],
    new_order: Callable[..., Order],
) -> None:
    aws.clock.advance(seconds=10)
    deploy(settings)
    accept(new_order("1001", "book"))
    aws.clock.run_until_idle()
    assert [letter["order_id"] for letter in letters()] == ["1001"]
