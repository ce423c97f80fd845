"""``python -m benchmarks``: every table in one run."""

from benchmarks import calls, growth, kernel, publishing, starting

calls.run()
publishing.run()
growth.run()
starting.run()
kernel.run()
