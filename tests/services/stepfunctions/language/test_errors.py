"""Errors survive copies, which worlds make of all they hold."""

from __future__ import annotations

import copy
import pickle

import pytest

from fakeaws.services.stepfunctions.language.errors import (
    DefinitionProblem,
    DefinitionProblems,
    StateError,
    SyntaxProblem,
    runtime_error,
)
from fakeaws.services.stepfunctions.language.paths import PathMiss


@pytest.mark.parametrize(
    "error",
    [
        StateError("States.QueryEvaluationError", "cause", "Output/x"),
        runtime_error("cause"),
        PathMiss("$.a[0]", "detail", past_end=True),
        SyntaxProblem("message", 3),
        DefinitionProblems([DefinitionProblem("CODE", "message", "/a", 3)]),
    ],
)
def test_copies_are_equal(error: Exception) -> None:
    for twin in (copy.deepcopy(error), pickle.loads(pickle.dumps(error))):
        assert type(twin) is type(error)
        assert str(twin) == str(error)
        assert vars(twin) == vars(error)


def test_only_runtime_errors_are_never_caught() -> None:
    assert not runtime_error("cause").catchable
    assert StateError("States.QueryEvaluationError", "cause").catchable
    assert StateError("States.DataLimitExceeded", "cause").catchable
