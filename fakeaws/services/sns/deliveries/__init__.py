"""From a topic to its subscribers: one engine, and one channel per protocol."""
