"""Standard queues with message groups: a group that floods the queue lets the others go first."""

from __future__ import annotations

import json
from copy import deepcopy
from random import Random
from typing import Any

import pytest

from fakeaws import World, mock_aws

from .fair_model import FairModel
from .support import attributes, bodies, client, counts, delete, make, receive


def put(sqs: Any, url: str, *names: str, **params: Any) -> None:
    """Send messages named ``group-rest``; those without a dash have no group."""
    for name in names:
        group, dash, _ = name.partition("-")
        sqs.send_message(QueueUrl=url, MessageBody=name, **({"MessageGroupId": group} if dash else {}), **params)


def flood(sqs: Any, url: str, group: str, count: int, first: int = 1) -> None:
    """Send ``count`` messages of one group."""
    names = [f"{group}-{number}" for number in range(first, first + count)]
    for start in range(0, count, 10):
        entries = [{"Id": name, "MessageBody": name, "MessageGroupId": group} for name in names[start : start + 10]]
        assert "Failed" not in sqs.send_message_batch(QueueUrl=url, Entries=entries)


def take(sqs: Any, url: str, count: int, **params: Any) -> list[dict[str, Any]]:
    """Receive that many messages, ten at a time."""
    messages: list[dict[str, Any]] = []
    while len(messages) < count:
        got = receive(sqs, url, min(10, count - len(messages)), **params)
        assert got
        messages += got
    return messages


def groups_of(messages: list[dict[str, Any]]) -> set[str]:
    return {message["Body"].partition("-")[0] for message in messages}


# -- order ---------------------------------------------------------------------------------------------------


def test_quiet_groups_change_nothing(sqs: Any, orders: str) -> None:
    names = ["a-1", "b-1", "plain", "a-2", "c-1", "b-2", "last"]
    put(sqs, orders, *names)
    assert bodies(sqs, orders) == names


def test_quiet_group_goes_before_the_backlog_of_a_noisy_one(sqs: Any, orders: str) -> None:
    flood(sqs, orders, "a", 100)
    take(sqs, orders, 30)
    put(sqs, orders, "b-1", "c-1", "b-2")
    assert bodies(sqs, orders, 5) == ["b-1", "c-1", "b-2", "a-31", "a-32"]  # dropped is nothing
    assert counts(sqs, orders) == (68, 35, 0)


def test_from_30_in_flight_on(sqs: Any, orders: str) -> None:
    flood(sqs, orders, "a", 40)
    take(sqs, orders, 29)
    put(sqs, orders, "b-1")
    assert bodies(sqs, orders, 1) == ["a-30"]
    assert bodies(sqs, orders, 1) == ["b-1"]


def test_within_one_receive(sqs: Any, orders: str) -> None:
    flood(sqs, orders, "a", 40)
    take(sqs, orders, 25)
    put(sqs, orders, "b-1")
    assert bodies(sqs, orders, 8) == ["a-26", "a-27", "a-28", "a-29", "a-30", "b-1", "a-31", "a-32"]


@pytest.mark.parametrize(("others", "first"), [(270, "a-31"), (269, "b-1")])
def test_more_than_a_tenth_of_what_is_in_flight(sqs: Any, orders: str, others: int, first: str) -> None:
    for number in range(0, others, 10):
        flood(sqs, orders, f"g{number}", min(10, others - number))
    take(sqs, orders, others)
    flood(sqs, orders, "a", 40)
    take(sqs, orders, 30)
    put(sqs, orders, "b-1")
    assert bodies(sqs, orders, 1) == [first]


def test_what_this_receive_takes_is_in_flight(sqs: Any, orders: str) -> None:
    plain = [f"plain{number}" for number in range(270)]
    put(sqs, orders, *plain[:265])
    flood(sqs, orders, "a", 30)
    put(sqs, orders, *plain[265:], "a-31", "b-1")
    take(sqs, orders, 295)
    assert bodies(sqs, orders) == [*plain[265:], "a-31", "b-1"]  # 30 of 300 when it is the turn of a


