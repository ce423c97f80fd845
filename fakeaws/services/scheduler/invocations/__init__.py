"""Calls to targets: attempts, retries, dead letters."""
