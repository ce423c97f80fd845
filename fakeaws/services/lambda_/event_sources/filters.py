"""FilterCriteria: which records reach the function."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fakeaws.aws.patterns.dialects import EVENT_SOURCE
from fakeaws.aws.patterns.errors import PatternError
from fakeaws.aws.patterns.event_sources import explain_record
from fakeaws.aws.patterns.parsing import parse
from fakeaws.services.lambda_.event_sources import errors, limits

if TYPE_CHECKING:
    from fakeaws.aws.patterns.matching import Pattern, Verdict

#: The key of a record whose text may be JSON.
DATA = "body"


class Filters:
    """Patterns of which one has to match."""

    def __init__(self, texts: Sequence[str], patterns: Sequence[Pattern]) -> None:
        self.texts = tuple(texts)
        self._patterns = tuple(patterns)

    @classmethod
    def of(cls, criteria: Mapping[str, Any]) -> Filters | None:
        """Of a request's ``FilterCriteria``; ``None`` for one without filters. Raises AWS's error for a bad pattern."""
        filters = criteria.get("Filters") or ()
        if len(filters) > limits.FILTERS:
            raise errors.too_many_filters(limits.FILTERS)
        texts = [each.get("Pattern") or "" for each in filters]
        try:
            patterns = [parse(text, EVENT_SOURCE).pattern for text in texts]
        except PatternError:
            raise errors.bad_filter() from None
        return cls(texts, patterns) if texts else None

    def verdict(self, record: Mapping[str, Any]) -> Verdict | None:
        """``None`` if the record passes; else why the first filter does not match."""
        first: Verdict | None = None
        for pattern in self._patterns:
            verdict = explain_record(pattern, record, DATA)
            if verdict:
                return None
            first = first or verdict
        return first

    def want_json(self) -> bool:
        """Whether every filter looks into the body, as JSON."""
        return all(any(name.startswith(f"{DATA}.") for name in pattern.paths.names) for pattern in self._patterns)

    def described(self) -> dict[str, Any]:
        """As the API shows them."""
        return {"Filters": [{"Pattern": text} for text in self.texts]}


def is_json(body: str) -> bool:
    """Whether filters take a body for JSON: an object or a list."""
    try:
        return isinstance(json.loads(body), (dict, list))
    except ValueError:
        return False
