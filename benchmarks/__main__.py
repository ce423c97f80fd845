"""``python -m benchmarks``: every table in one run."""

from benchmarks import calls, growth, kernel, starting

calls.run()
growth.run()
starting.run()
kernel.run()
