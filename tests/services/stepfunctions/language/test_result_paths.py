"""ResultPath: where a result is put."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws.services.stepfunctions.language.errors import SyntaxProblem
from fakeaws.services.stepfunctions.language.paths import compile_result_path

from .support import failure


@pytest.mark.parametrize(
    ("path", "document", "written"),
    [
        ("$", {"a": 1}, "R"),
        ("$", "text", "R"),
        ("$.r", {"a": 1}, {"a": 1, "r": "R"}),
        ("$.a", {"a": 1, "b": 2}, {"a": "R", "b": 2}),
        ("$.a.b.c", {}, {"a": {"b": {"c": "R"}}}),
        ("$.a.b", {"a": {"x": 1}}, {"a": {"x": 1, "b": "R"}}),
        ("$['a b']", {}, {"a b": "R"}),
        ("$.store\\.book", {}, {"store.book": "R"}),
        ("$.a[1].b", {"a": [1, {"x": 1}]}, {"a": [1, {"x": 1, "b": "R"}]}),
        ("$.a[0]", {"a": [1, 2]}, {"a": ["R", 2]}),
        ("$[0]", [1], ["R"]),
    ],
)
def test_the_result_is_put_at_the_path(path: str, document: Any, written: Any) -> None:
    import copy

    before = copy.deepcopy(document)
    assert compile_result_path(path).write(document, "R") == written
    assert document == before


def test_an_overwritten_member_keeps_its_place_and_a_new_one_comes_last() -> None:
    path = compile_result_path("$.a")
    assert list(path.write({"a": 1, "b": 2}, 0)) == ["a", "b"]
    assert list(path.write({"b": 2}, 0)) == ["b", "a"]


@pytest.mark.parametrize(
    ("path", "document", "text"),
    [
        ("$.r", "text", '"text"'),
        ("$.r", [1], "[1]"),
        ("$.r", None, "null"),
        ("$.a.b", {"a": 1}, '{"a":1}'),
        ("$.a.b", {"a": None}, '{"a":null}'),
        ("$.a[1]", {"a": [1]}, '{"a":[1]}'),
        ("$.a[0]", {}, "{}"),
        ("$.a[0]", {"a": {"0": 1}}, '{"a":{"0":1}}'),
    ],
)
def test_what_has_no_such_place_is_a_mismatch(path: str, document: Any, text: str) -> None:
    error = failure(compile_result_path(path).write, document, "R")
    assert error.name == "States.ResultPathMatchFailure"
    assert error.cause == f"Unable to apply ReferencePath {path} to input {text}"


@pytest.mark.parametrize(
    "path", ["$.a[*]", "$..a", "$.a[1:]", "$.a[?(@.x)]", "$$.a", "$v", "a", "$.a[0,1]", "States.UUID()"]
)
def test_a_result_path_is_a_reference_path_into_the_input(path: str) -> None:
    with pytest.raises(SyntaxProblem):
        compile_result_path(path)
