"""One module per kind of state.

Each begins with a function of the engine and the visit: True if the visit has ended and its frame stands before its next
state, False if it waits (``visit.work``) or its frame has failed. Raises `StateError` and `Failed`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fakeaws.services.stepfunctions.engine.states.choice import begin_choice
from fakeaws.services.stepfunctions.engine.states.ends import begin_fail, begin_succeed
from fakeaws.services.stepfunctions.engine.states.map import begin_map
from fakeaws.services.stepfunctions.engine.states.parallel import begin_parallel
from fakeaws.services.stepfunctions.engine.states.pass_ import begin_pass
from fakeaws.services.stepfunctions.engine.states.wait import begin_wait
from fakeaws.services.stepfunctions.engine.tasks.beginning import begin_task
from fakeaws.services.stepfunctions.language.definition.states import (
    Choice,
    Fail,
    Map,
    Parallel,
    Pass,
    Succeed,
    Task,
    Wait,
)

BEGIN: dict[type, Callable[..., Any]] = {
    Pass: begin_pass,
    Task: begin_task,
    Choice: begin_choice,
    Wait: begin_wait,
    Succeed: begin_succeed,
    Fail: begin_fail,
    Parallel: begin_parallel,
    Map: begin_map,
}
