"""What SQS tells as metrics of ``AWS/SQS``, minute by minute."""

from __future__ import annotations

import copy
import json
from datetime import timedelta
from typing import Any

import freezegun
import pytest

from fakeaws import World, mock_aws
from tests.support.told_metrics import Told

from .support import ARN, bodies, client, counts, delete, make, put, receive, send

VISIBLE = "ApproximateNumberOfMessagesVisible"
NOT_VISIBLE = "ApproximateNumberOfMessagesNotVisible"
DELAYED = "ApproximateNumberOfMessagesDelayed"
AGE = "ApproximateAgeOfOldestMessage"
GROUPS = "ApproximateNumberOfGroupsWithInflightMessages"
SENT = "NumberOfMessagesSent"
RECEIVED = "NumberOfMessagesReceived"
DELETED = "NumberOfMessagesDeleted"
EMPTY = "NumberOfEmptyReceives"
DEDUPLICATED = "NumberOfDeduplicatedSentMessages"
SIZE = "SentMessageSize"
STANDARD = {VISIBLE, NOT_VISIBLE, DELAYED, AGE, SENT, RECEIVED, DELETED, EMPTY}


@pytest.fixture
def told(aws: World, sqs: Any) -> Told:
    return Told(aws, "sqs")


def pass_minutes(aws: World, count: float = 1) -> None:
    aws.clock.advance(minutes=count)


# -- counters ----------------------------------------------------------------------------------------------------------


def test_a_queue_that_nothing_happens_to_tells_zeros(aws: World, told: Told, orders: str) -> None:
    pass_minutes(aws)
    assert {datum.name: datum.values for datum in told.ask()} == dict.fromkeys(STANDARD, (0.0,))
    assert {datum.namespace for datum in told.data} == {"AWS/SQS"}
    assert {datum.dimensions for datum in told.data} == {(("QueueName", "orders"),)}
    units = {datum.name: datum.unit for datum in told.data}
    assert units == {**dict.fromkeys(STANDARD, "Count"), AGE: "Seconds"}


def test_nothing_is_told_before_the_minute_is_over_and_nothing_twice(
    aws: World, sqs: Any, told: Told, orders: str
) -> None:
    send(sqs, orders, "hello")
    aws.clock.advance(seconds=59)
    assert told.ask() == []
    aws.clock.advance(seconds=1)
    send(sqs, orders, "of the next minute")
    assert told.ask() != []
    assert told.ask() == []
    pass_minutes(aws)
    told.ask()
    assert told.of("orders", SENT) == {0: 1, 1: 1}
    assert told.of("orders", VISIBLE) == {0: 1, 1: 2}


def test_sent_received_deleted_and_the_size(aws: World, sqs: Any, told: Told, orders: str) -> None:
    send(sqs, orders, "hello", "hello", "grüße")
    attribute = {"a": {"DataType": "String", "StringValue": "xyz"}}
    send(sqs, orders, "ab", MessageAttributes=attribute)
    for message in receive(sqs, orders, 3):
        delete(sqs, orders, message)
    pass_minutes(aws)
    told.ask()
    assert told.of("orders", SENT) == {0: 4}
    assert told.of("orders", RECEIVED) == {0: 3}
    assert told.of("orders", DELETED) == {0: 3}
    size = told.one("orders", SIZE)
    assert (size.unit, dict(zip(size.values, size.counts))) == ("Bytes", {5.0: 2.0, 7.0: 1.0, 12.0: 1.0})


def test_sizes_are_those_of_their_minute(aws: World, sqs: Any, told: Told, orders: str) -> None:
    for body in ("1", "22", "333"):
        send(sqs, orders, body)
        pass_minutes(aws, 2)
        if body == "1":
            told.ask()
    told.ask()
    assert told.of("orders", SIZE) == {0: 1, 2: 2, 4: 3}


def test_batches_count_their_entries_and_what_failed_does_not(aws: World, sqs: Any, told: Told, orders: str) -> None:
    entries = [{"Id": "a", "MessageBody": "1"}, {"Id": "b", "MessageBody": "22"}, {"Id": "c", "MessageBody": "\x00"}]
    sqs.send_message_batch(QueueUrl=orders, Entries=entries)
    handles = [{"Id": str(n), "ReceiptHandle": m["ReceiptHandle"]} for n, m in enumerate(receive(sqs, orders))]
    sqs.delete_message_batch(QueueUrl=orders, Entries=[*handles, {"Id": "x", "ReceiptHandle": "nonsense"}])
    pass_minutes(aws)
    told.ask()
    assert [told.of("orders", metric) for metric in (SENT, RECEIVED, DELETED, SIZE)] == [{0: 2}, {0: 2}, {0: 2}, {0: 3}]


