"""A filter pattern's text, parsed."""

from __future__ import annotations

from functools import lru_cache

from fakeaws.services.logs.filter_patterns.columns import parse_columns
from fakeaws.services.logs.filter_patterns.matching import FilterPattern
from fakeaws.services.logs.filter_patterns.selectors import parse_selectors
from fakeaws.services.logs.filter_patterns.terms import parse_terms


@lru_cache(maxsize=256)
def parse(text: str) -> FilterPattern:
    """The pattern; raises `InvalidPattern`. An empty one matches everything."""
    text = text.strip()
    if text.startswith("{"):
        return parse_selectors(text)
    if text.startswith("["):
        return parse_columns(text)
    return parse_terms(text)
