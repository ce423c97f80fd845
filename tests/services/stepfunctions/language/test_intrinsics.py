"""The 18 intrinsic functions and their grammar."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest

from fakeaws.services.stepfunctions.language.errors import SyntaxProblem
from fakeaws.services.stepfunctions.language.intrinsics import compile_intrinsic
from fakeaws.services.stepfunctions.language.intrinsics.catalogue import CATALOGUE
from fakeaws.services.stepfunctions.language.java_random import JavaRandom
from fakeaws.services.stepfunctions.language.json_text import write_json

from .support import failure, scope


def value(call: str, document: Any = None, **more: Any) -> str:
    return write_json(compile_intrinsic(call).read(scope(document, **more)))


@pytest.mark.parametrize(
    ("call", "document", "result"),
    [
        # Format
        ("States.Format('Hello, {} {}', 'a', 1)", "{}", '"Hello, a 1"'),
        ("States.Format('{}', $.x)", '{"x":null}', '"null"'),
        ("States.Format('{}', $.x)", '{"x":1.1}', '"1.1"'),
        ("States.Format('{}', $.x)", '{"x":1.10}', '"1.10"'),
        ("States.Format('{}', $.x)", '{"x":true}', '"true"'),
        ("States.Format('{}', $.x)", '{"x":{"Arg1":1,"Arg2":[]}}', '"{Arg1=1, Arg2=[]}"'),
        ("States.Format('{}', $.x)", '{"x":[1,2]}', '"[1, 2]"'),
        ("States.Format('{}', $.x)", '{"x":[{"a":"b"},null,false]}', '"[{a=b}, null, false]"'),
        ("States.Format($.t, 'x')", '{"t":"<{}>"}', '"<x>"'),
        ("States.Format('no arguments')", "{}", '"no arguments"'),
        ("States.Format('it\\'s \\{\\} and \\\\ {}', 1)", "{}", '"it\'s {} and \\\\ 1"'),
        ("States.Format('{}{}', 'a', 'b')", "{}", '"ab"'),
        ("States.Format('{', 1)", "{}", None),
        ("States.Format('is \"{}\"', $.a)", '{"a":"b"}', '"is \\"b\\""'),
        ("States.Format('{}', '{}')", "{}", '"{}"'),
        # StringToJson, JsonToString
        ("States.StringToJson('')", "{}", "null"),
        ("States.StringToJson(' ')", "{}", "null"),
        ("States.StringToJson('-0')", "{}", "0"),
        ("States.StringToJson('1.1')", "{}", "1.1"),
        ("States.StringToJson($.t)", '{"t":"{\\"a\\": [1, 2.50]}"}', '{"a":[1,2.50]}'),
        ("States.StringToJson('not json')", "{}", None),
        ("States.StringToJson(1)", "{}", None),
        ("States.JsonToString($.x)", '{"x":[1,2,"HelloWorld"]}', '"[1,2,\\"HelloWorld\\"]"'),
        ("States.JsonToString($)", '{"a": 0.0, "b": "é"}', '"{\\"a\\":0.0,\\"b\\":\\"é\\"}"'),
        # arrays
        ("States.Array()", "{}", "[]"),
        ("States.Array(1, 1.1, 'a', null, true, $.x)", '{"x":{}}', '[1,1.1,"a",null,true,{}]'),
        ("States.ArrayPartition($, 2)", "[]", "[]"),
        ("States.ArrayPartition($, 2)", "[0,1,2]", "[[0,1],[2]]"),
        ("States.ArrayPartition($, 1.5)", "[0,1,2]", "[[0,1],[2]]"),
        ("States.ArrayPartition($, 0)", "[0]", None),
        ("States.ArrayPartition($, 1)", '"a"', None),
        ("States.ArrayContains($, States.Array(1,2,3))", "[[1,2,3],2]", "true"),
        ("States.ArrayContains($, null)", "[]", "false"),
        ("States.ArrayContains($, null)", "[null]", "true"),
        ("States.ArrayContains($, 1.0)", "[1]", "true"),
        ("States.ArrayContains($, true)", "[1]", "false"),
        ("States.ArrayRange(0, 9, 3)", "{}", "[0,3,6,9]"),
        ("States.ArrayRange(1, 9, 9)", "{}", "[1]"),
        ("States.ArrayRange(1, 9, 2)", "{}", "[1,3,5,7,9]"),
        ("States.ArrayRange(3, 0, -2)", "{}", "[3,1]"),
        ("States.ArrayRange(0.4, 2.5, 1)", "{}", "[0,1,2,3]"),
        ("States.ArrayRange(1, 0, 1)", "{}", "[]"),
        ("States.ArrayRange(0, 1, 0)", "{}", None),
        ("States.ArrayLength(States.ArrayRange(1, 1000, 1))", "{}", "1000"),
        ("States.ArrayRange(0, 1000, 1)", "{}", None),
        ("States.ArrayGetItem($, 0)", "[5]", "5"),
        ("States.ArrayGetItem($, 1)", "[5]", None),
        ("States.ArrayGetItem($, -1)", "[5]", None),
        ("States.ArrayLength($)", "[1,2,3,4,5,6,7,8,9]", "9"),
        ("States.ArrayLength($)", "{}", None),
        ("States.ArrayUnique($)", "[1,2,3,3,3,3,3,3,4]", "[1,2,3,4]"),
        (
            "States.ArrayUnique($)",
            '[1,true,1.0,"1",{"a":[0],"b":1},{"b":1,"a":[0.0]},[],{}]',
            '[1,true,"1",{"a":[0],"b":1},[],{}]',
        ),
        # Base64, Hash
        ("States.Base64Encode('')", "{}", '""'),
        ("States.Base64Decode('')", "{}", '""'),
        ("States.Base64Encode('Data to encode')", "{}", '"RGF0YSB0byBlbmNvZGU="'),
        ("States.Base64Decode('RGF0YSB0byBlbmNvZGU=')", "{}", '"Data to encode"'),
        ("States.Base64Decode('RGF0YSB0byBlbmNvZGU')", "{}", '"Data to encode"'),
        ("States.Base64Encode('é')", "{}", '"w6k="'),
        ("States.Base64Decode('!')", "{}", None),
        ("States.Hash('input data', 'MD5')", "{}", '"812f45842bc6d66ee14572ce20db8e86"'),
        ("States.Hash('input data', 'SHA-1')", "{}", '"aaff4a450a104cd177d28d18d74485e8cae074b7"'),
        ("States.Hash($, 'SHA-256')", '{"a":1}', '"015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"'),
        ("States.Hash('x', 'SHA-2')", "{}", None),
        # JsonMerge
        (
            "States.JsonMerge($.a, $.b, false)",
            '{"a":{"k":{"x":1},"l":2},"b":{"k":{"y":1},"m":3}}',
            '{"k":{"y":1},"l":2,"m":3}',
        ),
        ("States.JsonMerge($.a, $.b, true)", '{"a":{},"b":{}}', None),
        ("States.JsonMerge($.a, $.b, false)", '{"a":{},"b":[]}', None),
        # MathAdd
        ("States.MathAdd(1.49, 1.5)", "{}", "3"),
        ("States.MathAdd(1.5, 1.51)", "{}", "4"),
        ("States.MathAdd(-1.5, 0)", "{}", "-1"),
        ("States.MathAdd(-0.5, 0.5)", "{}", "1"),
        ("States.MathAdd(-1.5, -1.51)", "{}", "-3"),
        ("States.MathAdd(2.5, 0)", "{}", "3"),
        ("States.MathAdd(2147483647, -2147483648)", "{}", "-1"),
        ("States.MathAdd(2147483648, 0)", "{}", None),
        ("States.MathAdd('1', 0)", "{}", None),
        ("States.MathAdd(true, 0)", "{}", None),
        # StringSplit
        ("States.StringSplit(',,,,', ',')", "{}", "[]"),
        ("States.StringSplit(', , ,', ',')", "{}", '[" "," "]'),
        ("States.StringSplit('This.is+a,test=string', '.+,=')", "{}", '["This","is","a","test","string"]'),
        ("States.StringSplit('1,2', ',')", "{}", '["1","2"]'),
        ("States.StringSplit(1, ',')", "{}", None),
        # arguments
        ("States.Array( $.a , $['b,c)'], $.d[?(@.x == ',)')] )", '{"a":1,"b,c)":2,"d":[{"x":",)"}]}', '[1,2,[{"x":",)"}]]'),
        ("States.Array($$.Execution.Id, $v.a, -1.5e3)", "{}", '["arn:e",9,-1.5e3]'),
        ("States.JsonToString($[1].Labels)", '[0,{"Labels":["x"]}]', '"[\\"x\\"]"'),
    ],
)  # fmt: skip
def test_what_a_function_gives(call: str, document: str, result: str | None) -> None:
    """None: the state fails, with the call's whole text."""
    seen = {"variables": {"v": {"a": 9}}}
    if result is not None:
        assert value(call, document, **seen) == result
        return
    error = failure(value, call, document, **seen)
    assert error.name == "States.Runtime"
    assert error.cause.startswith(f"The function '{call}' had the following error: ")


