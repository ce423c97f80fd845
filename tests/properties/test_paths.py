"""Paths: what the engine selects, against an evaluator that looks at every place of a document; ResultPath's laws."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fakeaws.services.stepfunctions.language.java_maps import hash_map_order
from fakeaws.services.stepfunctions.language.json_text import json_equal, write_json
from fakeaws.services.stepfunctions.language.paths import PathMiss, compile_path, compile_result_path
from fakeaws.services.stepfunctions.language.scope import Scope
from fakeaws.services.stepfunctions.language.templates import compile_template

from .scale import scaled

NAMES = st.sampled_from(["a", "b", "c", "d e", "f-g", "é"])
SCALARS = st.sampled_from([None, True, False, 0, 1, -3, 1.5, "", "a", "text"])
DOCUMENTS = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=4)),
    max_leaves=14,
)
SMALL = st.sampled_from([-3, -2, -1, 0, 1, 2, 3])
ENDS = st.sampled_from([None, 0, 1, 2, 3])
STEPS = st.one_of(
    st.tuples(st.just("name"), NAMES),
    st.tuples(st.just("index"), SMALL),
    st.just(("any",)),
    st.tuples(st.just("slice"), ENDS, ENDS).filter(lambda step: step[1:] != (None, None)),
    st.tuples(st.just("union"), st.sampled_from([(0, 1), (0, 2), (1, 2)])),
)
#: At most one step comes after "..": with more of them a place is found more than once.
PATHS = st.tuples(st.lists(STEPS, max_size=3), st.booleans(), st.lists(STEPS, min_size=1, max_size=2))
STYLES = st.sampled_from(range(64))


def text(steps: list[Any], descends_before: int | None, style: int) -> str:
    """The path in one of the spellings it has."""
    parts = ["$"]
    for at, step in enumerate(steps):
        dots = ".." if at == descends_before else ""
        bare = style >> at & 1
        if step[0] == "name":
            if bare and " " not in step[1]:
                parts.append(f"{dots or '.'}{step[1]}")
            else:
                parts.append(f"{dots}['{step[1]}']" if style & 32 else f'{dots}["{step[1]}"]')
        elif step[0] == "any":
            parts.append(f"{dots or '.'}*" if bare else f"{dots}[*]")
        elif step[0] == "index":
            parts.append(f"{dots}[{step[1]}]")
        elif step[0] == "union":
            parts.append(f"{dots}[{','.join(map(str, step[1]))}]")
        else:
            parts.append(f"{dots}[{'' if step[1] is None else step[1]}:{'' if step[2] is None else step[2]}]")
    return "".join(parts)


def places(value: Any, keys: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every place: keys on the way, each with the size of the array it is in, and the value."""
    yield keys, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, (*keys, (key, None)))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from places(item, (*keys, (at, len(value))))


def fits(step: Any, key: Any, size: int | None) -> bool:
    if step[0] == "any":
        return True
    if step[0] == "name":
        return size is None and key == step[1]
    if size is None:
        return False
    if step[0] == "index":
        return key == (step[1] if step[1] >= 0 else size + step[1])
    if step[0] == "union":
        return key in step[1]
    return (step[1] is None or key >= step[1]) and (step[2] is None or key < step[2])


def expected(document: Any, steps: list[Any], descends_before: int | None) -> list[Any]:
    found = []
    for keys, value in places(document):
        if descends_before is None:
            if len(keys) != len(steps):
                continue
            pairs = list(zip(steps, keys))
        else:
            after = len(steps) - descends_before
            if len(keys) < len(steps):
                continue
            pairs = list(zip(steps[:descends_before], keys)) + list(zip(steps[descends_before:], keys[-after:]))
        if all(fits(step, key, size) for step, (key, size) in pairs):
            found.append(value)
    return found


def read(path: str, document: Any) -> Any:
    return compile_path(path).read(Scope(document, randomness=random.Random(0)))


@scaled(250)
@given(DOCUMENTS, PATHS, STYLES)
def test_paths_select_what_looking_everywhere_finds(document: Any, path: Any, style: int) -> None:
    first, descends, second = path
    steps = [*first, *second]
    at = len(first) if descends else None
    found = expected(document, steps, at)
    written = text(steps, at, style)
    if at is None and all(step[0] in ("name", "index") for step in steps):
        assert compile_path(written).definite
        try:
            value = read(written, document)
        except PathMiss:
            assert not found
        else:
            assert [json.dumps(value)] == [json.dumps(one) for one in found]
        return
    selected = [json.dumps(value) for value in read(written, document)]
    if at is None:
        assert selected == [json.dumps(value) for value in found]
    else:
        assert sorted(selected) == sorted(json.dumps(value) for value in found)


OPERATORS = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
NUMBERS = st.sampled_from([-1, 0, 1, 2.5])
ROWS = st.lists(st.dictionaries(st.sampled_from(["x", "y"]), NUMBERS), max_size=4)
TESTS = st.tuples(st.sampled_from(["x", "y"]), st.sampled_from(sorted(OPERATORS)), NUMBERS)


