"""AWS Batch: compute environments, job queues, job definitions, jobs, and their scheduling in virtual time."""
