"""Scopes and failures of evaluations."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from fakeaws.services.stepfunctions.language.errors import DefinitionProblems, StateError
from fakeaws.services.stepfunctions.language.json_text import read_json, write_json
from fakeaws.services.stepfunctions.language.scope import Scope
from fakeaws.services.stepfunctions.language.templates import compile_template

CONTEXT = {
    "Execution": {"Id": "arn:e", "Input": {"a": 1}, "Name": "e"},
    "State": {"Name": "S", "RetryCount": 0},
    "Map": {"Item": {"Index": 2, "Value": {"k": "v"}}},
}


def scope(document: Any = None, **more: Any) -> Scope:
    """A scope on ``document``, JSON text or value, with the context above and a seeded source."""
    value = read_json(document) if isinstance(document, str) else document
    more.setdefault("context", CONTEXT)
    more.setdefault("randomness", random.Random(7))
    return Scope(value, **more)


def built(template: Any, document: Any = None, **more: Any) -> str:
    """The JSON text that a template gives."""
    value = read_json(template) if isinstance(template, str) else template
    return write_json(compile_template(value).build(scope(document, **more)))


def failure(evaluation: Callable[..., Any], *arguments: Any, **named: Any) -> StateError:
    """The error that an evaluation raises."""
    with pytest.raises(StateError) as caught:
        evaluation(*arguments, **named)
    return caught.value


def problems(compilation: Callable[..., Any], *arguments: Any) -> list[tuple[str, str, str]]:
    """Code, message and location of all that a compilation refuses."""
    with pytest.raises(DefinitionProblems) as caught:
        compilation(*arguments)
    return [(problem.code, problem.message, problem.location) for problem in caught.value.problems]
