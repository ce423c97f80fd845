"""JSONata as Step Functions has it."""

from __future__ import annotations

import copy
import random
import sys
from typing import Any

import pytest

from fakeaws.services.stepfunctions.language.errors import (
    INVALID_JSONATA_EXPRESSION,
    UNSUPPORTED_JSONATA_EXPRESSION,
    DefinitionProblems,
)
from fakeaws.services.stepfunctions.language.json_text import read_json, write_json
from fakeaws.services.stepfunctions.language.jsonata import compile_expression, compile_value, is_expression

from .support import failure, problems, scope

INPUT = '{"a":null,"b":[null,1],"o":{"x":null},"z":0.0,"l":[{"v":1},{"v":2}],"e":[],"one":[5],"s":"x","big":9007199254740993}'
#: 2024-01-01T00:00:00.123456Z
INSTANT = 1_704_067_200_123_456


def value(expression: str, document: Any = INPUT, **more: Any) -> str:
    more.setdefault("instant_us", INSTANT)
    more.setdefault("variables", {"n": None, "count": 3, "list": [7, 8], "f": {"g": [1]}})
    return write_json(compile_expression(f"{{% {expression} %}}", "Output").evaluate(scope(document, **more)))


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        # null is a value, other than nothing
        ("$states.input.a", "null"),
        ("null", "null"),
        ("{'a':null}", '{"a":null}'),
        ("[null, $states.input.a]", "[null,null]"),
        ("$states.input.b[0]", "null"),
        ("$states.input.o", '{"x":null}'),
        ("$type($states.input.a)", '"null"'),
        ("$exists($states.input.a)", "true"),
        ("$exists($states.input.nope)", "false"),
        ("$states.input.a = null", "true"),
        ("$n", "null"),
        ("$type($n)", '"null"'),
        ("{'a': $states.input.nope, 'b': 1}", '{"b":1}'),
        # sequences
        ("$states.input.l.v", "[1,2]"),
        ("$states.input.l[v=2]", '{"v":2}'),
        ("$states.input.l[v=2][]", '[{"v":2}]'),
        ("$states.input.l[$.v=1].v", "1"),
        ("$states.input.e", "[]"),
        ("$states.input.one", "[5]"),
        ("[$states.input.nope]", "[]"),
        ("[1]", "[1]"),
        ("[1..3]", "[1,2,3]"),
        ("$map([1,2], function($v){$v*2})", "[2,4]"),
        ("$filter([1,2], function($v){$v>1})", "2"),
        ("$append([],[])", "[]"),
        # numbers
        ("$states.input.z", "0.0"),
        ("$states.input.z + 0", "0"),
        ("$states.input.big", "9007199254740993"),
        ("1.0", "1"),
        ("1.5", "1.5"),
        ("-0", "0"),
        ("6/2", "3"),
        ("1e3", "1000"),
        ("$sum([0.5,0.5])", "1"),
        # what an expression sees
        ("$states.input.s", '"x"'),
        ("$states.context.Execution.Id", '"arn:e"'),
        ("$states.result.r", "1"),
        ("$states.errorOutput.Error", '"E"'),
        ("$count + 1", "4"),
        ("$list[0]", "7"),
        ("$f.g", "[1]"),
        ("$list ~> $sum", "15"),
        ("($x := 2; $x * $count)", "6"),
        ("/X/i.match", None),
        ("$contains($states.input.s, /X/i)", "true"),
        # what Step Functions adds
        ("$partition([0],1)", "[[0]]"),
        ("$partition([0,1,2],2)", "[[0,1],[2]]"),
        ("$partition([],2)", "[]"),
        ("$partition([0,1,2],1.9)", "[[0],[1],[2]]"),
        ("$partition(?, 2)([1,2,3])", "[[1,2],[3]]"),
        ("$range(0,9,3)", "[0,3,6,9]"),
        ("$range(1,9,9)", "1"),
        ("[$range(1,9,9)]", "[1]"),
        ("$range(1.9,-3.9,-1)", "[1,0,-1,-2,-3]"),
        ("$count_of($range(1,2000,1))", None),
        ("$range(1,2000,1)[1999]", "2000"),
        ("$hash('input data','MD5')", '"812f45842bc6d66ee14572ce20db8e86"'),
        ("$random(42)", "0.7275636800328681"),
        ("$parse('-0')", "0"),
        ("$parse('1.50')", "1.50"),
        ("$parse('\"x\"')", '"x"'),
        ("$parse('null')", "null"),
        ("$parse('{\"a\":[1,null]}')", '{"a":[1,null]}'),
        ("$type($parse('null'))", '"null"'),
        # one instant
        ("$millis()", "1704067200123"),
        ("$now()", '"2024-01-01T00:00:00.123Z"'),
        ("$now('[Y0001]')", '"2024"'),
        ("$millis() - $millis()", "0"),
        ("$toMillis('2024-01-01T00:00:00Z')", "1704067200000"),
        ("$fromMillis(0)", '"1970-01-01T00:00:00.000Z"'),
        ("$base64decode('aGk=')", '"hi"'),
        ("$formatNumber(12.5,'#0.00')", '"12.50"'),
        ("$number('12.5')", "12.5"),
        ("(function($n){$n=0 ? 0 : 1 + 1})(1)", "2"),
        ("($f := function($n){$n=0 ? 0 : 1 + $f($n-1)}; $f(150))", "150"),
    ],
)
def test_what_an_expression_gives(expression: str, result: str | None) -> None:
    seen = {"result": {"r": 1}, "error_output": {"Error": "E", "Cause": None}}
    if result is None:
        assert failure(value, expression, **seen).name == "States.QueryEvaluationError"
    else:
        assert value(expression, **seen) == result


