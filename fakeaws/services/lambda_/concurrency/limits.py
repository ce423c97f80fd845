"""Lambda's limits of concurrency."""

from __future__ import annotations

#: Invocations at a time in one account and region, unless the world's configuration says otherwise.
ACCOUNT = 1_000
#: What functions without a reservation must be left with.
UNRESERVED_MINIMUM = 100
#: How long it takes until provisioned concurrency is there, in microseconds.
PROVISIONING = 60_000_000
