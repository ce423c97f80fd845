"""Concurrency: how many invocations run at a time, reserved and provisioned."""
