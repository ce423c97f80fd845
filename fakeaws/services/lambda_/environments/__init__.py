"""Execution environments: what a function's code finds around it, cold and warm."""
