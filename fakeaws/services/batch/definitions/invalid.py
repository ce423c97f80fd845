"""What is wrong with a definition or with what a job overrides of it."""

from __future__ import annotations


class Invalid(ValueError):
    """Refused in the words of Batch's older checks: operations put their frame and the request's id around them."""
