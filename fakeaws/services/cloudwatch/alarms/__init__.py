"""Alarms: what they watch, how they judge it, and what they do when their state changes."""
