"""Job queues: which job is next."""
