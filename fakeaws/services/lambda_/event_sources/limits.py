"""Numbers of event source mappings for SQS. Times are microseconds unless the name says otherwise."""

from __future__ import annotations

SECOND = 1_000_000
MINUTE = 60 * SECOND

BATCH_SIZE = 10
#: Messages of one receive, which is also the largest batch without a window and of a FIFO queue.
RECEIVE_MESSAGES = 10
WAIT_SECONDS = 20
#: Bytes of an event.
PAYLOAD_BYTES = 6_291_456
FILTERS = 5
#: Mappings on one page of a listing.
PAGE = 100

#: Batches at one time: at first, more with each minute that a backlog lasts, at most.
FIRST_BATCHES = 5
MORE_BATCHES = 300
MOST_BATCHES = 1_000
#: With provisioned pollers: batches of one poller, more with each minute; pollers if nothing is said, and their range.
BATCHES_OF_A_POLLER = 10
MORE_PROVISIONED = 1_000
POLLERS = (2, 200)
MINIMUM_POLLERS = (2, 200)
MAXIMUM_POLLERS = (2, 2_000)

#: With a window the messages of a batch are hidden for it, for the function's timeout and so many seconds more.
WINDOW_MARGIN_SECONDS = 30
LONGEST_VISIBILITY_SECONDS = 43_200

#: How long a mapping is Creating, Updating, Enabling, Disabling, Deleting.
TRANSITION_SECONDS = 2.0
#: A throttled batch is tried again after 1 s, then after twice as long each time, at most after so many.
LONGEST_THROTTLE_WAIT_SECONDS = 60
#: A mapping whose queue or function cannot be had looks again after 1, 2, 4 … seconds, so often; then it is disabled.
LOOKS = 12
