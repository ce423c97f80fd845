"""Event source mappings: what polls queues and invokes functions with what it finds."""