def test_noisy_with_the_fewest_in_flight_goes_first(sqs: Any, orders: str) -> None:
    flood(sqs, orders, "a", 60)
    flood(sqs, orders, "b", 60)
    first = take(sqs, orders, 30)  # a is noisy
    assert groups_of(take(sqs, orders, 30)) == {"b"}  # and b, too
    put(sqs, orders, "c-1")
    assert bodies(sqs, orders, 6) == ["c-1", "a-31", "b-31", "a-32", "b-32", "a-33"]
    for message in first[:3]:
        delete(sqs, orders, message)  # 30 of a in flight, 32 of b
    assert bodies(sqs, orders, 4) == ["a-34", "a-35", "a-36", "b-33"]


def test_without_a_group_a_message_is_a_tenant_of_its_own(sqs: Any, orders: str) -> None:
    flood(sqs, orders, "a", 60)
    plain = [f"plain{number}" for number in range(100)]
    put(sqs, orders, *plain)
    take(sqs, orders, 30)
    assert [message["Body"] for message in take(sqs, orders, 100)] == plain
    put(sqs, orders, "another")
    assert bodies(sqs, orders, 2) == ["another", "a-31"]


# -- quiet again ---------------------------------------------------------------------------------------------


def test_noisy_as_long_as_it_has_a_backlog(sqs: Any, orders: str) -> None:
    flood(sqs, orders, "a", 50)
    for message in take(sqs, orders, 31):
        delete(sqs, orders, message)
    put(sqs, orders, "b-1")
    assert bodies(sqs, orders, 1) == ["b-1"]  # although nothing of a is in flight
    assert groups_of(take(sqs, orders, 19)) == {"a"}
    put(sqs, orders, "a-51", "b-2")
    assert bodies(sqs, orders, 1) == ["a-51"]


def test_back_to_quiet_when_nothing_came_for_five_minutes(aws: World, sqs: Any) -> None:
    url = make(sqs, VisibilityTimeout=43_200)
    flood(sqs, url, "a", 50)
    take(sqs, url, 31)
    aws.clock.advance(seconds=60)
    put(sqs, url, "a-51")
    aws.clock.advance(seconds=299)
    put(sqs, url, "b-1", "b-2")
    assert bodies(sqs, url, 1) == ["b-1"]
    aws.clock.advance(seconds=1)
    assert bodies(sqs, url, 1) == ["a-32"]  # in its old place, with all that it has in flight
    put(sqs, url, "a-52")  # from now on it is judged again
    assert bodies(sqs, url, 1) == ["b-2"]


# -- consumers' time -----------------------------------------------------------------------------------------


def work(aws: World, sqs: Any, url: str, *expected: tuple[str, float]) -> None:
    """Receive one message after the other and take that many seconds for each."""
    for name, seconds in expected:
        [message] = receive(sqs, url, 1)
        assert message["Body"] == name
        aws.clock.advance(seconds=seconds)
        delete(sqs, url, message)


def test_more_than_a_tenth_of_consumers_time(aws: World, sqs: Any, orders: str) -> None:
    others = [(f"g{number}-1", 9) for number in range(10)]
    put(sqs, orders, *(name for name, _ in others))
    work(aws, sqs, orders, *others)
    put(sqs, orders, "a-1", "a-2", "a-3", "b-1", "b-2")
    work(aws, sqs, orders, ("a-1", 10), ("a-2", 0.5), ("b-1", 0), ("b-2", 0), ("a-3", 0))


def test_time_of_messages_in_flight_counts(aws: World, sqs: Any, orders: str) -> None:
    put(sqs, orders, "a-1", "a-2", "b-1")
    receive(sqs, orders, 1)
    aws.clock.advance(seconds=1)
    assert bodies(sqs, orders, 1) == ["b-1"]


def test_time_is_forgotten_after_five_minutes(aws: World, sqs: Any, orders: str) -> None:
    put(sqs, orders, "a-1", "a-2")
    work(aws, sqs, orders, ("a-1", 20))
    aws.clock.advance(seconds=280)
    put(sqs, orders, "a-3", "b-1")
    assert bodies(sqs, orders, 1) == ["a-2"]


def test_time_is_counted_anew_when_the_backlog_is_gone(aws: World, sqs: Any, orders: str) -> None:
    put(sqs, orders, "a-1", "a-2")
    work(aws, sqs, orders, ("a-1", 20))
    assert bodies(sqs, orders, 1) == ["a-2"]
    put(sqs, orders, "a-3", "b-1")
    assert bodies(sqs, orders, 1) == ["a-3"]


# -- the rest of the queue's life ----------------------------------------------------------------------------


