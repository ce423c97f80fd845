"""JSONPath: what paths select, and what they say when they lead nowhere."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from fakeaws.services.stepfunctions.language.errors import SyntaxProblem
from fakeaws.services.stepfunctions.language.json_text import read_json, write_json
from fakeaws.services.stepfunctions.language.paths import PathMiss, compile_path, compile_reference_path

from .support import failure, scope

STORE: dict[str, Any] = {
    "store": {
        "book": [
            {"category": "reference", "author": "Rees", "title": "Sayings", "price": 8.95},
            {"category": "fiction", "author": "Waugh", "title": "Sword", "price": 12.99, "isbn": None},
            {"category": "fiction", "author": "Melville", "title": "Moby Dick", "isbn": "0-553", "price": 8},
        ],
        "bicycle": {"color": "red", "price": 19.95},
    },
    "detail-type": "d",
    "é": 1,
    "a b": 2,
    'Test""Name"': 3,
    "nothing": None,
    "list": [0, 1, 2, 3, 4],
    "agent": "Waugh",
    "dotted.name": 4,
}


@pytest.mark.parametrize(
    ("path", "selected"),
    [
        ("$", STORE),
        ("$.store.bicycle.color", "red"),
        ("$['store']['bicycle']['color']", "red"),
        ('$["store"].bicycle["color"]', "red"),
        ("$['a b']", 2),
        ("$.detail-type", "d"),
        ("$.é", 1),
        ('$[\'Test\\""Name\\"\']', 3),
        ("$.nothing", None),
        ("$.list[0]", 0),
        ("$.list[-1]", 4),
        ("$.list[1:3]", [1, 2]),
        ("$.list[:1]", [0]),
        ("$.list[1:]", [1, 2, 3, 4]),
        ("$.list[-2:]", [3, 4]),
        ("$.list[:-2]", [0, 1, 2]),
        ("$.list[-3:-1]", [2, 3]),
        ("$.list[-1:1]", [4, 0]),
        ("$.list[-9:-3]", [0, 1]),
        ("$.list[-5:1]", [0, 1, 2, 3, 4, 0]),
        ("$.list[3:1]", []),
        ("$.list[0,2]", [0, 2]),
        ("$.list[ 0 , 9 ]", [0]),
        ("$.list[*]", [0, 1, 2, 3, 4]),
        ("$.list.*", [0, 1, 2, 3, 4]),
        ("$.store.bicycle[*]", ["red", 19.95]),
        ("$.store.book[*].price", [8.95, 12.99, 8]),
        ("$.store.book[0:2].price", [8.95, 12.99]),
        ("$..price", [8.95, 12.99, 8, 19.95]),
        ("$..book[0].title", ["Sayings"]),
        ("$..['price']", [8.95, 12.99, 8, 19.95]),
        ("$.store..color", ["red"]),
        ("$..isbn", [None, "0-553"]),
        ("$.store.bicycle['color','price']", {"color": "red", "price": 19.95}),
        ("$.store.bicycle['color','none']", {"color": "red"}),
        ("$.store['bicycle','book'].color", ["red"]),
        ("$.store.book[?(@.price < 10)].title", ["Sayings", "Moby Dick"]),
        ("$.store.book[?(@.price <= 8)].title", ["Moby Dick"]),
        ("$.store.book[?(@.price > 8.95)].title", ["Sword"]),
        ("$.store.book[?(@.price >= 8.95)].title", ["Sayings", "Sword"]),
        ("$.store.book[?(@.author == 'Rees')].title", ["Sayings"]),
        ('$.store.book[?(@.author == "Rees")].title', ["Sayings"]),
        ("$.store.book[?('Rees' == @.author)].title", ["Sayings"]),
        ("$.store.book[?(@['author'] != 'Rees')].title", ["Sword", "Moby Dick"]),
        ("$.store.book[?(@.isbn)].title", ["Sword", "Moby Dick"]),
        ("$.store.book[?(!@.isbn)].title", ["Sayings"]),
        ("$.store.book[?(@.isbn == null)].title", ["Sword"]),
        ("$.store.book[?(@.category == 'fiction' && @.price < 10)].title", ["Moby Dick"]),
        ("$.store.book[?(@.price > 12 || @.price < 8.5)].title", ["Sword", "Moby Dick"]),
        ("$.store.book[?((@.price > 12 || @.price < 8.5) && !(@.author == 'Waugh'))].title", ["Moby Dick"]),
        ("$.store.book[?(@.author in ['Rees', 'Waugh'])].title", ["Sayings", "Sword"]),
        ("$.store.book[?(@.author nin ['Rees', 'Waugh'])].title", ["Moby Dick"]),
        ("$.store.book[?(@.author =~ /wau.*/i)].title", ["Sword"]),
        ("$.store.book[?(@.author =~ /wau/i)].title", []),
        ("$.store.book[?(@.author == $.agent)].title", ["Sword"]),
        ("$.store.book[?(@.price == '8')].title", ["Moby Dick"]),
        ("$.store.book[?(@.none != 1)].title", ["Sayings", "Sword", "Moby Dick"]),
        ("$.store.book[?(@.none < 1)].title", []),
        ("$.store.book[?(@.category < 'g')].title", ["Sword", "Moby Dick"]),
        ("$.list[?(@ > 2)]", [3, 4]),
        ("$.list[?(@ == true)]", []),
        ("$.store.bicycle[?(@.color == 'red')].price", [19.95]),
        ("$..[?(@.isbn)].author", ["Waugh", "Melville"]),
        ("$.store.[?(@.bicycle)].bicycle.color", ["red"]),
        ("$.none[*]", []),
        ("$.none[1:]", []),
        ("$.none.items[1:5].v", []),
        ("$.store.book[?(@.price > 99)]", []),
        ("$.nothing[*]", []),
        ("$.agent[*]", []),
        ("$..none", []),
        ("$.dotted\\.name", 4),
        ("$$", {"Execution": {"Id": "arn:e"}}),
        ("$$.Execution.Id", "arn:e"),
        ("$$['Execution']['Id']", "arn:e"),
        ("$$.Execution[*]", ["arn:e"]),
        ("$v", {"a": [5, 6]}),
        ("$v.a[1]", 6),
        ("$v['a']", [5, 6]),
        ("$v.a[*]", [5, 6]),
        ("$größe", "L"),
    ],
)
def test_what_a_path_selects(path: str, selected: Any) -> None:
    seen = scope(STORE, context={"Execution": {"Id": "arn:e"}}, variables={"v": {"a": [5, 6]}, "größe": "L"})
    assert compile_path(path).read(seen) == selected


def test_an_array_of_objects_may_be_the_whole_input() -> None:
    seen = scope([{"v": 1}, {"v": 2}])
    assert compile_path("$[1].v").read(seen) == 2
    assert compile_path("$[*].v").read(seen) == [1, 2]
    assert compile_path("$.[?(@.v > 1)]").read(seen) == [{"v": 2}]


@pytest.mark.parametrize(
    ("path", "document", "detail"),
    [
        ("$.X", "{}", "No results for path: $['X']"),
        ("$.no.such.path", "{}", "Missing property in path $['no']"),
        ("$.no.such.path", '{"no":{}}', "Missing property in path $['no']['such']"),
        ("$.no.such.path", '{"no":{"such":{}}}', "No results for path: $['no']['such']['path']"),
        ("$.a[5]", '{"a":[1]}', "No results for path: $['a'][5]"),
        ("$.a[-2]", '{"a":[1]}', "No results for path: $['a'][-2]"),
        ("$.a[0].b", '{"a":[{}]}', "No results for path: $['a'][0]['b']"),
        ("$.a[0]", '{"a":null}', "The path $['a'] is null"),
        ("$.a[0]", '{"a":"text"}', "Filter: [0] can only be applied to arrays. Current context is: text"),
        ("$.list.length()", '{"list":{}}', "No results for path: $['list']['length()']"),
        (
            "$.a.b",
            '{"a":"x"}',
            "Expected to find an object with property ['b'] in path $['a'] but found 'java.lang.String'. This is not a "
            "json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'.",
        ),
        ("$v.a", "{}", "No results for path: $['a']"),
        ("$none.a", "{}", "No results for path: $['none']"),
        ("$$.Task.Token", "{}", "Missing property in path $['Task']"),
    ],
)
def test_what_a_path_says_that_leads_nowhere(path: str, document: str, detail: str) -> None:
    error = failure(compile_path(path).read, scope(document, variables={"v": {}}, context={}))
    assert isinstance(error, PathMiss)
    assert error.name == "States.Runtime"
    assert error.cause == f"Invalid path '{path}' : {detail}"
    assert not error.catchable


def test_a_text_is_no_array_of_characters() -> None:
    assert failure(compile_path("$.a[0].b").read, scope({"a": "xyz"})).cause.startswith("Invalid path")
    assert failure(compile_path("$.a.b").read, scope({"a": [1]})).cause.startswith("Invalid path")


@pytest.mark.parametrize(
    ("path", "definite", "reference"),
    [
        ("$", True, True),
        ("$.a.b[0]['c d']", True, True),
        ("$$.a", True, True),
        ("$v.a[0]", True, True),
        ("$['a','b']", True, False),
        ("$.a[*]", False, False),
        ("$..a", False, False),
        ("$.a[0,1]", False, False),
        ("$.a[1:]", False, False),
        ("$.a[?(@.b)]", False, False),
        ("$.*", False, False),
    ],
)
def test_definite_paths_and_reference_paths(path: str, definite: bool, reference: bool) -> None:
    compiled = compile_path(path)
    assert (compiled.definite, compiled.reference) == (definite, reference)
    if reference:
        assert compile_reference_path(path).text == path
    else:
        with pytest.raises(SyntaxProblem):
            compile_reference_path(path)


@pytest.mark.parametrize(
    ("path", "position"),
    [
        ("", 0),
        ("a.b", 0),
        ("$.", 2),
        ("$.a.", 4),
        ("$..", 3),
        ("$...a", 3),
        ("$.a[", 4),
        ("$.a[]", 4),
        ("$.a[x]", 4),
        ("$.a[0", 5),
        ("$.a['b", 4),
        ("$.a['b']x", 8),
        ("$.a b", 3),
        ("$.a[:]", 5),
        ("$.a[1:2:3]", 7),
        ("$.a[?(@.b ==)]", 12),
        ("$.a[?(@.b == 'c)]", 13),
        ("$.a[?('x')]", 9),
        ("$.a[?(@.b =~ 'x')]", 16),
        ("$.a[?(@.b =~ /(/)]", 13),
        ("$.a[?(@.b)", 10),
        ("$states.input", 1),
        ("$ a", 1),
        ("$1", 1),
    ],
)
def test_what_is_no_path(path: str, position: int) -> None:
    with pytest.raises(SyntaxProblem) as caught:
        compile_path(path)
    assert caught.value.position == position


def test_numbers_keep_their_text_through_paths() -> None:
    assert write_json(compile_path("$.a[*]").read(scope(read_json('{"a":[0.0,1.10,-0]}')))) == "[0.0,1.10,0]"


def test_copies_of_worlds_share_compiled_paths() -> None:
    path = compile_path("$.a[?(@.b == 1)]")
    assert copy.deepcopy([path])[0] is path
