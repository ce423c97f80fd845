"""Asynchronous invocations: events that wait for their attempts, retries, and where their results go."""