def test_an_empty_receive_counts_per_call(aws: World, sqs: Any, told: Told, orders: str) -> None:
    bodies(sqs, orders)
    bodies(sqs, orders)
    bodies(sqs, orders, WaitTimeSeconds=20)
    pass_minutes(aws)
    told.ask()
    assert told.of("orders", EMPTY) == {0: 3}
    assert told.of("orders", RECEIVED) == {0: 0}


def test_every_accepted_delete_counts(aws: World, sqs: Any, told: Told, orders: str) -> None:
    send(sqs, orders, "twice")
    [old] = receive(sqs, orders, VisibilityTimeout=0)
    [new] = receive(sqs, orders)
    for message in (old, new, new):
        delete(sqs, orders, message)
    pass_minutes(aws)
    told.ask()
    assert told.of("orders", DELETED) == {0: 3}
    assert told.of("orders", VISIBLE) == told.of("orders", NOT_VISIBLE) == {0: 0}


def test_deduplicated_sends_of_a_fifo_queue(aws: World, sqs: Any, told: Told, fifo: str) -> None:
    put(sqs, fifo, "g1-a", "g1-a", "g1-a", "g2-b")
    pass_minutes(aws)
    told.ask()
    assert told.metrics("orders.fifo") == {*STANDARD, SIZE, DEDUPLICATED, GROUPS}
    assert told.of("orders.fifo", DEDUPLICATED) == {0: 2}
    assert told.of("orders.fifo", SENT) == {0: 2}
    assert told.one("orders.fifo", SIZE).counts == (2.0,)


# -- gauges ------------------------------------------------------------------------------------------------------------


def test_gauges_are_those_of_the_minute_s_end(aws: World, sqs: Any, told: Told, orders: str) -> None:
    send(sqs, orders, "a", "b", "c")
    send(sqs, orders, "later", DelaySeconds=90)
    receive(sqs, orders, 1, VisibilityTimeout=150)
    pass_minutes(aws, 4)
    told.ask()
    assert told.of("orders", VISIBLE) == {0: 2, 1: 3, 2: 4, 3: 4}
    assert told.of("orders", NOT_VISIBLE) == {0: 1, 1: 1, 2: 0, 3: 0}
    assert told.of("orders", DELAYED) == {0: 1, 1: 0, 2: 0, 3: 0}
    assert told.of("orders", AGE) == {0: 60, 1: 120, 2: 180, 3: 240}


def test_the_age_is_that_of_the_oldest_that_is_not_deleted(aws: World, sqs: Any, told: Told, orders: str) -> None:
    aws.clock.advance(seconds=30)
    send(sqs, orders, "first")
    pass_minutes(aws)
    send(sqs, orders, "second")
    pass_minutes(aws)
    [first] = receive(sqs, orders, 1)
    delete(sqs, orders, first)
    pass_minutes(aws)
    told.ask()
    assert told.of("orders", AGE) == {0: 30, 1: 90, 2: 90}


@pytest.mark.parametrize(("receives", "age"), [(3, 60), (4, 0)])
def test_a_poison_message_does_not_make_the_queue_old(
    aws: World, sqs: Any, told: Told, orders: str, receives: int, age: int
) -> None:
    send(sqs, orders, "poison")
    for _ in range(receives):
        receive(sqs, orders, VisibilityTimeout=0)
    pass_minutes(aws)
    told.ask()
    assert told.of("orders", AGE) == {0: age}
    assert told.of("orders", VISIBLE) == {0: 1}


def test_a_fifo_queue_s_poison_message_does(aws: World, sqs: Any, told: Told, fifo: str) -> None:
    put(sqs, fifo, "g1-poison")
    for _ in range(5):
        receive(sqs, fifo, VisibilityTimeout=0)
    pass_minutes(aws)
    told.ask()
    assert told.of("orders.fifo", AGE) == {0: 60}


def test_groups_with_messages_in_flight(aws: World, sqs: Any, told: Told, fifo: str) -> None:
    put(sqs, fifo, "g1-a", "g1-b", "g2-a", "g3-a")
    first, *_ = receive(sqs, fifo, 3, VisibilityTimeout=90)
    pass_minutes(aws)
    delete(sqs, fifo, first)
    pass_minutes(aws, 2)
    told.ask()
    assert told.of("orders.fifo", GROUPS) == {0: 2, 1: 0, 2: 0}
    assert told.of("orders.fifo", NOT_VISIBLE) == {0: 3, 1: 0, 2: 0}


