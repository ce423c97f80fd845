"""``python -m benchmarks``: every table in one run."""

from benchmarks import batches, calls, events, growth, jobs, kernel, mappings, metrics, publishing, starting, workflows

calls.run()
batches.run()
publishing.run()
events.run()
metrics.run()
mappings.run()
workflows.run()
jobs.run()
growth.run()
starting.run()
kernel.run()
