"""Quotas and limits of AWS Batch, in their units."""

from __future__ import annotations

from typing import Final

SECOND_US: Final = 1_000_000

COMPUTE_ENVIRONMENTS: Final = 50
ENVIRONMENTS_PER_EKS_CLUSTER: Final = 5
FARGATE_SUBNETS: Final = 16
FARGATE_SECURITY_GROUPS: Final = 5
EC2_CONFIGURATIONS: Final = range(1, 3)
LAUNCH_TEMPLATE_OVERRIDES: Final = 10
#: Of the On-Demand price.
BID_PERCENTAGES: Final = range(1, 101)
#: ``minScaleDownDelayMinutes``; 0 is none.
SCALE_DOWN_MINUTES: Final = range(20, 10_081)
#: ``scaleInAfter``; -1 is never.
SCALE_IN_SECONDS: Final = range(-1, 3601)
#: ``jobExecutionTimeoutMinutes`` of updatePolicy.
UPDATE_TIMEOUT_MINUTES: Final = range(1, 7201)
UPDATE_TIMEOUT: Final = 30
JOB_QUEUES: Final = 50
ENVIRONMENTS_PER_QUEUE: Final = 3
SERVICE_ENVIRONMENTS_PER_QUEUE: Final = 1
SERVICE_ENVIRONMENTS: Final = 50
QUOTA_SHARES: Final = 20
SERVICE_PAYLOAD_BYTES: Final = 10 * 1024
#: Tags or keys of one TagResource or UntagResource.
TAGGED_AT_ONCE: Final = 50
#: ``maxTimeSeconds`` of jobStateTimeLimitActions.
TIME_LIMIT_SECONDS: Final = range(600, 86_401)
#: Active share identifiers of a queue; entries of a policy.
SHARES: Final = 500
SHARE_IDENTIFIER_CHARACTERS: Final = 255
SCHEDULING_PRIORITIES: Final = range(10_000)
DECAY_SECONDS: Final = range(604_801)
LEAST_DECAY_SECONDS: Final = 600
COMPUTE_RESERVATION: Final = range(100)
WEIGHT: Final = (0.0001, 999.9999)
FRONT_OF_QUEUE: Final = 100
TOP_SHARES: Final = 20
CONSUMABLE_RESOURCES: Final = 50_000
#: How long a clientToken of UpdateConsumableResource is known.
CLIENT_TOKEN_US: Final = 8 * 3600 * SECOND_US
DEPENDENCIES: Final = 20
ARRAY: Final = range(2, 10_001)
ATTEMPTS: Final = range(1, 11)
LEAST_TIMEOUT_SECONDS: Final = 60
REASON_CHARACTERS: Final = 1024
DESCRIBED: Final = 100
#: Jobs of one CancelJobs or TerminateJobs.
STOPPED_AT_ONCE: Final = 50
PAGE: Final = 100
#: How long a job that has ended can be looked at.
RETENTION_US: Final = 7 * 86_400 * SECOND_US
#: How long an INACTIVE job definition can be looked at.
INACTIVE_US: Final = 180 * 86_400 * SECOND_US