SENTENCE = "The JSONata expression '{}' specified for the field 'Output' {}"


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("$states.input.nope", "returned nothing (undefined)."),
        ("$unknown", "returned nothing (undefined)."),
        ("$states.result", "returned nothing (undefined)."),
        ("$count(1)", "threw an error during evaluation. T1006: Attempted to invoke a non-function"),
        ("$nope(1)", "threw an error during evaluation. T1006: Attempted to invoke a non-function"),
        ("$eval('1')", "threw an error during evaluation. T1006: Attempted to invoke a non-function"),
        ("$randomSeeded(1)", "threw an error during evaluation. T1006: Attempted to invoke a non-function"),
        ("$sum('a')", 'threw an error during evaluation. T0412: Argument 1 of function "sum" must be an array of "numbers"'),
        (
            "$uppercase(1)",
            'threw an error during evaluation. T0410: Argument 1 of function "uppercase" does'
            ' not match function signature',
        ),
        ("1+'a'", 'threw an error during evaluation. T2002: The right side of the "+" operator must evaluate to a number'),
        (
            "1<'a'",
            'threw an error during evaluation. T2009: The values 1 and "a" either side of '
            'operator "<" must be of the same data type',
        ),
        ("$error('boom')", "threw an error during evaluation. D3137: boom"),
        ("$number('x')", 'threw an error during evaluation. D3030: Unable to cast value to a number: "x"'),
        (
            "$toMillis('x')",
            'threw an error during evaluation. D3110: The argument of the toMillis function '
            'must be an ISO 8601 formatted timestamp. Given "x"',
        ),
        (
            "$formatNumber(1,'x')",
            'threw an error during evaluation. D3086: The sub-picture must not contain a '
            'passive character that is preceded by an active character and that is followed '
            'by another active character',
        ),
        ("1/0", "threw an error during evaluation. D1001: Number out of range: Infinity"),
        (
            "$parse('x')",
            "threw an error during evaluation: Unrecognized token 'x': was expecting (JSON "
            "String, Number, Array, Object or token 'null', 'true' or 'false')",
        ),
        ("$hash('x','none')", "threw an error during evaluation: Unknown algorithm: none"),
        ("$partition([1],0)", "threw an error during evaluation: The size of a partition must be above 0"),
        ("$range(1,2,0)", "threw an error during evaluation: The step of a range must not be 0"),
        (
            "($f := function($n){1 + $f($n)}; $f(1))",
            'threw an error during evaluation. D1011: Stack overflow. Check for '
            'non-terminating recursive function.  Consider rewriting as tail-recursive',
        ),
        ("$sum", "returned an unsupported result type."),
        ("function($x){$x}", "returned an unsupported result type."),
        ("{'a': $sum}", "returned an unsupported result type."),
        ("/ab/", "returned an unsupported result type."),
    ],
)  # fmt: skip
def test_why_an_expression_gives_nothing(expression: str, reason: str) -> None:
    limit = sys.getrecursionlimit()
    error = failure(value, expression)
    assert error.name == "States.QueryEvaluationError"
    assert error.catchable
    assert error.location == "Output"
    assert error.cause == SENTENCE.format(expression, reason)
    assert sys.getrecursionlimit() == limit


def test_an_internal_error_has_an_identity_from_the_callers_source() -> None:
    cause = failure(value, "$base64decode('!!!')", randomness=random.Random(3)).cause
    start, identity = cause.rsplit(" ", 1)
    assert start == SENTENCE.format("$base64decode('!!!')", "threw an internal error during evaluation.")
    assert len(identity) == 36
    assert failure(value, "$base64decode('!!!')", randomness=random.Random(3)).cause == cause


