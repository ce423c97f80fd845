"""AWS Batch: one method per API operation, in one module for each group of them."""

from __future__ import annotations

from fakeaws.services.batch.operations.compute_environments import ComputeEnvironmentOperations
from fakeaws.services.batch.operations.consumable_resources import ConsumableResourceOperations
from fakeaws.services.batch.operations.jobs import JobOperations
from fakeaws.services.batch.operations.scheduling_policies import SchedulingPolicyOperations
from fakeaws.services.batch.operations.service_jobs import ServiceJobOperations
from fakeaws.services.batch.operations.snapshots import SnapshotOperations
from fakeaws.services.batch.operations.tags import TagOperations


class Batch(
    ComputeEnvironmentOperations,
    JobOperations,
    SchedulingPolicyOperations,
    ConsumableResourceOperations,
    SnapshotOperations,
    ServiceJobOperations,
    TagOperations,
):
    """AWS Batch in one account and region."""


SERVICE = Batch
