"""AWS Batch: one method per API operation, in one module for each group of them."""

from __future__ import annotations

from fakeaws.services.batch.operations.compute_environments import ComputeEnvironmentOperations
from fakeaws.services.batch.operations.job_definitions import JobDefinitionOperations
from fakeaws.services.batch.operations.job_queues import JobQueueOperations
from fakeaws.services.batch.operations.jobs import JobOperations


class Batch(ComputeEnvironmentOperations, JobQueueOperations, JobDefinitionOperations, JobOperations):
    """AWS Batch in one account and region."""


SERVICE = Batch
