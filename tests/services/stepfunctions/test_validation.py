from __future__ import annotations

import json
from typing import Any

from .support import ARN, DONE, create


def validated(sfn: Any, definition: Any, **more: Any) -> dict[str, Any]:
    text = definition if isinstance(definition, str) else json.dumps(definition)
    answer: dict[str, Any] = sfn.validate_state_machine_definition(definition=text, **more)
    del answer["ResponseMetadata"]
    return answer


def _passes(count: int) -> dict[str, Any]:
    """So many states, each with a target that is not there."""
    return {
        "StartAt": "S0",
        "States": {f"S{number}": {"Type": "Pass", "Next": f"T{number}"} for number in range(count)},
    }


def test_a_good_one(sfn: Any) -> None:
    assert validated(sfn, DONE) == {"result": "OK", "diagnostics": [], "truncated": False}


def test_no_json(sfn: Any) -> None:
    at = '[Source: (String)"not JSON"; line: 1, column: 4]'
    assert validated(sfn, "not JSON") == {
        "result": "FAIL",
        "diagnostics": [
            {
                "severity": "ERROR",
                "code": "INVALID_JSON_DESCRIPTION",
                "message": "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', "
                f"'true' or 'false')\n at {at}",
                "location": at,
            }
        ],
        "truncated": False,
    }


def test_one_without_a_location(sfn: Any) -> None:
    found = validated(sfn, {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A"}}})
    [diagnostic] = found["diagnostics"]
    assert diagnostic == {
        "severity": "ERROR",
        "code": "MISSING_END_STATE",
        "message": "Workflow has no terminal state",
    }


def test_the_type_counts(sfn: Any) -> None:
    definition = {"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": f"{ARN}activity:a", "End": True}}}
    assert validated(sfn, definition)["result"] == "OK"
    found = validated(sfn, definition, type="EXPRESS")
    assert found["result"] == "FAIL"
    assert [each["location"] for each in found["diagnostics"]] == ["/States/T/Resource"]


def test_warnings_only_if_wanted(sfn: Any) -> None:
    doubtful = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Parameters": {"a": "$.b"}, "End": True}}}
    assert validated(sfn, doubtful) == {"result": "OK", "diagnostics": [], "truncated": False}
    found = validated(sfn, doubtful, severity="WARNING")
    assert found["result"] == "OK"
    assert [each["severity"] for each in found["diagnostics"]] == ["WARNING"]


def test_how_many_are_told(sfn: Any) -> None:
    many = _passes(120)
    everything = validated(sfn, many)
    assert (len(everything["diagnostics"]), everything["truncated"]) == (100, True)
    assert validated(sfn, many, maxResults=0) == everything
    few = validated(sfn, many, maxResults=3)
    assert (few["diagnostics"], few["truncated"]) == (everything["diagnostics"][:3], True)
    assert not validated(sfn, _passes(3), maxResults=100)["truncated"]


def test_nothing_is_created(sfn: Any) -> None:
    validated(sfn, DONE)
    assert sfn.list_state_machines()["stateMachines"] == []
    assert create(sfn, DONE)
