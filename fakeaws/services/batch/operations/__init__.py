"""AWS Batch: one method per API operation, in one module for each group of them."""

from __future__ import annotations

from fakeaws.services.batch.operations.compute_environments import ComputeEnvironmentOperations
from fakeaws.services.batch.operations.jobs import JobOperations


class Batch(ComputeEnvironmentOperations, JobOperations):
    """AWS Batch in one account and region."""


SERVICE = Batch
