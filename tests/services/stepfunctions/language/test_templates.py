"""Payload templates."""

from __future__ import annotations

import copy

import pytest

from fakeaws.services.stepfunctions.language.errors import SCHEMA_VALIDATION_FAILED
from fakeaws.services.stepfunctions.language.java_maps import hash_map_order
from fakeaws.services.stepfunctions.language.json_text import read_json, write_json
from fakeaws.services.stepfunctions.language.templates import compile_dynamic, compile_template, read_field

from .support import built, failure, problems, scope


@pytest.mark.parametrize(
    ("template", "document", "payload"),
    [
        ("{}", "{}", "{}"),
        ('{"a":1,"b":[1,"$.x"],"c":{"d":null}}', "{}", '{"a":1,"b":[1,"$.x"],"c":{"d":null}}'),
        ('{"a.$":"$.x"}', '{"x":{"y":0.0}}', '{"a":{"y":0.0}}'),
        ('{"a.$":"$"}', '[1,"2"]', '{"a":[1,"2"]}'),
        ('{"a":{"b":{"c.$":"$.x"}}}', '{"x":1}', '{"a":{"b":{"c":1}}}'),
        ('{"a":[{"b.$":"$.x"},"$.x",[{"c.$":"$.x"}],2]}', '{"x":1}', '{"a":[{"b":1},"$.x",[{"c":1}],2]}'),
        ('[{"b.$":"$.x"}]', '{"x":1}', '[{"b":1}]'),
        ('{"a.$":"$$.Execution.Id"}', "{}", '{"a":"arn:e"}'),
        ('{"a.$":"$$.Map.Item.Value.k","i.$":"$$.Map.Item.Index"}', "{}", '{"a":"v","i":2}'),
        ('{"a.$":"$v.w[0]"}', "{}", '{"a":7}'),
        ('{"a.$":"States.Format(\'Hi {}\', $.x)"}', '{"x":"you"}', '{"a":"Hi you"}'),
        ('{"Comment":"plain","a.$":"$.x"}', '{"x":1}', '{"Comment":"plain","a":1}'),
        ('{"a.$":"$.x"}', '{"x":null}', '{"a":null}'),
        ('{"a.$":"$.items[10]"}', '{"items":[0,1,2,3,4,5,6,7,8,9,10]}', '{"a":10}'),
        ('{"a.$":"$.items[5]"}', '{"items":[1]}', '{"a":null}'),
        ('{"a.$":"$.items[*]"}', "{}", '{"a":[]}'),
        ('{"a.$":"$.items[1:]"}', "{}", '{"a":[]}'),
        ('{"a.$":"$.items[:1]"}', "{}", '{"a":[]}'),
        ('{"a.$":"$[*]"}', "{}", '{"a":[]}'),
        ('{"a.$":"$.item.items[1:5].v"}', "{}", '{"a":[]}'),
        ('{"a.$":"$.users[?(@.year < 1998)]"}', '{"users":[{"year":1997},{"year":1998}]}', '{"a":[{"year":1997}]}'),
        ('{"newOU.$":"$.[?(@.OU > 0)]"}', '{"OU":1}', '{"newOU":[{"OU":1}]}'),
    ],
)
def test_what_a_template_builds(template: str, document: str, payload: str) -> None:
    assert built(template, document, variables={"v": {"w": [7]}}) == payload


def test_literal_fields_come_first_then_dynamic_ones_as_a_hash_map_has_them() -> None:
    template = '{"zeta.$":"$.x","lit":1,"FunctionName.$":"$.x","Payload":{"b":1},"a.$":"$.x"}'
    assert built(template, '{"x":0}') == '{"lit":1,"Payload":{"b":1},"zeta":0,"FunctionName":0,"a":0}'


def test_the_order_of_a_hash_map() -> None:
    # recorded: a CSV row with these headers
    assert hash_map_order(["0", "True", "{}"]) == ["0", "{}", "True"]
    assert hash_map_order(["H1", ""]) == ["", "H1"]
    # one bucket: the order they came in ("Aa" and "BB" have one hash code)
    assert hash_map_order(["BB", "Aa"]) == ["BB", "Aa"]
    assert hash_map_order(["Aa", "BB"]) == ["Aa", "BB"]
    # "q" (113) is in bucket 1 of 16 and 17 of 32, "b" (98) in bucket 2 of both
    assert hash_map_order(["b", "q"]) == ["q", "b"]
    names = ["b", "q", *"cdefghijklm"]
    assert hash_map_order(names).index("b") < hash_map_order(names).index("q")


