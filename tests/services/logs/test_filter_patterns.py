"""The language of filter patterns, row by row."""

from __future__ import annotations

import json

import pytest

from fakeaws.services.logs.filter_patterns.matching import InvalidPattern
from fakeaws.services.logs.filter_patterns.parsing import parse

EVENT = json.dumps(
    {
        "level": "ERROR",
        "n": 5,
        "big": 1.5e3,
        "text": "12",
        "nothing": None,
        "yes": True,
        "no": False,
        "ip": "10.1.2.3",
        "a b": 1,
        "user": {"name": "ann", "roles": [{"id": 1}, {"id": 7}]},
        "list": ["x", "y"],
    }
)
LINE = '127.0.0.1 - ann [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534'


@pytest.mark.parametrize(
    ("pattern", "message", "matches"),
    [
        ("", "anything", True),
        ("   ", "anything", True),
        ("ERROR", "an ERROR", True),
        ("ERROR", "an error", False),
        ("ERROR disk", "disk: ERROR", True),
        ("ERROR disk", "ERROR", False),
        ('"exit code: 1"', "the exit code: 1!", True),
        ('"exit code: 1"', "exit code 1", False),
        (r'"say \"hi\""', 'to say "hi" is', True),
        ("ERROR -disk", "ERROR", True),
        ("ERROR -disk", "ERROR disk", False),
        ('-"disk full"', "all well", True),
        ('-"disk full"', "disk full", False),
        ("?ERROR ?WARN", "WARN", True),
        ("?ERROR ?WARN", "ERROR", True),
        ("?ERROR ?WARN", "INFO", False),
        ('?"a b" ?c', "xa b", True),
        ("?ERROR ?WARN REQUEST", "[INFO] REQUEST", True),
        ("?ERROR ?WARN REQUEST", "[ERROR]", False),
        ("?ERROR -disk", "INFO", True),
        ("%4[0-9]{2}%", "status 404", True),
        ("%4[0-9]{2}%", "status 504", False),
        ("%^WARN|^ERROR%", "ERROR x", True),
        ("%^WARN|^ERROR%", "an ERROR", False),
        ("größe", "die größe", True),
    ],
)
def test_terms(pattern: str, message: str, matches: bool) -> None:
    assert parse(pattern).matches(message) is matches


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ('$.level = "ERROR"', True),
        ("$.level = ERROR", True),
        ('$.level = "error"', False),
        ('$.level != "ERROR"', False),
        ('$.level != "WARN"', True),
        ('$.missing != "WARN"', False),
        ('$.level = "ERR*"', True),
        ("$.level = *RR*", True),
        ('$.level = "RR"', False),
        ("$.level = %^E.+R$%", True),
        ("$.level != %X%", True),
        ("$.n = 5", True),
        ("$.n = 5.0", True),
        ("$.n != 5", False),
        ("$.n > 4", True),
        ("$.n >= 5", True),
        ("$.n < 5", False),
        ("$.n <= 5", True),
        ("$.big = 1500", True),
        ("$.big > 1e3", True),
        ("$.level > 3", False),
        ("$.text > 3", False),
        ("$.text = 12", True),
        ("$.ip = 10.1.*", True),
        ("$.ip != 10.2.*", True),
        ("$.nothing IS NULL", True),
        ("$.n IS NULL", False),
        ("$.missing IS NULL", False),
        ("$.yes IS TRUE", True),
        ("$.no IS TRUE", False),
        ("$.no IS FALSE", True),
        ("$.missing NOT EXISTS", True),
        ("$.nothing NOT EXISTS", False),
        ("$.user EXISTS", True),
        ('$.user = "*"', True),
        ('$.user.name = "ann"', True),
        ("$.user.roles[0].id = 1", True),
        ("$.user.roles[1].id = 1", False),
        ("$.user.roles[*].id = 7", True),
        ("$.user.roles[*].id = 8", False),
        ("$.user.* = ann", True),
        ("$['a b'] = 1", True),
        ("$.['a b'] = 1", True),
        ('$.list[1] = "y"', True),
        ('$.list[2] = "y"', False),
        ('$.n = 5 && $.level = "ERROR"', True),
        ('$.n = 4 && $.level = "ERROR"', False),
        ('$.n = 4 || $.level = "ERROR"', True),
        ("$.n = 4 || $.n = 5 && $.n = 6", False),
        ("$.n = 5 || $.n = 5 && $.n = 6", True),
        ("($.n = 5 || $.n = 4) && $.n = 6", False),
        ("(($.n = 5) && ($.yes IS TRUE))", True),
    ],
)
def test_json(pattern: str, matches: bool) -> None:
    parsed = parse("{ " + pattern + " }")
    assert parsed.matches(EVENT) is matches
    assert not parsed.matches("not JSON")
    assert not parsed.matches("[" + EVENT)


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ("[ip, id, user, timestamp, request, status, bytes]", True),
        ("[ip, id, user, timestamp, request, status]", False),
        ("[ip, ...]", True),
        ("[..., status = 404, bytes]", True),
        ("[ip = 127.*, ..., bytes > 1000]", True),
        ("[ip, ..., bytes > 2000]", False),
        ("[ip, id, user, timestamp, request = *html*, status = 4*, bytes]", True),
        ("[ip, id, user, timestamp, request, status = 4* || status = 5*, bytes]", True),
        ("[ip, id, user, timestamp, request, (status = 404 && status != 405), bytes]", True),
        ("[ip, id, user != bob, ...]", True),
        ("[ip, id, user = bob, ...]", False),
        ("[ip, id, user = %an+%, ...]", True),
        ('[ip, id, user = "ann", ...]', True),
        ("[, , user = ann, ...]", True),
        ("[a, b, c, d, e, f, g, h, ...]", False),
    ],
)
def test_columns(pattern: str, matches: bool) -> None:
    assert parse(pattern).matches(LINE) is matches


def test_what_is_taken_out() -> None:
    columns = parse("[ip, ..., request, status, ]").match(LINE)
    assert columns is not None
    assert columns.shown() == {
        "$ip": "127.0.0.1",
        "$request": "GET /index.html HTTP/1.0",
        "$status": "404",
        "$4": "1534",
    }
    fields = parse('{ $.n > 1 && ($.user.name = "a*" || $.missing = 1) }').match(EVENT)
    assert fields is not None
    assert fields.shown() == {"$.n": "5", "$.user.name": "ann"}
    assert fields.value("$.user.roles[1].id") == 7
    assert fields.value("$.none") is None
    terms = parse("a").match("a")
    assert terms is not None
    assert terms.shown() == {}


@pytest.mark.parametrize(
    "pattern",
    [
        "a-b",
        '"open',
        "%open",
        "%a(%",
        "?",
        "{ }",
        "{ $.a }",
        "{ $.a = }",
        "{ $.a = 1",
        "{ a = 1 }",
        "{ $.a > x }",
        "{ $.a > %1% }",
        "{ $.a = 1 && }",
        "{ ($.a = 1 }",
        "{ $.a IS 1 }",
        "{ $.a = 1 } x",
        "{ $.*.* = 1 }",
        "{ $.* = 1 && $.* = 1 && $.* = 1 && $.* = 1 }",
        "[a, b",
        "[a, a]",
        "[..., a, ...]",
        "[a = ]",
        "[a = 1 && b = 1]",
        "[a b]",
    ],
)
def test_no_patterns(pattern: str) -> None:
    with pytest.raises(InvalidPattern):
        parse(pattern)
