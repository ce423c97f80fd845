"""``python -m benchmarks``: every table in one run."""

from benchmarks import batches, calls, growth, kernel, publishing, starting

calls.run()
batches.run()
publishing.run()
growth.run()
starting.run()
kernel.run()
