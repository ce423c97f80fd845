"""The section "fakeaws" of a failed test's report: seed, virtual time, hints, findings, failed functions, timeline."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fakeaws import hints
from fakeaws.settings import current_run

if TYPE_CHECKING:
    import pytest

    from fakeaws.timeline.explaining import Room
    from fakeaws.timeline.records import Timeline
    from fakeaws.world import World

#: How many of the last records a report shows; -vv shows all.
SHOWN_RECORDS = 40
_SHOWN_WORLDS = 3
#: How many of a world's findings a report shows; `World.diagnose` has them all.
SHOWN_FINDINGS = 5


def add_section(report: Any, node: Any, call: pytest.CallInfo[Any]) -> None:
    """Add the section to the report of a failed test, or of a module that could not be collected, if we can help."""
    if any(title.startswith("fakeaws") for title, _ in report.sections):
        return
    error = call.excinfo.value if call.excinfo is not None else None
    try:
        parts = _parts(error, node)
    except Exception as trouble:  # the test's own failure is what counts
        parts = [f"(the section could not be made: {type(trouble).__name__}: {trouble})"]
    if parts:
        report.sections.append(("fakeaws", "\n\n".join(parts)))


def _parts(error: BaseException | None, node: Any) -> list[str]:
    current = worlds()
    advice = hints.for_failure(error, current) if error is not None else []
    full = node.config.getoption("verbose", 0) >= 2
    current = [world for world in current if len(world.timeline)] or current[-1:]
    return [
        *(f"hint: {text}" for text in advice),
        *(_describe(world, node, full=full) for world in current[-_SHOWN_WORLDS:]),
    ]


def worlds() -> list[World]:
    """The worlds that the current test has seen: those it left, then those it is in, outermost first."""
    module = sys.modules.get("fakeaws.simulation.stack")
    entered = [one.owner for one in module.stack if one.owner is not None] if module is not None else []
    return [*(world for world in current_run().left or () if world not in entered), *entered]


def _describe(world: World, node: Any, *, full: bool) -> str:
    clock = world._clock
    elapsed = _span(clock.elapsed_us)
    lines = [
        f"seed {world.seed!r}; virtual time {clock.now:%Y-%m-%dT%H:%M:%S.%fZ}, {elapsed} after the start; "
        f"account {world.account}, region {world.region}",
        f"again: {_again(world, node)}",
        *_findings(world),
        *_failures(world),
    ]
    total = len(world.timeline)
    if not total:
        return "\n".join([*lines, "nothing happened in this world"])
    from fakeaws.timeline.text import render

    shown = range(total) if full else _last(world.timeline)
    polls = total - shown[0] - len(shown)
    left_out = [f"{shown[0]} earlier records"] * bool(shown[0]) + [f"{polls} empty receives"] * bool(polls)
    if left_out:
        lines.append(f"… {' and '.join(left_out)}; -vv shows all")
    return "\n".join([*lines, render([world.timeline.record(number) for number in shown])])


def _last(timeline: Timeline) -> Sequence[int]:
    """The numbers of the last records; of a row of empty receives only the first and the last count."""
    rows = timeline.rows

    def is_empty(number: int) -> bool:
        return 0 <= number < len(rows) and rows[number][7] == "empty"

    numbers: list[int] = []
    for number in range(len(rows) - 1, -1, -1):
        if is_empty(number - 1) and is_empty(number) and is_empty(number + 1):
            continue
        if len(numbers) == SHOWN_RECORDS:
            break
        numbers.append(number)
    return numbers[::-1]


def room_for_explanations(config: pytest.Config) -> Room | None:
    """How much of an explanation pytest shows; None: all of it."""
    from fakeaws.timeline.explaining import Room

    if config.get_verbosity("assertions") >= 2 or os.environ.get("CI") or os.environ.get("BUILD_NUMBER"):
        return None
    return Room(lines=8, chars=640)


def _findings(world: World) -> list[str]:
    """What `World.diagnose` says, without letting anything happen: nobody may run now."""
    try:
        findings = world.findings()
    except Exception as trouble:  # a rule's mistake must not hide the rest
        return [f"(no findings: {type(trouble).__name__}: {trouble})"]
    lines = [f"finding: {finding}" for finding in findings[:SHOWN_FINDINGS]]
    left_out = len(findings) - len(lines)
    return [*lines, f"… {left_out} more findings: aws.diagnose()"] if left_out else lines


def _failures(world: World) -> list[str]:
    """What failed inside of the services: functions."""
    try:
        return [text for service in world.router.services() for text in service.failure_report()]
    except Exception as trouble:  # as above
        return [f"(no failures of functions: {type(trouble).__name__}: {trouble})"]


def _span(microseconds: int) -> str:
    import datetime

    return str(datetime.timedelta(microseconds=microseconds))


def _again(world: World, node: Any) -> str:
    command = f"pytest {_quoted(node.nodeid)}" if node.nodeid else "pytest"
    seed = current_run().command_line.get("seed")
    return command if seed is None else f"{command} --fakeaws-seed {_quoted(str(seed))}"


def _quoted(text: str) -> str:
    import shlex

    return shlex.quote(text)


# -- the test's own code, and what it has not heard of -----------------------------------------------------------------


def own_code(item: Any) -> set[tuple[str, str]]:
    """``(file, function)`` of a test and of the fixtures that it uses."""
    if item is None:
        return set()
    own = {(str(item.path), getattr(item, "originalname", None) or item.name)}
    functions = [getattr(item, "function", None)]
    info = getattr(item, "_fixtureinfo", None)
    for definitions in getattr(info, "name2fixturedefs", {}).values():
        functions += [definition.func for definition in definitions]
    for function in functions:
        code = getattr(inspect.unwrap(function), "__code__", None) if function is not None else None
        if code is not None:
            own.add((code.co_filename, code.co_name))
    return own


def swallowed_in_wider_worlds() -> list[str]:
    """After a test: the errors of the library that it swallowed in worlds that live on."""
    from fakeaws.simulation.stack import stack

    return [text for simulation in stack if simulation.owner is not None for text in simulation.owner._stay.swallowed()]
