"""``python -m benchmarks``: every table in one run."""

from benchmarks import batches, calls, events, growth, kernel, mappings, metrics, publishing, starting

calls.run()
batches.run()
publishing.run()
events.run()
metrics.run()
mappings.run()
growth.run()
starting.run()
kernel.run()