def test_expected_types() -> None:
    def expecting(expression: str, expected: str) -> str:
        evaluate = compile_expression(expression, "Items").evaluate
        return failure(evaluate, scope(INPUT), expected=expected).cause

    assert expecting("{% 1 %}", "array") == (
        "The JSONata expression '1' specified for the field 'Items' returned an unexpected result type. "
        "Expected 'array', but was 'number' for value: 1"
    )
    for expression, kind, text in [
        ("null", "null", "null"),
        ("true", "boolean", "true"),
        ("'x'", "string", '"x"'),
        ("{'a':1}", "object", '{"a":1}'),
    ]:
        assert expecting(f"{{% {expression} %}}", "array").endswith(
            f"Expected 'array', but was '{kind}' for value: {text}"
        )
    assert expecting("{% $sum %}", "array").endswith("returned an unsupported result type.")
    assert compile_expression("{% [0] %}", "Items").evaluate(scope(), expected="array") == [0]


def test_randomness_is_the_callers() -> None:
    drawn = [value(one, randomness=random.Random(5)) for one in ("$random()", "$uuid()", "$shuffle([1..9])")]
    assert drawn == [value(one, randomness=random.Random(5)) for one in ("$random()", "$uuid()", "$shuffle([1..9])")]
    assert drawn[0] == write_json(random.Random(5).random())
    assert sorted(read_json(drawn[2])) == list(range(1, 10))
    source = random.Random(5)
    assert value("$random()", randomness=source) != value("$random()", randomness=source)
    state = random.getstate()
    value("$random() + $sum($shuffle([1..9]))")
    assert random.getstate() == state


def test_nothing_of_an_evaluation_is_left_for_the_next() -> None:
    expression = compile_expression("{% ($x := $exists($x); {'x': $x, 'v': $v, 'i': $states.input}) %}", "Output")
    assert expression.evaluate(scope(1, variables={"v": 1})) == {"x": False, "v": 1, "i": 1}
    assert expression.evaluate(scope(2, variables={})) == {"x": False, "i": 2}


def test_evaluating_does_not_change_what_it_sees() -> None:
    document = read_json(INPUT)
    value("$states.input ~> |l|{'w':1}|", document)
    value("$merge([$states.input, {'a': 1}])", document)
    value("$states.input.l^(>v)", document)
    assert write_json(document) == INPUT


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("{% 1 %}", True),
        ("{%1%}", True),
        ("{%%}", True),
        (" {% $states.input %} ", False),
        ("{% 1 %} ", False),
        ("{% 1", False),
        ("{%}", False),
        ("$.x", False),
        ("$states.input", False),
        (1, False),
        (None, False),
    ],
)
def test_what_is_an_expression(text: Any, expression: bool) -> None:
    assert is_expression(text) is expression


def test_values_with_expressions_in_them() -> None:
    template = read_json(
        '{"z":"{% $states.input.s %}","a":[1.10,"{%$count%}",{"deep":"{% [1] %}"}],"key.$":"$.x","f":"States.Format(1)",'
        '"lit":" {% 1 %} ","{% 1 %}":null}'
    )
    compiled = compile_value(template, "Arguments")
    assert write_json(compiled.build(scope(INPUT, variables={"count": 3}))) == (
        '{"z":"x","a":[1.10,3,{"deep":[1]}],"key.$":"$.x","f":"States.Format(1)","lit":" {% 1 %} ","{% 1 %}":null}'
    )
    assert compile_value([], "Output").build(scope()) == []
    assert compile_value("{% null %}", "Output").build(scope()) is None
    assert copy.deepcopy(compiled) is compiled


@pytest.mark.parametrize(
    ("template", "field", "location"),
    [
        ('"{% $states.input.nope %}"', "Output", "Output"),
        ('{"result":"{% $states.input.nope %}"}', "Output", "Output/result"),
        ('{"a":{"b":"{% $states.input.nope %}"}}', "Arguments", "Arguments/a/b"),
        ('{"a":["{% 1 %}","{% $states.input.nope %}"]}', "Output", "Output/a[1]"),
        ('{"x":"{% $states.input.nope %}"}', "Assign", "Assign/x"),
    ],
)
def test_errors_say_where(template: str, field: str, location: str) -> None:
    error = failure(compile_value(read_json(template), field).build, scope({}))
    assert error.location == location
    assert error.cause == (
        f"The JSONata expression '$states.input.nope' specified for the field '{location}' returned nothing (undefined)."
    )


