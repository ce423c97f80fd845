"""``python -m benchmarks``: every table in one run."""

from benchmarks import batches, calls, growth, kernel, mappings, publishing, starting

calls.run()
batches.run()
publishing.run()
mappings.run()
growth.run()
starting.run()
kernel.run()
