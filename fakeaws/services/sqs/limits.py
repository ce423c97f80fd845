"""SQS's limits, in one place. Times are microseconds unless the name says otherwise."""

from __future__ import annotations

from fakeaws.aws.deduplication import WINDOW_US

SECOND = 1_000_000

#: Largest message, and largest sum of a batch, in bytes: 256 KiB until August 2025, 1 MiB since.
MESSAGE_BYTES = 1_048_576
MESSAGE_ATTRIBUTES = 10
#: Characters of a message attribute's name and of its type.
MESSAGE_ATTRIBUTE_NAME = 256
BATCH_ENTRIES = 10
RECEIVE_MESSAGES = 10

DELAY_SECONDS = 900
WAIT_SECONDS = 20
VISIBILITY_SECONDS = 43_200
#: Longest time that one receive can hide a message, extensions included.
VISIBILITY = VISIBILITY_SECONDS * SECOND
RETENTION_SECONDS = (60, 1_209_600)

#: Messages in flight at one time, of either queue type.
IN_FLIGHT = 120_000
#: How many messages a FIFO queue searches, from its oldest, for groups that are free.
FIFO_SEARCHED = 120_000

#: Calls per second, per API action: to a FIFO queue in normal mode, and sends to one message group in high throughput mode.
FIFO_RATE = 300
#: Calls per second, per API action, to a FIFO queue in high throughput mode, by region.
FIFO_HIGH_RATES = {
    **dict.fromkeys(("us-east-1", "us-west-2", "eu-west-1"), 70_000),
    **dict.fromkeys(("us-east-2", "eu-central-1"), 19_000),
    **dict.fromkeys(("ap-south-1", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1"), 9_000),
    **dict.fromkeys(("eu-west-2", "sa-east-1"), 4_500),
}
FIFO_HIGH_RATE_ELSEWHERE = 2_400

#: How long a FIFO queue knows a deduplication id, and a receive attempt id.
DEDUPLICATION = WINDOW_US
#: How long a deleted queue's name stays unusable; how long a queue rests after a purge.
NAME_REUSE = 60 * SECOND
PURGE_INTERVAL = 60 * SECOND

#: Receives after which a standard queue puts a message that comes back behind all others.
TO_THE_BACK_AFTER = 3

#: Fair queues. A message group is noisy with more than so much of the messages in flight, if it has at least so many of
#: them, or with more than so much of consumers' time in so many minutes; quiet after so long without a new message.
NOISY_PERCENT = 10
NOISY_IN_FLIGHT = 30
CONSUMER_TIME_MINUTES = 5
QUIET_AFTER = 300 * SECOND

TAGS = 50
POLICY_BYTES = 8_192
POLICY_STATEMENTS = 20
#: Of one statement.
POLICY_ACTIONS = 7
POLICY_PRINCIPALS = 50
POLICY_CONDITIONS = 10
PAGE = 1_000

#: Message move tasks: messages a second that one may be given, how many can be active in an account, how long one may
#: take, how many of a source queue are remembered.
MOVE_RATE = range(1, 501)
MOVE_TASKS = 100
MOVE_TASK = 36 * 3_600 * SECOND
MOVE_TASKS_LISTED = 10
#: What a move task without a rate does: so many messages, each time that long after it began or moved the last ones.
MOVE_BATCH = 10
MOVE_BATCH_INTERVAL = SECOND // 50

#: Virtual time that an empty short receive takes for a background actor, so that its loop lets time pass.
EMPTY_RECEIVE_SECONDS = 0.1
#: Empty receives in a row by the test's own actor that count as an endless loop.
EMPTY_RECEIVES_OF_THE_TEST = 10_000
