"""The JSON of patterns: AWS's parser's words and columns."""

from __future__ import annotations

import json

import pytest

from fakeaws.aws.patterns.errors import PatternError
from fakeaws.aws.patterns.parsing import lists_of_alternatives
from fakeaws.aws.patterns.tokens import Kind, Tokens

VALID = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"


@pytest.mark.parametrize(
    ("text", "words", "column"),
    [
        ("   ", "No content to map due to end-of-input", 4),
        ("{'a':1}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name", 2),
        ('{"a" 1}', "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value", 6),
        ('{"a":1 "b":2}', "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries", 8),
        ("[1 2]", "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries", 4),
        ("[1,]", f"Unexpected character (']' (code 93)): expected a valid value {VALID}", 4),
        ('{"a":1,}', "Unexpected character ('}' (code 125)): was expecting double-quote to start field name", 8),
        ("[.5]", f"Unexpected character ('.' (code 46)): expected a valid value {VALID}", 2),
        ("[€]", f"Unexpected character ('€' (code 8364 / 0x20ac)): expected a valid value {VALID}", 2),
        ("[truest]", f"Unrecognized token 'truest': was expecting {VALID}", 8),
        ("[NaN]", f"Unrecognized token 'NaN': was expecting {VALID}", 5),
        ("[01]", "Invalid numeric value: Leading zeroes not allowed", 4),
        (
            "[-a]",
            "Unexpected character ('a' (code 97)) in numeric value: "
            "expected digit (0-9) to follow minus sign, for valid numeric value",
            3,
        ),
        ("[1.]", "Unexpected character (']' (code 93)) in numeric value: Decimal point not followed by a digit", 4),
        (
            "[1e]",
            "Unexpected character (']' (code 93)) in numeric value: Exponent indicator not followed by a digit",
            4,
        ),
        ('["a', "Unexpected end-of-input: was expecting closing quote for a string value", 4),
        ('{"a', "Unexpected end-of-input in field name", 4),
        ('{"a":', "Unexpected end-of-input within/between Object entries", 6),
        ('["\\x"]', "Unrecognized character escape 'x' (code 120)", 5),
        (
            '["a\tb"]',
            "Illegal unquoted character ((CTRL-CHAR, code 9)): "
            "has to be escaped using backslash to be included in string value",
            5,
        ),
        ("[}", "Unexpected close marker '}': expected ']' (for Array starting at [Source: S; line: 1, column: 1])", 2),
        (
            "[",
            "Unexpected end-of-input: expected close marker for Array (start marker at [Source: S; line: 1, column: 1])",
            2,
        ),
    ],
)
def test_mistakes(text: str, words: str, column: int) -> None:
    with pytest.raises(PatternError) as refused:
        lists_of_alternatives(text, "S")
    assert str(refused.value) == f"{words}\n at [Source: S; line: 1, column: {column}]"


@pytest.mark.parametrize("text", [r'"a\"\\\/\b\f\n\r\t"', r'"é😀"', '"é😀 "', '""', r'"\ud83d"'])
def test_strings(text: str) -> None:
    tokens = Tokens(text, "S")
    assert tokens.next() is Kind.STRING
    assert tokens.string() == json.loads(text)
    assert tokens.next() is Kind.END


def test_it_reads_ahead_to_the_beginning_of_a_value() -> None:
    tokens = Tokens('{"a": "text", "b": 12, "c": [true]}', "S")
    read = []
    for _ in range(9):
        kind = tokens.next()
        read.append((kind.name, tokens.offset))
    assert read == [
        ("OBJECT", 1),
        ("NAME", 7),  # the value's quote
        ("STRING", 7),
        ("NAME", 21),  # all of the number
        ("NUMBER", 21),
        ("NAME", 29),
        ("ARRAY", 29),
        ("TRUE", 33),
        ("END_ARRAY", 34),
    ]
    assert tokens.depth == 1


def test_what_follows_is_not_looked_at() -> None:
    assert lists_of_alternatives('{"a":[1]} rubbish') == frozenset()


def test_lists_that_may_be_alternatives() -> None:
    text = '{"$or":[{"a":[1]},{"b":[{"x":1},{"y":2}]}],"c":[{"prefix":"a"},{"z":1}],"d":[{"e":1}],"f":[{"g":1},2]}'
    assert sorted(lists_of_alternatives(text)) == [text.index("["), text.index('[{"x"')]