def test_what_expires_and_what_is_purged_is_gone(aws: World, sqs: Any, told: Told) -> None:
    url = make(sqs, "brief", MessageRetentionPeriod=60)
    send(sqs, url, "a", "b")
    pass_minutes(aws, 2)
    send(sqs, url, "c")
    sqs.purge_queue(QueueUrl=url)
    pass_minutes(aws)
    told.ask()
    assert told.of("brief", VISIBLE) == {0: 2, 1: 0, 2: 0}
    assert told.of("brief", AGE) == {0: 60, 1: 0, 2: 0}
    assert told.of("brief", DELETED) == {0: 0, 1: 0, 2: 0}


# -- dead letters and moves --------------------------------------------------------------------------------------------


def with_dead_letters(sqs: Any, most: int = 1) -> str:
    make(sqs, "dead")
    policy = json.dumps({"deadLetterTargetArn": f"{ARN}dead", "maxReceiveCount": most})
    return make(sqs, RedrivePolicy=policy)


def test_a_dead_letter_is_not_sent_and_its_age_begins_with_the_move(aws: World, sqs: Any, told: Told) -> None:
    orders = with_dead_letters(sqs)
    send(sqs, orders, "poison")
    receive(sqs, orders, VisibilityTimeout=5)
    pass_minutes(aws)
    assert bodies(sqs, orders) == []
    pass_minutes(aws)
    told.ask()
    assert told.of("dead", SENT) == {0: 0, 1: 0}
    assert told.of("dead", VISIBLE) == {0: 0, 1: 1}
    assert told.of("dead", AGE) == {0: 0, 1: 60}
    assert told.of("orders", VISIBLE) == {0: 1, 1: 0}
    assert told.of("orders", AGE) == {0: 60, 1: 0}
    assert told.of("orders", DELETED) == {0: 0, 1: 0}
    assert SIZE not in told.metrics("dead")


def test_receives_before_the_move_do_not_make_it_poison_there(aws: World, sqs: Any, told: Told) -> None:
    orders = with_dead_letters(sqs, most=4)
    send(sqs, orders, "poison")
    for _ in range(5):
        receive(sqs, orders, VisibilityTimeout=0)
    pass_minutes(aws)
    told.ask()
    assert told.of("dead", AGE) == {0: 60}


def test_an_old_handle_does_not_take_away_a_message_that_came_back(aws: World, sqs: Any, told: Told) -> None:
    orders = with_dead_letters(sqs)
    back = json.dumps({"deadLetterTargetArn": f"{ARN}orders", "maxReceiveCount": 1})
    dead = make(sqs, "dead")
    sqs.set_queue_attributes(QueueUrl=dead, Attributes={"RedrivePolicy": back})
    send(sqs, orders, "poison")
    [old] = receive(sqs, orders, VisibilityTimeout=0)
    assert bodies(sqs, orders) == []
    receive(sqs, dead, VisibilityTimeout=0)
    assert bodies(sqs, dead) == []
    delete(sqs, orders, old)
    pass_minutes(aws)
    told.ask()
    assert told.of("orders", VISIBLE) == {0: int(counts(sqs, orders)[0])} == {0: 1}
    assert told.of("orders", DELETED) == {0: 1}


def test_a_move_task_sends_to_where_it_moves(aws: World, sqs: Any, told: Told) -> None:
    orders = with_dead_letters(sqs)
    send(sqs, orders, "12345", "12")
    receive(sqs, orders, VisibilityTimeout=0)
    assert bodies(sqs, orders) == []
    pass_minutes(aws)
    sqs.start_message_move_task(SourceArn=f"{ARN}dead")
    pass_minutes(aws)
    told.ask()
    assert told.of("dead", VISIBLE) == {0: 2, 1: 0}
    assert told.of("orders", VISIBLE) == {0: 0, 1: 2}
    assert told.of("orders", SENT) == {0: 2, 1: 2}
    assert told.of("orders", SIZE) == {0: 7, 1: 7}
    assert told.of("orders", AGE)[1] in (59, 60)
    assert told.of("dead", SENT) == {0: 0, 1: 0}


# -- which queues, and when --------------------------------------------------------------------------------------------