@scaled(120)
@given(ROWS, TESTS, TESTS, st.sampled_from(["&&", "||"]), st.booleans())
def test_filters_keep_what_their_condition_holds_for(
    rows: list[dict[str, Any]], one: Any, other: Any, junction: str, inverted: bool
) -> None:
    def holds(row: dict[str, Any], test: Any) -> bool:
        name, operator, number = test
        if name not in row:
            return bool(operator == "!=")
        return bool(OPERATORS[operator](row[name], number))

    def written(test: Any) -> str:
        return f"@.{test[0]} {test[1]} {test[2]}"

    second = f"!({written(other)})" if inverted else written(other)
    kept = []
    for row in rows:
        sides = holds(row, one), holds(row, other) != inverted
        if all(sides) if junction == "&&" else any(sides):
            kept.append(row)
    assert read(f"$.rows[?({written(one)} {junction} {second})]", {"rows": rows}) == kept


@scaled(160)
@given(
    DOCUMENTS,
    st.lists(st.one_of(st.tuples(st.just("name"), NAMES), st.tuples(st.just("index"), SMALL)), max_size=3),
    STYLES,
    SCALARS,
)
def test_what_is_put_at_a_path_is_read_there_and_nothing_else_changes(
    document: Any, steps: list[Any], style: int, value: Any
) -> None:
    from fakeaws.services.stepfunctions.language.errors import StateError

    before = copy.deepcopy(document)
    path = text(steps, None, style)
    try:
        after = compile_result_path(path).write(document, value)
    except StateError as error:
        assert error.name == "States.ResultPathMatchFailure"
        assert steps
        after = None
    else:
        assert json_equal(read(path, after), value)
        there = {keys: json.dumps(item) for keys, item in places(after)}
        target = [step[1] for step in steps]
        for keys, item in places(document):
            if not isinstance(item, (dict, list)) and len(keys) < len(target) + 1 and not _along(keys, target):
                assert there[keys] == json.dumps(item)
    assert json.dumps(document) == json.dumps(before)


def _along(keys: tuple[Any, ...], target: list[Any]) -> bool:
    """Whether a place is on the way to the path's, or inside it."""
    return all(key == (step if size is None or step >= 0 else size + step) for (key, size), step in zip(keys, target))


WORDS = st.lists(st.sampled_from("abcdeABCDEéß0123456789"), min_size=0, max_size=4).map("".join)


class JavaHashMap:
    """A table of lists that doubles when three quarters full, each list split in its order."""

    def __init__(self) -> None:
        self.table: list[list[str]] = [[] for _ in range(16)]
        self.size = 0

    @staticmethod
    def spread(name: str) -> int:
        code = 0
        for character in name:
            code = (code * 31 + ord(character)) % 2**32
        return code ^ (code >> 16)

    def put(self, name: str) -> None:
        self.table[self.spread(name) % len(self.table)].append(name)
        self.size += 1
        if self.size > len(self.table) * 0.75:
            old, self.table = self.table, [[] for _ in range(len(self.table) * 2)]
            for bucket in old:
                for one in bucket:
                    self.table[self.spread(one) % len(self.table)].append(one)

    def names(self) -> list[str]:
        return [name for bucket in self.table for name in bucket]


@scaled(80)
@given(st.lists(WORDS, unique=True, max_size=40))
def test_dynamic_names_come_as_a_java_hash_map_has_them(names: list[str]) -> None:
    table = JavaHashMap()
    for name in names:
        table.put(name)
    assert hash_map_order(names) == table.names()
    template = compile_template({f"{name}.$": "$" for name in names})
    assert list(template.build(Scope(1, randomness=random.Random(0)))) == table.names()


TEMPLATES = st.recursive(
    st.one_of(SCALARS, st.just(("dynamic",))),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=4)),
    max_leaves=10,
)


@scaled(80)
@given(TEMPLATES, SCALARS)
def test_templates_put_values_where_their_fields_are(shape: Any, value: Any) -> None:
    def template(one: Any) -> Any:
        if isinstance(one, dict):
            return {f"{name}.$" if item == ("dynamic",) else name: template(item) for name, item in one.items()}
        if isinstance(one, list):
            return [template(item) for item in one]
        return "$.v" if one == ("dynamic",) else one

    def payload(one: Any, in_object: bool = False) -> Any:
        if isinstance(one, dict):
            return {name: payload(item, True) for name, item in one.items()}
        if isinstance(one, list):
            return [payload(item) for item in one]
        if one == ("dynamic",):
            return value if in_object else "$.v"
        return one

    given_template = template(shape)
    before = write_json(given_template)
    built = compile_template(given_template).build(Scope({"v": value}, randomness=random.Random(0)))
    assert json_equal(built, payload(shape))
    assert write_json(given_template) == before
