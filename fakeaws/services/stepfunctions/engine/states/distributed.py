"""Map, distributed: a map run whose children are executions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.engine.frames import Visit
from fakeaws.services.stepfunctions.map_runs.plan import Plan

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.engine import Engine


def begin_distributed(engine: Engine, visit: Visit) -> bool:
    """Begin the map run; its end is the visit's."""
    frame = visit.frame
    history = frame.execution.history
    plan = Plan(visit, engine.scope(visit))
    frame.last = history.add("MapStateStarted", frame.last, {"length": len(plan.items)})
    runs = engine.service.map_runs
    run = runs.new(visit, plan)
    frame.last = history.add("MapRunStarted", frame.last, {"mapRunArn": run.arn})
    engine.note(visit, "MapRun", "ok", {"map_run": run.resource})
    visit.work = visit.kept = run
    runs.begin(run)
    return False
