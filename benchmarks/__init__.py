"""Benchmarks: ``make bench``. Ratios are the message; absolute times depend on the machine."""
