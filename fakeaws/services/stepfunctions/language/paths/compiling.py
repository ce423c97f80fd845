"""From a path's text to a `Path`."""

from __future__ import annotations

from fakeaws.services.stepfunctions.language.cursor import Cursor
from fakeaws.services.stepfunctions.language.errors import SyntaxProblem
from fakeaws.services.stepfunctions.language.paths.parsing import read_steps
from fakeaws.services.stepfunctions.language.paths.path import (
    CONTEXT,
    INPUT,
    VARIABLE,
    ContextNames,
    InputNames,
    Path,
    VariableNames,
)
from fakeaws.services.stepfunctions.language.paths.steps import Member, Step
from fakeaws.services.stepfunctions.language.paths.writing import ResultPath

_NAMES = {INPUT: InputNames, CONTEXT: ContextNames, VARIABLE: VariableNames}


def compile_path(text: str) -> Path:
    """The path ``$…``, ``$$…`` or ``$variable…`` of a text; raises `SyntaxProblem`."""
    root, variable, steps = _parts(text)
    kind = _NAMES[root] if all(isinstance(step, Member) for step in steps) else Path
    return kind(text, root, variable, steps)


def compile_reference_path(text: str) -> Path:
    """A path that can only name one place: no ``*``, ``..``, slices, unions or filters; raises `SyntaxProblem`."""
    path = compile_path(text)
    if not path.reference:
        raise SyntaxProblem("Reference Paths only have names and single indexes", 0)
    return path


def compile_result_path(text: str) -> ResultPath:
    """A ResultPath: a Reference Path from ``$``; raises `SyntaxProblem`."""
    path = compile_reference_path(text)
    if path.root != INPUT:
        raise SyntaxProblem("ResultPath begins at the state's input", 1)
    return ResultPath(text, path.steps)


def variable_name_end(text: str, start: int) -> int:
    """Where the identifier that begins at ``start`` ends; ``start`` itself if none does."""
    end = start
    while end < len(text) and text[start : end + 1].isidentifier():
        end += 1
    return end


def _parts(text: str) -> tuple[str, str | None, tuple[Step, ...]]:
    if not text.startswith("$"):
        raise SyntaxProblem("A path begins with $", 0)
    if text.startswith("$$"):
        root, variable, start = CONTEXT, None, 2
    else:
        start = variable_name_end(text, 1)
        root, variable = (INPUT, None) if start == 1 else (VARIABLE, text[1:start])
        if variable == "states":
            raise SyntaxProblem("$states is JSONata's", 1)
    cursor = Cursor(text, start)
    steps = read_steps(cursor)
    if not cursor.at_end:
        raise SyntaxProblem(f"Unexpected character '{cursor.character}'", cursor.at)
    return root, variable, steps
