"""Many patterns: which of them match, and that an event meets few of them."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from fakeaws.aws.patterns.dialects import EVENTBRIDGE
from fakeaws.aws.patterns.fields import Fields
from fakeaws.aws.patterns.index import PatternIndex
from fakeaws.aws.patterns.matching import Pattern
from fakeaws.aws.patterns.parsing import parse


def pattern(document: Any) -> Pattern:
    return parse(json.dumps(document), EVENTBRIDGE).pattern


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each branch that was compared with an event."""
    calls: list[int] = []
    judge = Pattern.branch_matches

    def counted(self: Pattern, index: int, fields: Fields) -> bool:
        calls.append(index)
        return judge(self, index, fields)

    monkeypatch.setattr(Pattern, "branch_matches", counted)
    return calls


def test_names_in_the_order_of_adding() -> None:
    index = PatternIndex[str]()
    index.add("prefix", pattern({"source": [{"prefix": "sh"}]}))
    index.add("exact", pattern({"source": ["shop"], "detail": {"n": [1, 2]}}))
    index.add("absent", pattern({"error": [{"exists": False}]}))
    index.add("or", pattern({"$or": [{"source": ["shop"]}, {"detail": {"n": [2]}}]}))
    index.add("other", pattern({"source": ["bank"]}))
    assert index.matching({"source": "shop", "detail": {"n": 2}}) == ["prefix", "exact", "absent", "or"]
    assert index.matching({"source": "shop", "error": 1}) == ["prefix", "or"]
    assert index.matching({}) == ["absent"]
    assert index.matching({"source": ["bank", "shop"], "error": None}) == ["prefix", "or", "other"]


def test_replaced_and_removed() -> None:
    index = PatternIndex[str]()
    index.add("a", pattern({"x": [1]}))
    index.add("b", pattern({"x": [1], "y": [{"exists": False}]}))
    index.add("a", pattern({"z": [{"prefix": "q"}]}))
    assert index.matching({"x": 1, "z": "q"}) == ["b", "a"]
    copied = copy.deepcopy(index)
    for name in ("a", "b", "b"):
        index.remove(name)
    assert (len(index), len(copied)) == (0, 2)
    assert index.matching({"x": 1, "z": "q"}) == []
    assert copied.matching({"x": 1, "z": "q"}) == ["b", "a"]
    assert [index._by_value, index._by_path, index._always, index._wanted] == [{}] * 4


def test_a_boolean_is_no_number() -> None:
    index = PatternIndex[str]()
    index.add("one", pattern({"x": [1]}))
    index.add("true", pattern({"x": [True]}))
    assert (index.matching({"x": 1}), index.matching({"x": True})) == (["one"], ["true"])


def rules(count: int) -> PatternIndex[int]:
    index = PatternIndex[int]()
    for number in range(count):
        kind = [f"kind-{number}"]
        index.add(
            number, pattern({"source": ["shop"], "detail-type": kind, "detail": {"total": [{"numeric": [">", 1]}]}})
        )
    return index


def test_an_event_meets_as_few_of_ten_thousand_rules_as_of_ten(judged: list[int]) -> None:
    met = {}
    for count in (10, 10_000):
        index = rules(count)
        judged.clear()
        assert index.matching({"source": "shop", "detail-type": "kind-7", "detail": {"total": 5}}) == [7]
        met[count] = len(judged)
    assert met[10_000] <= met[10] <= 2