def test_an_empty_queue_tells_for_six_hours_after_its_last_use(aws: World, sqs: Any, told: Told, orders: str) -> None:
    aws.clock.advance(days=3)
    told.ask()
    assert set(told.of("orders", VISIBLE)) == set(range(360))
    sqs.get_queue_attributes(QueueUrl=orders, AttributeNames=["QueueArn"])
    aws.clock.advance(days=1)
    told.ask()
    assert set(told.of("orders", VISIBLE)) == {*range(360), *range(4320, 4680)}


def test_a_queue_with_messages_is_active_as_long_as_it_has_them(aws: World, sqs: Any, told: Told) -> None:
    url = make(sqs, "brief", MessageRetentionPeriod=12 * 3600)
    send(sqs, url, "forgotten")
    aws.clock.advance(days=2)
    told.ask()
    assert set(told.of("brief", VISIBLE)) == set(range(18 * 60))
    assert told.of("brief", AGE)[719] == 12 * 3600
    assert told.of("brief", AGE)[720] == 0


def test_a_deleted_queue_tells_its_last_counts_and_no_more(aws: World, sqs: Any, told: Told, orders: str) -> None:
    send(sqs, orders, "a")
    pass_minutes(aws)
    send(sqs, orders, "b")
    sqs.delete_queue(QueueUrl=orders)
    pass_minutes(aws, 5)
    told.ask()
    assert told.of("orders", SENT) == {0: 1, 1: 1}
    assert told.of("orders", VISIBLE) == {0: 1}
    make(sqs, "orders")
    pass_minutes(aws)
    told.ask()
    assert told.of("orders", VISIBLE) == {0: 1, 6: 0}


def test_a_queue_of_another_region_is_another_queue(aws: World, sqs: Any, told: Told, orders: str) -> None:
    elsewhere = client("eu-west-1")
    url = elsewhere.create_queue(QueueName="orders")["QueueUrl"]
    send(elsewhere, url, "a", "b")
    pass_minutes(aws)
    told.ask()
    assert told.of("orders", SENT) == {0: 0}
    there = list(aws.router.service("sqs", aws.account, "eu-west-1").metrics_until(aws.now_us))
    assert [datum.values for datum in there if datum.name in (SENT, VISIBLE)] == [(2.0,), (2.0,)]
    elsewhere.delete_queue(QueueUrl=url)
    pass_minutes(aws)
    told.ask()
    assert told.of("orders", VISIBLE) == {0: 0, 1: 0}


# -- clocks, copies ----------------------------------------------------------------------------------------------------


def test_minutes_are_those_of_the_wall_clock(aws: World, sqs: Any) -> None:
    aws.clock.advance(seconds=45)
    told = Told(aws, "sqs")
    send(sqs, make(sqs, "orders"), "a")
    aws.clock.advance(seconds=15)
    told.ask()
    assert told.of("orders", SENT) == {0: 1}


@pytest.mark.filterwarnings("ignore:the frozen time went back")
def test_a_clock_that_is_set_back(aws: World, sqs: Any, told: Told, orders: str) -> None:
    with freezegun.freeze_time(aws.clock.now) as frozen:
        pass_minutes(aws, 5)
        send(sqs, orders, "a")
        frozen.move_to(aws.clock.now - timedelta(minutes=3))
        send(sqs, orders, "b")
        pass_minutes(aws, 2)
        told.ask()
    assert told.of("orders", SENT) == {0: 0, 1: 0, 2: 1, 3: 0, 4: 0, 5: 1}
    visible = [datum.values for datum in told.data if datum.name == VISIBLE]
    assert sorted(visible) == [*[(0.0,)] * 5, (1.0,), *[(2.0,)] * 2]


def test_a_copy_of_a_world_tells_its_own(aws: World, sqs: Any, told: Told, orders: str) -> None:
    send(sqs, orders, "a")
    pass_minutes(aws)
    twin = copy.deepcopy(aws)
    service = twin.router.service("sqs", twin.account, twin.region)
    there = list(service.metrics_until(twin.now_us))
    assert there == told.ask()
    assert list(service.metrics_until(twin.now_us)) == []


def test_it_is_the_same_whenever_somebody_looks() -> None:
    seen = []
    for often in (True, False):
        with mock_aws() as aws:
            sqs, told = client(), Told(aws, "sqs")
            orders = make(sqs)
            for pause in (10, 50, 61, 7, 200):
                send(sqs, orders, "x" * pause)
                receive(sqs, orders, 1, VisibilityTimeout=pause)
                aws.clock.advance(seconds=pause)
                if often:
                    told.ask()
            told.ask()
        seen.append(told.data)
    assert seen[0] == seen[1]
    assert len({datum.wall_us for datum in seen[0]}) == 5
