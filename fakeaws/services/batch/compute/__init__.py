"""Compute environments, and the capacity that they have."""
