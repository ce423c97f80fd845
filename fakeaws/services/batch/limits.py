"""Quotas and limits of AWS Batch, in their units."""

from __future__ import annotations

from typing import Final

SECOND_US: Final = 1_000_000

COMPUTE_ENVIRONMENTS: Final = 50
JOB_QUEUES: Final = 50
ENVIRONMENTS_PER_QUEUE: Final = 3
DEPENDENCIES: Final = 20
ARRAY: Final = range(2, 10_001)
ATTEMPTS: Final = range(1, 11)
LEAST_TIMEOUT_SECONDS: Final = 60
REASON_CHARACTERS: Final = 1024
DESCRIBED: Final = 100
PAGE: Final = 100
#: How long a job that has ended can be looked at.
RETENTION_US: Final = 7 * 86_400 * SECOND_US
#: How long an INACTIVE job definition can be looked at.
INACTIVE_US: Final = 180 * 86_400 * SECOND_US
