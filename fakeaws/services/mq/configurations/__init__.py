"""Configurations and their revisions."""
