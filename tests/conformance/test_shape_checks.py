"""The checker of answers, tests/support/shapes.py, finds what it is for."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from botocore.model import ServiceModel

from tests.support.shapes import members, misfits, shown

MODEL = ServiceModel(
    {
        "metadata": {"protocol": "json", "serviceId": "x"},
        "operations": {},
        "shapes": {
            "Top": {
                "type": "structure",
                "required": ["Name", "Parts"],
                "members": {
                    "Name": {"shape": "Name"},
                    "Count": {"shape": "Count"},
                    "Ratio": {"shape": "Ratio"},
                    "On": {"shape": "On"},
                    "At": {"shape": "At"},
                    "Raw": {"shape": "Raw"},
                    "State": {"shape": "State"},
                    "Parts": {"shape": "Parts"},
                    "ByState": {"shape": "ByState"},
                    "Inner": {"shape": "Top"},
                },
            },
            "Name": {"type": "string", "min": 2, "max": 4, "pattern": "[a-z]+"},
            "Count": {"type": "integer", "min": 1, "max": 3},
            "Ratio": {"type": "double"},
            "On": {"type": "boolean"},
            "At": {"type": "timestamp"},
            "Raw": {"type": "blob", "max": 2},
            "State": {"type": "string", "enum": ["UP", "DOWN"]},
            "Parts": {"type": "list", "member": {"shape": "Name"}},
            "ByState": {"type": "map", "key": {"shape": "State"}, "value": {"shape": "Top"}},
        },
    }
)
TOP = MODEL.shape_for("Top")
GOOD: dict[str, Any] = {
    "Name": "abc",
    "Count": 2,
    "Ratio": 0.5,
    "On": True,
    "At": datetime(2026, 1, 5, tzinfo=timezone.utc),
    "Raw": b"x",
    "State": "UP",
    "Parts": ["ab"],
    "ByState": {"UP": {"Name": "ab", "Parts": ["cd"]}},
}


def test_nothing_to_say_about_a_good_one() -> None:
    assert misfits(GOOD, TOP) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"Nome": 1}, "Nome: no such member"),
        ({"Name": None}, "Name: None is no string"),
        ({"Name": "a"}, "Name: 'a' is under the minimum, 2"),
        ({"Name": "abcde"}, "Name: 'abcde' is over the maximum, 4"),
        ({"Name": "AB"}, "Name: 'AB' does not match [a-z]+"),
        ({"Count": 4}, "Count: 4 is over the maximum, 3"),
        ({"Count": True}, "Count: True is no integer"),
        ({"Count": "1"}, "Count: '1' is no integer"),
        ({"Ratio": 1}, "Ratio: 1 is no double"),
        ({"On": 1}, "On: 1 is no boolean"),
        ({"At": datetime(2026, 1, 5)}, "At: datetime.datetime(2026, 1, 5, 0, 0) has no time zone"),
        ({"Raw": "x"}, "Raw: 'x' is no blob"),
        ({"Raw": b"xxx"}, "Raw: b'xxx' is over the maximum, 2"),
        ({"State": "up"}, "State: 'up' is none of UP, DOWN"),
        ({"Parts": []}, "Parts: empty, and AWS leaves that out"),
        ({"Parts": ("ab",)}, "Parts: ('ab',) is no list"),
        ({"Parts": ["ab", 1]}, "Parts[1]: 1 is no string"),
        ({"ByState": {"OFF": {"Name": "ab", "Parts": ["cd"]}}}, "ByState, its key: 'OFF' is none of UP, DOWN"),
        ({"ByState": {"UP": {"Parts": ["cd"]}}}, "ByState['UP'].Name: missing"),
    ],
)
def test_what_does_not_fit(changed: dict[str, Any], said: str) -> None:
    assert misfits({**GOOD, **changed}, TOP) == [said]


def test_empty_collections_of_services_that_send_them() -> None:
    without = {name: value for name, value in GOOD.items() if name != "Parts"}
    assert misfits(without, TOP) == []
    assert misfits(without, TOP, empties=True) == ["Parts: missing"]
    assert misfits({**GOOD, "Parts": []}, TOP, empties=True) == []


def test_members_that_there_are_and_that_are_shown() -> None:
    there = list(members(TOP))
    assert {"Name", "Parts", "ByState{UP}", "ByState{DOWN}", "Inner"} <= set(there)
    assert list(shown(GOOD, TOP))[-4:] == ["ByState", "ByState{UP}", "ByState{}.Name", "ByState{}.Parts"]
    assert set(members(TOP)) - set(shown(GOOD, TOP)) == {"ByState{DOWN}", "Inner"}
