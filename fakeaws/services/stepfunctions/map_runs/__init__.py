"""Map runs: what a distributed Map does with its items, each of them, or a batch of them, in a child execution."""
