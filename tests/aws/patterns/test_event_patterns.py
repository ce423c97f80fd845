"""EventBridge's dialect: the language, and the reasons for refusing a pattern."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeaws.aws.patterns.dialects import EVENTBRIDGE
from fakeaws.aws.patterns.errors import PatternError, TooComplex
from fakeaws.aws.patterns.matching import Pattern
from fakeaws.aws.patterns.parsing import parse


def pattern(document: Any) -> Pattern:
    return parse(document if isinstance(document, str) else json.dumps(document), EVENTBRIDGE).pattern


REASONS: list[tuple[str, str, int | None]] = [
    ('{"detail":"x"}', '"detail" must be an object or an array', 12),
    ('{"a":[{"X":1}]}', "Unrecognized match type X", 13),
    ('{"a":[]}', "Empty arrays are not allowed", 8),
    ('["a"]', "Filter is not an object", 2),
    ('{"a":[{"numeric":[">",1,">",2]}]}', "Bad numeric range operator: >", 28),
    ('{"a":[{"numeric":["<","2"]}]}', "Value of < must be numeric", 24),
    ('{"a":[{"numeric":5}]}', "Value of numeric must be an array.", 19),
    ('{"a":[{"numeric":["=",6000000000]}]}', "Value must be between -5.0E9 and 5.0E9, inclusive", 33),
    ('{"a":[{"prefix":1}]}', "prefix match pattern must be a string", 18),
    ('{"a":[{"suffix":1}]}', "suffix match pattern must be a string", 18),
    ('{"a":[{"wildcard":1}]}', "wildcard match pattern must be a string", 20),
    ('{"a":[{"equals-ignore-case":1}]}', "equals-ignore-case match pattern must be a string", 30),
    ('{"a":[{"cidr":1}]}', "prefix match pattern must be a string", 16),
    ('{"a":[{"prefix":{"suffix":"x"}}]}', "Unsupported prefix pattern: suffix", 28),
    ('{"a":[{"anything-but":{"prefix":1}}]}', "prefix/suffix match pattern must be a string", 34),
    ('{"a":[{"anything-but":{"suffix":[1]}}]}', "prefix/suffix match pattern must be a string", 35),
    ('{"a":[{"anything-but":{"prefix":""}}]}', "Null prefix/suffix not allowed", 35),
    ('{"a":[{"wildcard":"abc**def"}]}', "Consecutive wildcard characters at pos 4", 29),
    ('{"a":[{"cidr":"10.0.0.0"}]}', "Malformed CIDR, one '/' required", None),
    ('{"a":[{"cidr":"10.0.0.0/x"}]}', "Malformed CIDR, mask bits must be an integer", None),
    ('{"a":[{"cidr":"10.0.0/8"}]}', "Nonstandard IP address: 10.0.0", None),
    ('{"a":[{"cidr":"10.0.0.0/33"}]}', "IPv4 mask bits must be < 33", None),
    ('{"a":[{"anything-but":true}]}', "Value of anything-but must be an array or single string/number value.", 27),
    ('{"a":[{"anything-but":[null]}]}', "Inside anything but list, start|null|boolean is not supported.", 28),
    (
        '{"a":[{"anything-but":{"equals-ignore-case":[1]}}]}',
        "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.",
        47,
    ),
    ('{"$or":{"a":[1]}}', "It must be an Array followed with $or.", 9),
    ('{"$or":[{"a":[1]}]}', "There must have at least 2 Objects in $or relationship.", 19),
    ('{"$or":[1,2]}', "Only JSON object is allowed in array of $or relationship.", 10),
    (
        '{"$or":[{"prefix":[1]},{"a":[1]}]}',
        "prefix is Ruler reserved fieldName which cannot be used inside $or.",
        20,
    ),
    ('{"a":[1}', "Unexpected close marker '}': expected ']' (for Array starting at {source}; line: 1, column: 6])", 8),
]


@pytest.mark.parametrize(("text", "words", "column"), REASONS)
def test_reasons(text: str, words: str, column: int | None) -> None:
    with pytest.raises(PatternError) as refused:
        pattern(text)
    source = f'[Source: (String)"{text}"'
    location = "" if column is None else f"\n at {source}; line: 1, column: {column}]"
    assert str(refused.value) == words.replace("{source}", source) + location


def test_too_many_alternatives() -> None:
    ten = [{f"k{number}": [1]} for number in range(10)]

    def alternatives(times: int) -> dict[str, Any]:
        return {f"f{number}": {"$or": ten} for number in range(times)}

    assert len(pattern(alternatives(3)).branches) == 1000
    with pytest.raises(TooComplex, match="Rule is too complex"):
        pattern(alternatives(6))


OPERATORS: list[tuple[str, list[Any], list[Any], list[Any]]] = [
    ("literals", ["a", 1, True], ["a", 1, 1.0, True], ["A", "1", False, None, []]),
    ("300 and 300.0", [300], [300, 300.0], ["300", 300.1]),
    ("null", [None], [None, [None]], ["", 0, False, []]),
    ("empty string", [""], [""], [None, "a", []]),
    ("prefix", [{"prefix": "x"}], ["xa", ["b", "xa"]], ["ax", 1, None]),
    ("empty prefix", [{"prefix": ""}], ["", "a"], [1, None]),
    ("suffix", [{"suffix": "x"}], ["ax", "x"], ["xa", 1]),
    ("empty suffix", [{"suffix": ""}], ["", "a"], [1]),
    ("prefix without case", [{"prefix": {"equals-ignore-case": "eU"}}], ["EU-1", "eu"], ["aeu"]),
    ("suffix without case", [{"suffix": {"equals-ignore-case": ".PnG"}}], ["a.png"], [".pn"]),
    ("equals-ignore-case", [{"equals-ignore-case": "Ab"}], ["aB"], ["abc", 1]),
    ("wildcard", [{"wildcard": "a*b"}], ["ab", "axb", "aabb"], ["abx", "xab", 1]),
    ("escaped star", [{"wildcard": "a\\*b*"}], ["a*b", "a*bc"], ["axb", "ab"]),
    ("escaped backslash", [{"wildcard": "a\\\\*"}], ["a\\", "a\\b"], ["ab"]),
    ("anything-but", [{"anything-but": "a"}], ["b", 1, None, True, ["a", "b"]], ["a", [], {"x": 1}]),
    ("anything-but list", [{"anything-but": ["a", "b"]}], ["c"], ["a", ["a", "b"]]),
    ("anything-but numbers", [{"anything-but": [1, 2]}], [3, "1"], [1, 2.0]),
    ("anything-but prefix", [{"anything-but": {"prefix": "x"}}], ["ax", 1, None], ["xa"]),
    ("anything-but prefixes", [{"anything-but": {"prefix": ["x", "y"]}}], ["ax"], ["xa", "ya"]),
    ("anything-but suffix", [{"anything-but": {"suffix": "x"}}], ["xa"], ["ax"]),
    ("anything-but suffixes", [{"anything-but": {"suffix": ["x", "y"]}}], ["xa"], ["ax", "ay"]),
    ("anything-but without case", [{"anything-but": {"equals-ignore-case": ["aB", "c"]}}], ["d"], ["AB", "C"]),
    ("anything-but wildcards", [{"anything-but": {"wildcard": ["*a*", "b*"]}}], ["c"], ["xax", "bc"]),
    ("numeric =", [{"numeric": ["=", 5]}], [5, 5.0], ["5", 6, True]),
    ("numeric range", [{"numeric": [">=", 0, "<", 5]}], [0, 4.999999], [-0.1, 5]),
    ("cidr", [{"cidr": "10.0.0.0/24"}], ["10.0.0.1"], ["10.0.1.1", 10, None]),
    ("cidr, bits after the mask", [{"cidr": "10.0.0.7/24"}], ["10.0.0.1"], ["10.0.1.1"]),
    ("cidr IPv6", [{"cidr": "2001:db8::/32"}], ["2001:db8::1", "2001:0db8:ffff::"], ["2001:db9::1", "10.0.0.1"]),
    ("exists", [{"exists": True}], [1, "", None, [1]], [[], {"x": 1}, {}]),
    ("exists false", [{"exists": False}], [[], {"x": 1}], [1, None]),
]


@pytest.mark.parametrize(
    ("wanted", "matching", "others"), [row[1:] for row in OPERATORS], ids=[r[0] for r in OPERATORS]
)
def test_operators(wanted: list[Any], matching: list[Any], others: list[Any]) -> None:
    compiled = pattern({"detail": {"key": wanted}})
    assert [value for value in matching if not compiled.matches({"detail": {"key": value}})] == []
    assert [value for value in others if compiled.matches({"detail": {"key": value}})] == []
    assert compiled.matches({"detail": {}}) == (wanted == [{"exists": False}])


def test_keys_and_nesting() -> None:
    compiled = pattern({"source": ["shop"], "detail": {"state": {"name": ["paid", "sent"]}}})
    assert compiled.matches({"source": "shop", "detail": {"state": {"name": "sent"}}, "more": 1})
    assert not compiled.matches({"source": "shop", "detail": {"State": {"name": "sent"}}})
    assert not compiled.matches({"source": "shop", "state": {"name": "sent"}})
    assert not compiled.matches({"source": "shop"})


def test_dots_both_ways() -> None:
    assert pattern({"a.b": [1]}).matches({"a": {"b": 1}})
    assert pattern({"a": {"b": [1]}}).matches({"a.b": 1})


def test_or() -> None:
    compiled = pattern({"a": [1], "$or": [{"b": [2]}, {"c": {"d": [3]}}]})
    assert compiled.matches({"a": 1, "b": 2})
    assert compiled.matches({"a": 1, "c": {"d": 3}})
    assert not compiled.matches({"a": 1, "c": {"d": 4}})
    assert not compiled.matches({"b": 2})


class TestOneElement:
    """Keys that lead into one list match in one element of it."""

    RULE = {"items": {"sku": ["a"], "count": [1]}}

    def test_one_element_has_all(self) -> None:
        assert pattern(self.RULE).matches({"items": [{"sku": "b", "count": 2}, {"sku": "a", "count": 1}]})
        assert not pattern(self.RULE).matches({"items": [{"sku": "a", "count": 2}, {"sku": "b", "count": 1}]})

    def test_it_says_so(self) -> None:
        verdict = pattern(self.RULE).explain({"items": [{"sku": "a", "count": 2}, {"sku": "b", "count": 1}]})
        assert str(verdict) == "no element of the list has all of items.sku, items.count"

    def test_lists_of_values_in_one_element(self) -> None:
        assert pattern(self.RULE).matches({"items": [{"sku": ["x", "a"], "count": [0, 1]}]})

    def test_lists_within_lists(self) -> None:
        rule = pattern({"o": {"id": [1], "lines": {"sku": ["a"], "n": [2]}}})
        right = {"o": [{"id": 2, "lines": []}, {"id": 1, "lines": [{"sku": "b", "n": 2}, {"sku": "a", "n": 2}]}]}
        assert rule.matches(right)
        right["o"][1]["id"] = 3
        right["o"][0]["id"] = 1
        assert not rule.matches(right)

    def test_different_lists_are_independent(self) -> None:
        assert pattern({"x": {"a": [1]}, "y": {"b": [2]}}).matches(
            {"x": [{"a": 0}, {"a": 1}], "y": [{"b": 2}, {"b": 3}]}
        )

    def test_absence_in_the_chosen_element(self) -> None:
        rule = pattern({"items": {"a": [1], "z": [{"exists": False}]}})
        assert rule.matches({"items": [{"a": 2, "z": 1}, {"a": 1}]})
        assert not rule.matches({"items": [{"a": 1, "z": 1}, {"a": 2}]})

    def test_many_elements_are_no_trouble(self) -> None:
        keys = [f"k{number}" for number in range(8)]
        rule = pattern({"items": {key: ["x"] for key in keys}})
        items = [{key: "x" for key in keys if key != keys[at % 8]} for at in range(400)]
        assert not rule.matches({"items": items})
        assert rule.matches({"items": [*items, dict.fromkeys(keys, "x")]})


class TestWhyNot:
    """The first key that failed, what was there and what was wanted."""

    def test_the_first_key_in_the_order_of_the_pattern(self) -> None:
        rule = pattern('{"z":["x"],"b":[{"prefix":"eu-"}],"a":[1]}')
        verdict = rule.explain({"z": "x", "b": ["us-1", 5], "a": 2})
        assert (verdict.key, verdict.wanted, verdict.found) == ("b", '[{"prefix":"eu-"}]', ('"us-1"', "5"))
        assert str(verdict) == 'b: wanted [{"prefix":"eu-"}], found "us-1", 5'

    def test_the_alternative_that_came_closest(self) -> None:
        rule = pattern('{"$or":[{"a":[1],"b":[1]},{"a":[2],"c":[3]}]}')
        assert str(rule.explain({"a": 2, "c": 4})) == "c: wanted [3], found 4"

    def test_what_is_long_is_cut(self) -> None:
        verdict = pattern({"a": [1]}).explain({"a": ["x" * 500, *range(2, 9)]})
        assert len(verdict.found[0]) == 120
        assert str(verdict).endswith("2, 3, 4, 5 and 3 more")
