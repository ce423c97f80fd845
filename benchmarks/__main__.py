"""``python -m benchmarks``: every table in one run."""

from benchmarks import batches, calls, growth, kernel, starting

calls.run()
batches.run()
growth.run()
starting.run()
kernel.run()