def test_all_functions_are_there() -> None:
    assert len(CATALOGUE) == 18


def test_limits_on_characters() -> None:
    longest = {"x": "a" * 10_000}
    for call in ("States.Base64Encode($.x)", "States.Base64Decode($.x)", "States.Hash($.x, 'MD5')"):
        assert value(call, longest)
        assert "10000 characters" in failure(value, call, {"x": "a" * 10_001}).cause


def test_seeds_are_javas() -> None:
    """What ``new Random(0)`` and ``new Random(42)`` of java.util are known to give."""
    drawn = JavaRandom(0)
    assert [drawn.next_int(100) for _ in range(5)] == [60, 48, 29, 47, 15]
    drawn = JavaRandom(42)
    assert [drawn.next_int(10) for _ in range(5)] == [0, 3, 8, 4, 0]
    drawn = JavaRandom(42)
    everything = [drawn.next_between(-(2**31), 2**31 - 1) for _ in range(4)]
    assert everything == [-1170105035, 234785527, -1360544799, 205897768]
    assert JavaRandom(42).next_double() == 0.7275636800328681
    # where the bound is a power of two, the high bits count
    assert JavaRandom(42).next_int(16) == 11
    assert value("States.MathRandom(0, 100, 0)") == "60"
    assert value("States.MathRandom(10, 20, 42)") == "10"
    assert value("States.MathRandom(-5, 5, 41.5)") == "-5"


