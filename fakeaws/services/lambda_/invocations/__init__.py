"""Invocations: one run of a function with one event, and who waits for it."""
