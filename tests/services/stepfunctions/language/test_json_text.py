"""JSON texts: numbers keep their form, writing is compact, sizes are bytes."""

from __future__ import annotations

import copy
import pickle

import pytest

from fakeaws.services.stepfunctions.language.json_text import (
    JsonTextError,
    WrittenNumber,
    java_double,
    json_equal,
    json_size,
    json_type,
    read_json,
    write_json,
)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("0.0", "0.0"),
        ("1.1", "1.1"),
        ("1.10", "1.10"),
        ("1", "1"),
        ("-0", "0"),
        ("-0.0", "-0.0"),
        ("1e3", "1e3"),
        ("1E400", "1E400"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("9007199254740993", "9007199254740993"),
        ('{"b" : 1,\n "a": [ 1 , 2.50, null, true,false ] }', '{"b":1,"a":[1,2.50,null,true,false]}'),
        ('{"a":1,"b":2,"a":3}', '{"a":3,"b":2}'),
        ('"\\u00e9\\ud83d\\ude00\\/"', '"é😀/"'),
        ('"\\u0001\\n\\t\\r\\b\\f\\"\\\\\\u001f\\u007f"', '"\\u0001\\n\\t\\r\\b\\f\\"\\\\\\u001F\x7f"'),
        ("{}", "{}"),
        ("[]", "[]"),
        (" 1 ", "1"),
        ('"x"', '"x"'),
    ],
)
def test_numbers_keep_their_text_and_the_rest_is_compact(text: str, written: str) -> None:
    assert write_json(read_json(text)) == written


def test_thousands_of_digits_stay() -> None:
    digits = "7" * 5000
    assert write_json(read_json(digits)) == digits


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1.5, "1.5"),
        (1.0, "1.0"),
        (1789180622.0, "1.789180622E9"),
        (1e7, "1.0E7"),
        (9999999.0, "9999999.0"),
        (12345678.9, "1.23456789E7"),
        (0.001, "0.001"),
        (0.0001, "1.0E-4"),
        (-0.00012, "-1.2E-4"),
        (0.30000000000000004, "0.30000000000000004"),
        (1e300, "1.0E300"),
        (-100.25, "-100.25"),
        (-0.0, "0"),
    ],
)
def test_computed_numbers_are_written_as_java_writes_doubles(number: float, text: str) -> None:
    assert java_double(number) == text
    assert write_json(number) == text


def test_sizes_are_bytes() -> None:
    assert json_size("é") == 4
    assert json_size({"a": "😀"}) == 12
    assert json_size("\ud83d") == 3


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        (
            "not json",
            "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or "
            "'false')",
            1,
            4,
        ),
        ("{'a': 1}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name", 1, 2),
        (
            '{"a": 1,\n b: 2}',
            "Unexpected character ('b' (code 98)): was expecting double-quote to start field name",
            2,
            2,
        ),
        ("", "Unexpected end-of-input", 1, 1),
        ("[1,", "Unexpected end-of-input", 1, 4),
    ],
)
def test_what_is_no_json_is_refused_in_jacksons_words(text: str, message: str, line: int, column: int) -> None:
    with pytest.raises(JsonTextError) as caught:
        read_json(text)
    assert (caught.value.message, caught.value.line, caught.value.column) == (message, line, column)


@pytest.mark.parametrize(
    "text", ["NaN", "Infinity", "[-Infinity]", "01", "1.", "{} {}", "'a'", '"\t"', "[1 2]", '"a', "[" * 90000]
)
def test_only_json_is_read(text: str) -> None:
    with pytest.raises(JsonTextError):
        read_json(text)


def test_copies_of_numbers_keep_their_text() -> None:
    number = read_json("2.50")
    assert copy.deepcopy([number])[0] is number
    again = pickle.loads(pickle.dumps(number))
    assert isinstance(again, WrittenNumber)
    assert again.text == "2.50"
    assert number + 1 == 3.5


def test_equality_is_of_json_values() -> None:
    assert json_equal(read_json('[1, {"a": 0.0, "b": null}]'), read_json('[1.0, {"b": null, "a": 0}]'))
    assert not json_equal(1, True)
    assert not json_equal([0], [False])
    assert not json_equal(None, False)
    assert not json_equal("1", 1)
    assert not json_equal({"a": 1}, {"a": 1, "b": 1})
    assert not json_equal([1], [1, 2])


def test_types_have_jsons_names() -> None:
    values = [None, True, 1, 1.5, "", [], {}]
    assert [json_type(value) for value in values] == [
        "null",
        "boolean",
        "number",
        "number",
        "string",
        "array",
        "object",
    ]
