"""SQS's limits, in one place. Times are microseconds unless the name says otherwise."""

from __future__ import annotations

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

#: How long a FIFO queue knows a deduplication id, and a receive attempt id.
DEDUPLICATION = 300 * SECOND
#: How long a deleted queue's name stays unusable; how long a queue rests after a purge.
NAME_REUSE = 60 * SECOND
PURGE_INTERVAL = 60 * SECOND

#: Receives after which a standard queue puts a message that comes back behind all others.
TO_THE_BACK_AFTER = 3

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
