"""From a bus to the targets of its rules: one engine, and one sender per kind of target."""
