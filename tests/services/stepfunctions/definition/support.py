"""Small definitions and what they are told."""

from __future__ import annotations

import json
from typing import Any

from fakeaws.services.stepfunctions.language.definition import Definition, parse_definition
from fakeaws.services.stepfunctions.language.definition.states import State, StateMachine

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f"
ACTIVITY = "arn:aws:states:us-east-1:123456789012:activity:a"
END: dict[str, Any] = {"Type": "Pass", "End": True}
TASK: dict[str, Any] = {"Type": "Task", "Resource": FUNCTION, "End": True}


def machine(*states: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A machine that begins at the first of ``states``, named X, then Y, Z."""
    return {"StartAt": "X", "States": dict(zip("XYZ", states)), **fields}


def jsonata(*states: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The same in JSONata."""
    return machine(*states, QueryLanguage="JSONata", **fields)


def mapping(inner: dict[str, Any] | None = None, config: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """A Map state over the state I."""
    processor = {"StartAt": "I", "States": {"I": inner or END}}
    if config is not None:
        processor["ProcessorConfig"] = config
    return {"Type": "Map", "ItemProcessor": processor, "End": True, **fields}


def distributed(inner: dict[str, Any] | None = None, execution_type: str = "STANDARD", **fields: Any) -> dict[str, Any]:
    """A Distributed Map over the state I."""
    return mapping(inner, {"Mode": "DISTRIBUTED", "ExecutionType": execution_type}, **fields)


def parse(definition: Any, machine_type: str = "STANDARD") -> Definition:
    text = definition if isinstance(definition, str) else json.dumps(definition)
    return parse_definition(text, machine_type)


def told(definition: Any, machine_type: str = "STANDARD") -> list[tuple[str, str, str | None]]:
    """Code, message and location of all diagnostics."""
    parsed = parse(definition, machine_type)
    return [(one.code, one.message, one.location) for one in parsed.diagnostics]


def accepted(definition: Any, machine_type: str = "STANDARD") -> StateMachine:
    """The machine of a definition that has no diagnostics at all."""
    parsed = parse(definition, machine_type)
    assert parsed.diagnostics == ()
    assert parsed.machine is not None
    return parsed.machine


def state(body: dict[str, Any], language: str = "JSONPath") -> State:
    """The typed form of a state that leads to Y or ends; its definition has no diagnostics."""
    leads_on = '"Y"' in json.dumps(body)
    definition = machine(body, END) if leads_on else machine(body)
    return accepted({**definition, "QueryLanguage": language}).states["X"]
