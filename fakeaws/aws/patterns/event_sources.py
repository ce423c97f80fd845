"""Filters of event source mappings: one record against one pattern."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeaws.aws.patterns.fields import Entry, Fields, Unreadable, fields_of, parse_event
from fakeaws.aws.patterns.matching import Pattern, Verdict


def explain_record(pattern: Pattern, record: Mapping[str, Any], data_key: str = "body") -> Verdict:
    """Whether a record matches a filter, and why not.

    The record's data (``body`` of an SQS message) counts as JSON if it is an object or a list, else as a string. A
    pattern that goes into the data does not match plain text, nor one for plain text JSON: not even by absence.
    """
    return pattern.explain_fields(_fields_of_record(pattern, record, data_key))


def _fields_of_record(pattern: Pattern, record: Mapping[str, Any], data_key: str) -> Fields:
    text = record.get(data_key)
    if not isinstance(text, str):
        return fields_of(record, pattern.paths)
    data = _json_or_none(text)
    fields = fields_of(record if data is None else {**record, data_key: data}, pattern.paths)
    mismatched = [Entry(Unreadable(text))]
    if data is not None:
        fields.by_path[data_key] = mismatched
    else:
        inner = (path for path in pattern.paths.names if path.startswith(f"{data_key}."))
        fields.by_path.update((path, mismatched) for path in inner)
    return fields


def _json_or_none(text: str) -> Mapping[str, Any] | list[Any] | None:
    try:
        data = parse_event(text)
    except ValueError:
        return None
    return data if isinstance(data, (dict, list)) else None
