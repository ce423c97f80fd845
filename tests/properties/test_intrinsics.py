"""Intrinsic functions and JSON texts: laws that hold for whatever they are given."""

from __future__ import annotations

import json
import math
import random
import re
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fakeaws.services.stepfunctions.language.choices import compile_rule
from fakeaws.services.stepfunctions.language.errors import StateError
from fakeaws.services.stepfunctions.language.intrinsics import compile_intrinsic
from fakeaws.services.stepfunctions.language.json_text import java_double, json_equal, json_size, read_json, write_json
from fakeaws.services.stepfunctions.language.scope import Scope

from .scale import scaled

CHARACTERS = st.sampled_from("ab ,;'{}\\\"/*\n\té😀\x01")
TEXTS = st.lists(CHARACTERS, max_size=8).map("".join)
NUMBERS = st.sampled_from([0, 1, -1, 2, 2**40, 0.5, -0.5, 1.49, 1.5, -1.5, 2.5, -2.51, 1e10, 1e-7])
SCALARS = st.one_of(st.sampled_from([None, True, False]), NUMBERS, TEXTS)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=8,
)
DOUBLES = st.tuples(
    st.sampled_from([0, 1, -1, 5, -25, 123456, 9999999, 17976931348623157, 1 / 3]), st.sampled_from(range(-12, 13))
).map(lambda parts: parts[0] * 10.0 ** parts[1])
SEEDS = st.sampled_from([0, 1, -1, 42, 2**31, 2**40, -(2**40), 2**48 + 7])
COUNTS = st.sampled_from([1, 2, 3, 5, 8])


def call(text: str, **document: Any) -> Any:
    return compile_intrinsic(text).read(Scope(document, randomness=random.Random(0)))


@scaled(100)
@given(VALUES)
def test_json_texts_are_read_as_they_were_written(value: Any) -> None:
    text = write_json(value)
    assert json.loads(text) == value
    assert write_json(read_json(text)) == text
    assert json_equal(read_json(text), value)
    assert json_size(value) == len(text.encode())
    spread = json.dumps(value, indent=3, ensure_ascii=True)
    assert write_json(read_json(spread)) == json.dumps(value, separators=(",", ":"), ensure_ascii=False)


@scaled(100)
@given(VALUES)
def test_json_to_string_and_back(value: Any) -> None:
    assert json_equal(call("States.StringToJson(States.JsonToString($.v))", v=value), value)


@scaled(100)
@given(TEXTS)
def test_base64_and_back(text: str) -> None:
    assert call("States.Base64Decode(States.Base64Encode($.t))", t=text) == text
    assert call("States.Base64Decode($.t)", t=call("States.Base64Encode($.t)", t=text).rstrip("=")) == text


@scaled(100)
@given(st.lists(SCALARS, max_size=9), COUNTS)
def test_partitions_put_together_are_the_array(items: list[Any], size: int) -> None:
    parts = call("States.ArrayPartition($.items, $.size)", items=items, size=size)
    assert [item for part in parts for item in part] == items
    assert all(len(part) == size for part in parts[:-1])
    assert all(0 < len(part) <= size for part in parts)
    assert call("States.ArrayLength($.items)", items=items) == len(items)


@scaled(80)
@given(*[st.sampled_from([-7, -2, -1, 0, 1, 2, 3, 9, 0.5, -1.5])] * 3)
def test_ranges_count_from_start_to_end(first: float, last: float, step: float) -> None:
    start, end, by = (math.floor(Fraction(number) + Fraction(1, 2)) for number in (first, last, step))
    if by == 0:
        try:
            call("States.ArrayRange($.a, $.b, $.c)", a=first, b=last, c=step)
        except StateError:
            return
        raise AssertionError("a step of 0")
    counted = []
    while (start <= end) if by > 0 else (start >= end):
        counted.append(start)
        start += by
    assert call("States.ArrayRange($.a, $.b, $.c)", a=first, b=last, c=step) == counted


@scaled(80)
@given(st.lists(VALUES, max_size=6))
def test_unique_arrays_have_each_once_and_first(items: list[Any]) -> None:
    kept: list[Any] = []
    for item in items:
        if not any(json_equal(item, one) for one in kept):
            kept.append(item)
    unique = call("States.ArrayUnique($.items)", items=items)
    assert write_json(unique) == write_json(kept)
    for item in items:
        assert call("States.ArrayContains($.items, $.item)", items=unique, item=item) is True


@scaled(80)
@given(NUMBERS, NUMBERS)
def test_sums_round_each_half_up(one: float, other: float) -> None:
    whole = [math.floor(Fraction(number) + Fraction(1, 2)) for number in (one, other)]
    if all(-(2**31) <= number < 2**31 for number in whole):
        assert call("States.MathAdd($.a, $.b)", a=one, b=other) == sum(whole)


@scaled(80)
@given(TEXTS, st.sampled_from([",", ", ", ";,", "{}", "*\\"]))
def test_splitting_drops_what_is_empty(text: str, delimiters: str) -> None:
    parts = [part for part in re.split(f"[{re.escape(delimiters)}]", text) if part]
    assert call("States.StringSplit($.t, $.d)", t=text, d=delimiters) == parts


@scaled(80)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.lists(TEXTS, min_size=3, max_size=3))
def test_formats_put_texts_between_texts(pieces: list[str], values: list[str]) -> None:
    escaped = [re.sub(r"(['{}\\])", r"\\\1", piece) for piece in pieces]
    values = values[: len(pieces) - 1]
    arguments = "".join(f", $.v[{at}]" for at in range(len(values)))
    wanted = "".join(text for pair in zip(pieces, [*values, ""]) for text in pair)
    assert call(f"States.Format('{'{}'.join(escaped)}'{arguments})", v=values) == wanted
    assert call(f"States.Format($.t{arguments})", v=values, t="{}".join(escaped)) == wanted


@scaled(80)
@given(SEEDS, st.sampled_from([-5, 0, 3]), st.sampled_from([1, 2, 7, 64]))
def test_seeded_draws_stay_between_their_ends(seed: int, start: int, size: int) -> None:
    drawn = call("States.MathRandom($.a, $.b, $.s)", a=start, b=start + size, s=seed)
    assert start <= drawn < start + size
    assert call("States.MathRandom($.a, $.b, $.s)", a=start, b=start + size, s=seed) == drawn


@scaled(100)
@given(
    st.lists(st.sampled_from(["*", "\\*", "\\\\", "a", "b", "."]), max_size=5),
    st.lists(st.sampled_from("ab*.\\"), max_size=6).map("".join),
)
def test_patterns_match_as_a_search_through_all_ways_does(parts: list[str], text: str) -> None:
    def matches(left: list[str], rest: str) -> bool:
        if not left:
            return not rest
        if left[0] == "*":
            return any(matches(left[1:], rest[at:]) for at in range(len(rest) + 1))
        return rest[:1] == left[0][-1] and matches(left[1:], rest[1:])

    rule = compile_rule({"Variable": "$.t", "StringMatches": "".join(parts)})
    assert rule.matches(Scope({"t": text}, randomness=random.Random(0))) is matches(parts, text)


@scaled(100)
@given(DOUBLES)
def test_doubles_are_read_back_from_their_java_text(number: float) -> None:
    text = java_double(number)
    assert float(text) == number
    assert re.fullmatch(r"0|-?(0|[1-9][0-9]{0,6})\.[0-9]+|-?[1-9]\.[0-9]+E-?[0-9]+", text)
    json.loads(text)
