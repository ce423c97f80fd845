"""Metric math: expressions over the series of a request."""