def test_messages_come_back_to_their_places(aws: World, sqs: Any, orders: str) -> None:
    flood(sqs, orders, "a", 40)
    first = take(sqs, orders, 31, VisibilityTimeout=10)
    put(sqs, orders, "b-1")
    sqs.change_message_visibility(QueueUrl=orders, ReceiptHandle=first[4]["ReceiptHandle"], VisibilityTimeout=0)
    assert bodies(sqs, orders, 2) == ["b-1", "a-5"]
    sqs.change_message_visibility(QueueUrl=orders, ReceiptHandle=first[0]["ReceiptHandle"], VisibilityTimeout=60)
    aws.clock.advance(seconds=10)
    assert counts(sqs, orders) == (38, 3, 0)
    assert bodies(sqs, orders, 3) == ["a-2", "a-3", "a-4"]


def test_visibility_timeout_of_zero_leaves_nothing_in_flight(sqs: Any, orders: str) -> None:
    flood(sqs, orders, "a", 40)
    take(sqs, orders, 40, VisibilityTimeout=0)  # four times ten: the first ten are behind the others by now
    put(sqs, orders, "b-1")
    assert bodies(sqs, orders, 1) == ["a-11"]


def test_delayed_messages(aws: World, sqs: Any, orders: str) -> None:
    put(sqs, orders, "b-1", DelaySeconds=5)
    flood(sqs, orders, "a", 50)
    take(sqs, orders, 31)
    put(sqs, orders, "a-51", DelaySeconds=5)
    assert bodies(sqs, orders, 1) == ["a-32"]
    aws.clock.advance(seconds=5)
    assert bodies(sqs, orders, 1) == ["b-1"]


def test_retention(aws: World, sqs: Any) -> None:
    url = make(sqs, MessageRetentionPeriod=60)
    flood(sqs, url, "a", 40)
    take(sqs, url, 31)
    aws.clock.advance(seconds=59)
    put(sqs, url, "b-1", "a-41")
    assert bodies(sqs, url, 1) == ["b-1"]
    aws.clock.advance(seconds=1)
    assert counts(sqs, url) == (1, 1, 0)
    assert bodies(sqs, url) == ["a-41"]


def test_dead_letters_keep_their_group(aws: World, sqs: Any) -> None:
    dead = make(sqs, "dead")
    url = make(sqs, RedrivePolicy=json.dumps({"deadLetterTargetArn": aws.sqs.queue("dead").arn, "maxReceiveCount": 1}))
    flood(sqs, url, "a", 40)
    take(sqs, url, 40, VisibilityTimeout=1)
    put(sqs, url, "b-1")
    aws.clock.advance(seconds=1)
    assert bodies(sqs, url) == ["b-1"]
    assert attributes(sqs, dead)["ApproximateNumberOfMessages"] == "40"
    put(sqs, dead, "c-1")
    assert groups_of(take(sqs, dead, 30)) == {"a"}
    messages = receive(sqs, dead, 2, MessageSystemAttributeNames=["MessageGroupId"])
    assert [(each["Body"], each["Attributes"]["MessageGroupId"]) for each in messages] == [("c-1", "c"), ("a-31", "a")]


def test_purge_forgets_all(aws: World, sqs: Any, orders: str) -> None:
    put(sqs, orders, "plain")
    flood(sqs, orders, "a", 40)
    take(sqs, orders, 32)
    aws.clock.advance(seconds=20)
    sqs.purge_queue(QueueUrl=orders)
    put(sqs, orders, "a-1", "b-1", "a-2", "b-2")
    assert bodies(sqs, orders, 1) == ["a-1"]
    aws.clock.advance(seconds=1)  # all that consumers worked since
    assert bodies(sqs, orders) == ["b-1", "b-2", "a-2"]


def test_long_poll_gets_what_comes(aws: World, sqs: Any, orders: str) -> None:
    put(sqs, orders, "a-1")
    assert bodies(sqs, orders) == ["a-1"]
    poll = aws.spawn(bodies, sqs, orders, 1, WaitTimeSeconds=20)
    aws.clock.advance(seconds=1)
    put(sqs, orders, "b-1")
    assert poll.result() == ["b-1"]