def test_without_a_seed_the_callers_source_draws() -> None:
    first, second = random.Random(1), random.Random(1)
    calls = [value("States.MathRandom(1, 1000000)", randomness=first) for _ in range(3)]
    assert calls == [value("States.MathRandom(1, 1000000)", randomness=second) for _ in range(3)]
    assert len(set(calls)) == 3
    assert value("States.MathRandom(3, 4)") == "3"
    assert "start below its end" in failure(value, "States.MathRandom(4, 4)").cause


def test_uuids_are_version_4_from_the_callers_source() -> None:
    source = random.Random(1)
    made = value("States.UUID()", randomness=source)
    assert re.fullmatch(r'"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"', made)
    assert value("States.UUID()", randomness=random.Random(1)) == made
    assert value("States.UUID()", randomness=source) != made


@pytest.mark.parametrize(
    ("call", "position"),
    [
        ("States.Nope()", 0),
        ("States.array()", 0),
        ("Format('a')", 0),
        ("States.Array", 12),
        ("States.Array(", 13),
        ("States.Array(1", 14),
        ("States.Array(1 2)", 15),
        ("States.Array(1,)", 15),
        ("States.Array(,1)", 13),
        ("States.Array('a)", 13),
        ("States.Array() x", 15),
        ('States.Array("a")', 13),
        ("States.Array('a\\\"b')", 15),
        ("States.Array('a\\nb')", 15),
        ("States.Array($.a[)", 17),
        ("States.Array($.a, $.)", 20),
        ("States.Array({})", 13),
        ("States.Array(States.Nope())", 13),
        ("States.Array(TRUE)", 13),
        ("States.UUID(1)", 0),
        ("States.ArrayLength()", 0),
        ("States.Array(States.MathAdd(1))", 13),
        ("States.Format()", 0),
        ("States.MathRandom(1,2,3,4)", 0),
    ],
)
def test_what_is_no_call(call: str, position: int) -> None:
    with pytest.raises(SyntaxProblem) as caught:
        compile_intrinsic(call)
    assert caught.value.position == position


def test_ten_calls_within_each_other_are_the_most() -> None:
    def nested(depth: int) -> str:
        return "States.Array(" * depth + ")" * depth

    assert value(nested(10)) == "[" * 10 + "]" * 10
    with pytest.raises(SyntaxProblem):
        compile_intrinsic(nested(11))


def test_an_inner_failure_shows_the_whole_call() -> None:
    call = "States.Array(States.ArrayGetItem($.a, 3))"
    assert failure(value, call, {"a": [1]}).cause == (
        f"The function '{call}' had the following error: Index 3 out of bounds for length 1"
    )