@pytest.mark.parametrize(
    ("expression", "message", "position"),
    [
        ("1 +", "Unexpected end of expression", 3),
        ("", "Unexpected end of expression", 0),
        ("[1,2,", 'Expected "]" before end of expression', 5),
        ("[1 , 2 , (3,4)]", 'Expected ")", got ","', 12),
        ("(1]", 'Expected ")", got "]"', 3),
        ("'abc", "String literal must be terminated by a matching quote", 4),
        ("}", 'The symbol "}" cannot be used as a unary operator', 1),
        ("/abc", "No terminating / in regular expression", 4),
        ("1 := 2", "The left side of := must be a variable name (start with $)", 1),
        ("!a", 'Unknown operator: "!"', 0),
        ("a /", "Unexpected end of expression", 3),
        ("1 /* x", "Comment has no closing tag", 6),
        ("/(/", None, None),
    ],
)
def test_what_is_no_expression(expression: str, message: str | None, position: int | None) -> None:
    with pytest.raises(DefinitionProblems) as caught:
        compile_expression(f"{{% {expression} %}}", "Output")
    (problem,) = caught.value.problems
    assert problem.code == INVALID_JSONATA_EXPRESSION
    if message is not None:
        assert (problem.message, problem.position) == (message, position)


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("foo", ["foo"]),
        ("foo.bar[baz=1]", ["foo"]),
        ("a + b + a", ["a", "b"]),
        ("$", ["$"]),
        ("$.x", ["$"]),
        ("$$.x", ["$$"]),
        ("$states.input[$$.x]", ["$$"]),
        ("$sum(foo)", ["foo"]),
        ("{'k': foo}", ["foo"]),
        ("{foo: 1}", ["foo"]),
        ("[foo]", ["foo"]),
        ("(1; foo)", ["foo"]),
        ("true ? foo : bar", ["foo", "bar"]),
        ("$map($list, function($x){ foo })", ["foo"]),
        ("$x := foo", ["foo"]),
        ("-foo", ["foo"]),
        ("foo ~> $sum", ["foo"]),
        ("`a b`", ["a b"]),
        ("$states.input.a.b[c=1].d", []),
        ("$states.input.a.(b & c)", []),
        ("$states.input.{'k': a}", []),
        ("$states.input{a: b}", []),
        ("$states.input^(a)", []),
        ("$states.input[a in b]", []),
        ("$list[$ > 1]", []),
        ("$list.$string()", []),
        ("$states.input ~> |a|{'b': c}|", []),
        ("$states.input.a@$x.b#$i.{'i': $i, 'x': $x.c}", []),
        ("function($x){ $x.a }", []),
    ],
)
def test_names_have_no_input_to_be_looked_up_in(expression: str, names: list[str]) -> None:
    if not names:
        compile_expression(f"{{% {expression} %}}", "Output")
        return
    assert problems(compile_value, {"v": [f"{{% {expression} %}}"]}, "Output") == [
        (UNSUPPORTED_JSONATA_EXPRESSION, f"Reference to '{name}' at the top level is not supported.", "/v[0]")
        for name in names
    ]


def test_all_problems_of_a_field_are_told() -> None:
    assert problems(compile_value, {"a": "{% x %}", "b": ["{% 1 + %}"], "c": "{% 1 %}"}, "Output") == [
        (UNSUPPORTED_JSONATA_EXPRESSION, "Reference to 'x' at the top level is not supported.", "/a"),
        (INVALID_JSONATA_EXPRESSION, "Unexpected end of expression", "/b[0]"),
    ]


def test_what_an_expression_reads() -> None:
    compiled = compile_expression(
        "{% ($x := $a + $states.result.r; $map($b, function($v){ $v + $x + $states.input.i })) %}", ""
    )
    assert compiled.variables >= {"a", "b"}
    assert not compiled.variables & {"x", "v"}
    assert compiled.states == {"result", "input"}


def test_without_the_library_the_extra_is_named() -> None:
    import subprocess

    code = (
        "import sys; sys.modules['jsonata'] = None\n"
        "from fakeaws.services.stepfunctions.language.templates import compile_template\n"
        "from fakeaws.services.stepfunctions.language.jsonata import compile_value\n"
        "compile_template({'a.$': '$.x'}); compile_value({'a': 1}, 'Output')\n"
        "try: compile_value('{% 1 %}', 'Output')\n"
        "except NotImplementedError as error: print(error)\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "pip install 'fakeaws[stepfunctions]'" in told


def test_the_processs_recursion_limit_stays() -> None:
    import subprocess

    code = (
        "import sys; before = sys.getrecursionlimit()\n"
        "from fakeaws.services.stepfunctions.language.jsonata import compile_value\n"
        "compile_value('{% 1 %}', 'Output')\n"
        "assert 'jsonata.jsonata' in sys.modules; print(sys.getrecursionlimit() - before)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "0\n"
