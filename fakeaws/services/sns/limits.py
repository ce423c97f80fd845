"""SNS's limits, in one place. Times are microseconds unless the name says otherwise."""

from __future__ import annotations

SECOND = 1_000_000
DAY = 86_400 * SECOND

#: Largest message, and largest sum of a batch, in bytes, unless the topic says otherwise; its range.
MESSAGE_BYTES = 262_144
MAXIMUM_MESSAGE_SIZE = range(1_024, 1_048_577)
#: With larger messages than usual a topic may have so many subscriptions, of these protocols.
LARGE_MESSAGE_SUBSCRIPTIONS = 100
LARGE_MESSAGE_PROTOCOLS = ("sqs", "lambda", "firehose")

SUBJECT = 100
DISPLAY_NAME = 100
BATCH_ENTRIES = 10
BATCH_ID = 80
#: Bytes of a message attribute's name.
MESSAGE_ATTRIBUTE_NAME = 256
#: Attributes that a message in a queue can have.
QUEUE_MESSAGE_ATTRIBUTES = 10

PAGE = 100
POLICY_BYTES = 30_720
POLICY_STATEMENTS = 100
POLICY_PRINCIPALS = 200

STANDARD_TOPICS = 100_000
FIFO_TOPICS = 1_000
FIFO_SUBSCRIPTIONS = 100
PENDING_SUBSCRIPTIONS = 5_000
TOPIC_FILTER_POLICIES = 200

#: How long a confirmation's token is good, and how long a subscription waits for it.
TOKEN = 2 * DAY
UNCONFIRMED = 3 * DAY
#: How long subscriptions of a deleted topic can still be looked at.
ORPHANS = 60 * SECOND

ARCHIVE_DAYS = range(1, 366)

#: Characters of a text message, over all its parts; of the display name before it.
TEXT_MESSAGE = 1_600
TEXT_DISPLAY_NAME = 10
#: How long a number that was opted in and opted out again cannot be opted in.
OPT_IN_INTERVAL = 30 * DAY
SANDBOX_NUMBERS = 10
OTP_DIGITS = 6
SANDBOX_PAGE = 100
ORIGINATION_PAGE = 30

PLATFORM_APPLICATION_NAME = 256
#: Bytes.
CUSTOM_USER_DATA = 2_048
#: How long a push service keeps a message for a device that is off, unless told otherwise; in seconds.
PUSH_TTL_SECONDS = 4 * 7 * 86_400
