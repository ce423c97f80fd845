"""Which parts of definitions executions reached: what there is to reach, counted over worlds, as a table and as JSON."""
