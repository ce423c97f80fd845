"""What jobs do: callables, durations, commands."""
