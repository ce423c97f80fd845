"""Job definitions: what a job runs."""