def test_fifo_queues_know_no_noisy_groups(sqs: Any, fifo: str) -> None:
    for name in [*(f"a-{number}" for number in range(40)), "b-1"]:
        sqs.send_message(
            QueueUrl=fifo, MessageBody=name, MessageGroupId=name.split("-")[0], MessageDeduplicationId=name
        )
    take(sqs, fifo, 10)
    assert bodies(sqs, fifo) == ["b-1"]  # a is locked: that is another rule


def test_a_copied_world_is_fair_as_well(aws: World, sqs: Any, orders: str) -> None:
    flood(sqs, orders, "a", 50)
    take(sqs, orders, 31)
    put(sqs, orders, "b-1")
    twin = deepcopy(aws)
    assert bodies(sqs, orders, 2) == ["b-1", "a-32"]
    params = {"QueueUrl": orders, "MaxNumberOfMessages": 2}
    messages = twin.call("sqs", "ReceiveMessage", params, caller=twin.caller(None))["Messages"]
    assert [message["Body"] for message in messages] == ["b-1", "a-32"]


# -- any history ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_as_the_rule_read_out_by_hand(seed: int) -> None:
    """Random histories, beside a model that looks at every message for each that it hands out."""
    random = Random(seed)
    with mock_aws(seed=seed, start="2026-01-05T00:00:00Z") as aws:
        sqs = client()
        url = make(sqs, VisibilityTimeout=20)
        model = FairModel(visibility=20)
        handles: dict[str, str] = {}
        noisy_seen = 0
        for step in range(180):
            action = random.choices(("send", "receive", "delete", "back", "advance"), (3, 4, 2, 1, 2))[0]
            if action == "send":
                group = random.choice(("a", "a", "a", "b", "b", "c", "d", None))
                for number in range(random.choice((1, 2, 30) if group in ("a", "b") else (1, 2))):
                    body = f"{step}.{number}"
                    delay = random.choice((0, 0, 0, 3))
                    extra = {"MessageGroupId": group} if group else {}
                    sqs.send_message(QueueUrl=url, MessageBody=body, DelaySeconds=delay, **extra)
                    model.send(body, group, delay)
            elif action == "receive":
                count = random.choice((1, 5, 10, 10))
                messages = receive(sqs, url, count)
                assert [message["Body"] for message in messages] == model.receive(count), step
                handles.update((message["Body"], message["ReceiptHandle"]) for message in messages)
                noisy_seen += model.noisy_count() > 1
            elif action == "delete" and handles:
                for body in random.sample(sorted(handles), min(len(handles), 6)):
                    sqs.delete_message(QueueUrl=url, ReceiptHandle=handles.pop(body))
                    model.delete(body)
            elif action == "back" and handles:
                body = random.choice(sorted(handles))
                seconds = random.choice((0, 0, 40))
                sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handles[body], VisibilityTimeout=seconds)
                model.change(body, seconds)
            elif action == "advance":
                seconds = random.choice((1, 1, 2, 5, 25, 130, 301) if step % 10 == 0 else (1, 1, 2, 5))
                aws.clock.advance(seconds=seconds)
                model.advance(seconds)
        assert noisy_seen  # else nothing was shown


def test_nothing_is_left_of_groups_without_messages(aws: World, sqs: Any, orders: str) -> None:
    for number in range(200):
        put(sqs, orders, f"g{number}-1")
        [message] = receive(sqs, orders, 1)
        delete(sqs, orders, message)
    [service] = aws.router.services("sqs")
    fairness: Any = service.queues["orders"]._fairness  # type: ignore[attr-defined]
    assert len(fairness._tenants) == 0
    assert len(fairness._ranking._heap) < 150


def test_entries_of_old_ranks_do_not_pile_up(aws: World, sqs: Any, orders: str) -> None:
    flood(sqs, orders, "a", 60)
    put(sqs, orders, "b-1")
    take(sqs, orders, 31)
    for _ in range(300):
        [message] = receive(sqs, orders, 1)
        sqs.change_message_visibility(QueueUrl=orders, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
    [service] = aws.router.services("sqs")
    fairness: Any = service.queues["orders"]._fairness  # type: ignore[attr-defined]
    assert len(fairness._ranking._heap) < 150


def test_a_queue_that_never_saw_a_group_keeps_no_accounts(aws: World, sqs: Any, orders: str) -> None:
    put(sqs, orders, "plain")
    receive(sqs, orders)
    [service] = aws.router.services("sqs")
    assert service.queues["orders"]._fairness is None  # type: ignore[attr-defined]
