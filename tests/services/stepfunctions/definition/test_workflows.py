"""The definitions that AWS publishes are accepted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fakeaws.services.stepfunctions.language.definition import parse_definition, variable_references
from fakeaws.services.stepfunctions.language.definition.states import StateMachine

FILES = sorted((Path(__file__).parents[1] / "workflows").glob("*.asl.json"))

#: What is not accepted, with the reason: nothing.
REFUSED: dict[str, str] = {}


def _filled(text: str) -> str:
    """What CloudFormation puts in place of ``${…}``: the partition, else an ARN."""
    arn = "arn:aws:lambda:us-east-1:123456789012:function:"
    return re.sub(r"\$\{(\w+)\}", lambda found: "aws" if found[1] == "Partition" else arn + found[1], text)


def _machine(name: str) -> StateMachine:
    path = next(path for path in FILES if path.name == name)
    machine = parse_definition(_filled(path.read_text())).machine
    assert machine is not None
    return machine


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_published_definitions_have_no_diagnostics(path: Path) -> None:
    parsed = parse_definition(_filled(path.read_text()))
    assert [one.text for one in parsed.diagnostics] == []
    assert (parsed.machine is None) == (path.name in REFUSED)


def test_there_are_49() -> None:
    assert len(FILES) == 49


def test_placeholders_are_no_resources() -> None:
    path = next(path for path in FILES if path.name == "generate-thumbnail--statemachine.asl.json")
    assert "is not recognized" in parse_definition(path.read_text()).diagnostics[0].message


def test_variables_of_a_published_definition() -> None:
    machine = _machine("distributed-data-stream-aggregator--data-extraction-child.asl.json")
    assert variable_references(machine)["Get Data"] == ["dataType", "locationId", "maxCount", "offset"]
