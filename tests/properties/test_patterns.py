"""Patterns: laws that hold for whatever is matched."""

from __future__ import annotations

import fnmatch
import json
import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeaws.aws.patterns.dialects import EVENTBRIDGE, SNS_ATTRIBUTES, SNS_BODY, Dialect
from fakeaws.aws.patterns.fields import AllPaths, fields_of
from fakeaws.aws.patterns.index import PatternIndex
from fakeaws.aws.patterns.matching import Pattern
from fakeaws.aws.patterns.near_misses import near_misses
from fakeaws.aws.patterns.parsing import parse

from .scale import scaled

ANY_ELEMENTS = replace(EVENTBRIDGE, same_element=False)
DIALECTS = st.sampled_from([EVENTBRIDGE, SNS_BODY, SNS_ATTRIBUTES])
STRINGS = st.sampled_from(["", "a", " a", "b", "ab", "ba", "aab", "A", "1", "[1]", "null", "10.0.0.1"])
NUMBERS = st.sampled_from([0, 1, -1, 1.5, 100, 1e3])
SCALARS = st.one_of(STRINGS, NUMBERS, st.sampled_from([True, False, None]))
LISTS = st.lists(SCALARS, max_size=3)
KEYS = st.sampled_from(["a", "b", "c"])
EVENTS = st.dictionaries(
    KEYS,
    st.one_of(
        SCALARS, LISTS, st.dictionaries(KEYS, SCALARS, max_size=3), st.lists(st.dictionaries(KEYS, SCALARS), max_size=3)
    ),
    max_size=3,
)
CONDITIONS = st.one_of(
    SCALARS,
    st.sampled_from(
        [
            {"exists": True},
            {"exists": False},
            {"prefix": "a"},
            {"suffix": "b"},
            {"wildcard": "a*b"},
            {"anything-but": "a"},
            {"anything-but": [1, 100]},
            {"numeric": [">", 0]},
            {"cidr": "10.0.0.0/8"},
        ]
    ),
)
LEAVES = st.lists(CONDITIONS, min_size=1, max_size=3)
PATTERNS = st.dictionaries(
    KEYS, st.one_of(LEAVES, st.dictionaries(KEYS, LEAVES, min_size=1, max_size=2)), min_size=1, max_size=3
)


def compiled(document: Any, dialect: Dialect = EVENTBRIDGE) -> Pattern:
    return parse(json.dumps(document), dialect).pattern


@scaled(150)
@given(DIALECTS, st.one_of(st.lists(STRINGS, min_size=1), st.lists(NUMBERS, min_size=1)), SCALARS)
def test_anything_but_is_the_complement_of_exact(dialect: Dialect, values: list[Any], value: Any) -> None:
    exact = compiled({"k": values}, dialect)
    others = compiled({"k": [{"anything-but": values}]}, dialect)
    assert exact.matches({"k": value}) is not others.matches({"k": value})
    assert not others.matches({"other": value})


@scaled(200)
@given(DIALECTS, PATTERNS, EVENTS, st.data())
def test_order_does_not_matter(
    dialect: Dialect, document: dict[str, Any], event: dict[str, Any], data: st.DataObject
) -> None:
    def shuffled(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: shuffled(part[key]) for key in data.draw(st.permutations(list(part)))}
        return data.draw(st.permutations(part))

    def turned(part: Any) -> Any:
        return {key: turned(part[key]) for key in reversed(part)} if isinstance(part, dict) else part

    pattern = compiled(document, dialect)
    matched = pattern.matches(event)
    assert compiled(shuffled(document), dialect).matches(event) is matched
    assert pattern.matches(turned(event)) is matched


@scaled(200)
@given(DIALECTS, st.lists(PATTERNS, min_size=2, max_size=3), EVENTS)
def test_or_is_the_union(dialect: Dialect, documents: list[dict[str, Any]], event: dict[str, Any]) -> None:
    united = compiled({"$or": documents}, dialect)
    assert united.matches(event) is any(compiled(document, dialect).matches(event) for document in documents)


@scaled(200)
@given(PATTERNS, EVENTS)
def test_a_reason_is_a_reason(document: dict[str, Any], event: dict[str, Any]) -> None:
    pattern = compiled(document)
    verdict = pattern.explain(event)
    assert verdict.matched is pattern.matches(event)
    if verdict.apart:
        assert compiled(document, ANY_ELEMENTS).matches(event)
    elif not verdict.matched:
        assert verdict.key in pattern.paths.names
        wanted = json.loads(verdict.wanted)
        key: dict[str, Any] = {verdict.key: wanted}
        assert not compiled(key).matches(event)


SPELLINGS = st.sampled_from(["a", " a", "A", "b", "1", "[1]", 1])
SPELLED_PATTERNS = st.fixed_dictionaries({name: st.lists(SPELLINGS, min_size=1, max_size=2) for name in ("a", "b_c")})
SPELLED_EVENTS = st.dictionaries(st.sampled_from(["a", "A", "b_c", "bC"]), SPELLINGS, max_size=3)


@scaled(300)
@given(DIALECTS, st.one_of(st.tuples(SPELLED_PATTERNS, SPELLED_EVENTS), st.tuples(PATTERNS, EVENTS)))
def test_near_misses_are_all_keys_that_fail(dialect: Dialect, case: tuple[dict[str, Any], dict[str, Any]]) -> None:
    document, event = case
    pattern = compiled(document, dialect)
    fields = fields_of(event, pattern.paths)
    [branch] = pattern.branches
    found = near_misses(pattern, fields, lambda: fields_of(event, AllPaths()))
    missed = [each.key for each in found]
    assert missed in ([], [test.path for test in branch if not test.satisfied(fields)])


@scaled(150)
@given(st.lists(PATTERNS, max_size=6), EVENTS)
def test_an_index_finds_what_matches_one_by_one(documents: list[dict[str, Any]], event: dict[str, Any]) -> None:
    index = PatternIndex[int]()
    for number, document in enumerate(documents):
        index.add(number, compiled(document))
    for removed in (None, 0, 3):
        if removed is not None:
            index.remove(removed)
            documents = [{"never": ["x"]} if number == removed else each for number, each in enumerate(documents)]
        one_by_one = [number for number, document in enumerate(documents) if compiled(document).matches(event)]
        assert index.matching(event) == one_by_one


PIECES = st.lists(st.sampled_from(["a", "b", "ab", "aa", "*"]), max_size=7)
TEXTS = st.lists(st.sampled_from(["a", "b", "ab", "aab"]), max_size=7)


@scaled(300)
@given(PIECES, TEXTS)
def test_wildcards_are_those_of_file_names(pieces: list[str], parts: list[str]) -> None:
    wildcard = "".join(pieces)
    while "**" in wildcard:
        wildcard = wildcard.replace("**", "*")
    text = "".join(parts)
    assert compiled({"k": [{"wildcard": wildcard}]}).matches({"k": text}) is fnmatch.fnmatchcase(text, wildcard)


@pytest.mark.parametrize("stars", [50, 500])
def test_wildcards_never_go_back(stars: int) -> None:
    pattern = compiled({"k": [{"wildcard": "a*" * stars + "c*b"}]})
    started = time.process_time()
    assert not pattern.matches({"k": "a" * 50_000 + "b"})
    assert pattern.matches({"k": "a" * 50_000 + "cb"})
    assert time.process_time() - started < 1
