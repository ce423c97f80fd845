"""Whatever is done to a valid definition: the parser gives a machine or says what is wrong."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakeaws.services.stepfunctions.language.definition import (
    ERROR,
    invalid_definition,
    parse_definition,
    variable_references,
)

from .support import END, TASK, distributed, jsonata, machine

FILES = sorted((Path(__file__).parents[1] / "workflows").glob("*.asl.json"))
VALID: list[Any] = [json.loads(re.sub(r"\$\{\w+\}", "x", path.read_text())) for path in FILES]
VALID += [
    machine({**TASK, "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}], "TimeoutSecondsPath": "$.a"}),
    machine(
        distributed(
            ItemReader={
                "Resource": "arn:aws:states:::s3:getObject",
                "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"},
            },
            ItemBatcher={"MaxItemsPerBatch": 2},
            ResultWriter={"WriterConfig": {"OutputType": "JSON"}},
            Label="l",
            ToleratedFailurePercentage=1.5,
        )
    ),
    jsonata({"Type": "Choice", "Choices": [{"Condition": "{% $states.input.a %}", "Next": "Y"}], "Default": "Y"}, END),
]

FIELDS = sorted(set(re.findall(r'"(\w+)":', json.dumps(VALID))))
LEAVES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=10**300, max_value=10**400),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=6),
    st.sampled_from(
        ["$", "$.a[", "$$.x", "$v", "States.Array($.a, 'b')", "{% $a.b %}", "{% ( %}", "{% $states.result %}"]
    ),
    st.sampled_from(["JSONata", "JSONPath", "DISTRIBUTED", "Map", "Choice", "States.ALL", "X", "Y"]),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=2),
    max_leaves=4,
)


def _places(value: Any, found: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Every container with each of its keys."""
    if isinstance(value, dict):
        for key, item in value.items():
            found.append((value, key))
            _places(item, found)
    elif isinstance(value, list):
        for at, item in enumerate(value):
            found.append((value, at))
            _places(item, found)
    return found


@given(data=st.data())
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_changed_definitions_never_crash(data: st.DataObject) -> None:
    definition = copy.deepcopy(data.draw(st.sampled_from(VALID)))
    for _ in range(data.draw(st.integers(1, 3))):
        places = _places(definition, [])
        if not places:
            break
        container, key = data.draw(st.sampled_from(places))
        change = data.draw(st.sampled_from(["remove", "replace", "add"]))
        if change == "remove":
            del container[key]
        elif change == "replace" or not isinstance(container, dict):
            container[key] = data.draw(VALUES)
        else:
            container[data.draw(st.sampled_from(FIELDS))] = data.draw(VALUES)
    _check(json.dumps(definition), data.draw(st.sampled_from(["STANDARD", "EXPRESS"])))


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_cut_and_spoilt_texts_never_crash(data: st.DataObject) -> None:
    text = json.dumps(data.draw(st.sampled_from(VALID[-3:])))
    at = data.draw(st.integers(0, len(text)))
    _check(text[:at] + data.draw(st.text(max_size=3)) + text[data.draw(st.integers(at, len(text))) :], "STANDARD")


def _check(text: str, machine_type: str) -> None:
    parsed = parse_definition(text, machine_type)
    errors = [one for one in parsed.diagnostics if one.severity == ERROR]
    assert (parsed.machine is None) == bool(errors)
    if parsed.machine is None:
        assert invalid_definition(parsed.diagnostics).endswith("'")
    else:
        variable_references(parsed.machine)