@pytest.mark.parametrize(
    ("template", "document", "cause"),
    [
        (
            '{"k.$":"$.x"}',
            '{"a": 1, "b": "é"}',
            "The JSONPath '$.x' specified for the field 'k.$' could not be found in the input '{\"a\":1,\"b\":\"é\"}'",
        ),
        (
            '{"deep":[{"k.$":"$.a.b"}]}',
            '{"a":1}',
            "The JSONPath '$.a.b' specified for the field 'k.$' could not be found in the input '{\"a\":1}'",
        ),
        (
            '{"k.$":"$$.Task.Token"}',
            "{}",
            "The JSONPath '$$.Task.Token' specified for the field 'k.$' could not be found in the input '{}'",
        ),
        (
            '{"k.$":"$nope"}',
            "{}",
            "The JSONPath '$nope' specified for the field 'k.$' could not be found in the input '{}'",
        ),
        (
            '{"k.$":"States.StringToJson(States.Format(\'{}\', $.x))"}',
            '{"y":0.0}',
            "The function 'States.StringToJson(States.Format('{}', $.x))' had the following error: The JsonPath argument "
            "for the field '$.x' could not be found in the input '{\"y\":0.0}'",
        ),
        (
            '{"k.$":"States.Array($.items[5])"}',
            '{"items":[]}',
            "The function 'States.Array($.items[5])' had the following error: The JsonPath argument for the field "
            "'$.items[5]' could not be found in the input '{\"items\":[]}'",
        ),
    ],
)
def test_what_is_missing_ends_the_execution(template: str, document: str, cause: str) -> None:
    error = failure(compile_template(read_json(template)).build, scope(document))
    assert (error.name, error.cause, error.catchable) == ("States.Runtime", cause, False)


@pytest.mark.parametrize("field", ["ErrorPath", "CausePath"])
def test_the_paths_of_a_fail_state(field: str) -> None:
    assert read_field(compile_dynamic("States.Format('E{}', $.n)"), field, scope({"n": 1})) == "E1"
    assert read_field(compile_dynamic("$$.State.Name"), field, scope()) == "S"
    error = failure(read_field, compile_dynamic("$.x"), field, scope({}))
    assert error.cause == f"The JSONPath '$.x' specified for the field '{field}' could not be found in the input '{{}}'"


INVALID = "The value for the field '{}' must be a valid JSONPath or a valid intrinsic function call"


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('{"x.$":"text"}', [(INVALID.format("x.$"), "")]),
        ('{"x.$":1}', [(INVALID.format("x.$"), "")]),
        ('{"x.$":{"y":1}}', [(INVALID.format("x.$"), "")]),
        ('{"x.$":""}', [(INVALID.format("x.$"), "")]),
        ('{"x.$":"$.a["}', [(INVALID.format("x.$"), "")]),
        ('{"x.$":"States.Nope()"}', [(INVALID.format("x.$"), "")]),
        ('{"x.$":"States.Format(\'a \\\\\\" b\')"}', [(INVALID.format("x.$"), "")]),
        ('{"a":{"b":[{"x.$":"no"}]},"y.$":"no"}', [(INVALID.format("x.$"), "/a/b[0]"), (INVALID.format("y.$"), "")]),
        ('{"x":1,"x.$":"$.a"}', [("The field 'x' is given twice, by 'x' and 'x.$'", "")]),
    ],
)
def test_what_a_template_must_not_have(template: str, found: list[tuple[str, str]]) -> None:
    assert problems(compile_template, read_json(template)) == [
        (SCHEMA_VALIDATION_FAILED, message, location) for message, location in found
    ]


def test_building_changes_neither_template_nor_input() -> None:
    template = compile_template({"a": {"b": []}, "c": {"d.$": "$.x"}, "x.$": "$.x"})
    document = {"x": {"y": [1]}}
    first = template.build(scope(document))
    first["new"] = 1
    assert template.build(scope(document)) == {"a": {"b": []}, "c": {"d": {"y": [1]}}, "x": {"y": [1]}}
    assert copy.deepcopy(template) is template
    assert write_json(document) == '{"x":{"y":[1]}}'
