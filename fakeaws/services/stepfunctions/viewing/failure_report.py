"""Executions as the report of a failed test tells them: those that failed, timed out or are still under way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.executions.execution import FAILED, RUNNING, TIMED_OUT, Execution
from fakeaws.services.stepfunctions.viewing import text_tree

if TYPE_CHECKING:
    from fakeaws.world import World

#: Executions of which a report tells: the last ones.
SHOWN_EXECUTIONS = 3
#: States of each workflow, and lines of a tree.
SHOWN_STATES = 10
SHOWN_LINES = 30


def failure_report(world: World, executions: Iterable[Execution]) -> list[str]:
    """The trees of the last such executions, the latest last; those of a map run only where nothing else fills the room."""
    told = [each for each in executions if each.status in (FAILED, TIMED_OUT, RUNNING)]
    told.sort(key=lambda each: (each.map_run is None, each.stopped_us is None, each.stopped_us or each.started_us))
    left_out = len(told) - SHOWN_EXECUTIONS
    trees = [_short(text_tree.render(world, each, steps=SHOWN_STATES)) for each in told[-SHOWN_EXECUTIONS:]]
    if left_out > 0:
        trees.insert(0, f"… {left_out} more executions failed or are under way: aws.stepfunctions.execution(…).text()")
    return trees


def _short(tree: str) -> str:
    lines = tree.splitlines()
    if len(lines) <= SHOWN_LINES:
        return tree
    head = SHOWN_LINES // 3
    left_out = f"… {len(lines) - SHOWN_LINES} more lines: aws.stepfunctions.execution(…).text()"
    return "\n".join([*lines[:head], left_out, *lines[head - SHOWN_LINES :]])
