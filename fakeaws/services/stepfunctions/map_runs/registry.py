"""The map runs of one account and region."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions import limits
from fakeaws.services.stepfunctions.map_runs.children import machine_of_children, root_name
from fakeaws.services.stepfunctions.map_runs.map_run import MapRun
from fakeaws.world import uuid_of

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.frames import Visit
    from fakeaws.services.stepfunctions.executions.execution import Execution
    from fakeaws.services.stepfunctions.map_runs.plan import Plan
    from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase


class MapRuns:
    """All that there ever were; so many are open at a time, the others wait for their turn."""

    def __init__(self, service: StepFunctionsBase) -> None:
        self._service = service
        self._by_arn: dict[str, MapRun] = {}
        self._of: dict[Execution, list[MapRun]] = {}
        #: The generated labels of Maps that have none, by machine and state.
        self._labels: dict[tuple[str, str], str] = {}
        self._open: dict[MapRun, None] = {}
        self._waiting: deque[MapRun] = deque()

    def new(self, visit: Visit, plan: Plan) -> MapRun:
        """A map run of a visit; it begins with `begin`."""
        service, execution = self._service, visit.execution
        label = self._label(execution, visit)
        machine = machine_of_children(service, execution, visit.state, label)
        id = self._new_id()
        arn = service.arn_of(f"mapRun:{machine.name}:{id}")
        run = MapRun(service.engine, visit, id, arn, machine, plan)
        self._by_arn[arn] = run
        self._of.setdefault(execution, []).append(run)
        return run

    def begin(self, run: MapRun) -> None:
        """Now, or when one of those that are open has ended."""
        if len(self._open) < limits.OPEN_MAP_RUNS:
            self._open[run] = None
            run.begin()
        else:
            self._waiting.append(run)

    def closed(self, run: MapRun) -> None:
        """It has ended: another one may begin."""
        if run not in self._open:
            return
        del self._open[run]
        while self._waiting:
            following = self._waiting.popleft()
            if following.running:
                self._open[following] = None
                simulation = self._service.world.simulation
                simulation.at(self._service.world.now_us, following.begin)
                return

    def find(self, arn: str) -> MapRun | None:
        """The map run of that ARN."""
        return self._by_arn.get(arn)

    def of(self, execution: Execution) -> list[MapRun]:
        """Those of an execution, in the order of their starts."""
        return self._of.get(execution, [])

    def _label(self, execution: Execution, visit: Visit) -> str:
        if visit.state.label is not None:
            label: str = visit.state.label
            return label
        place = (root_name(execution.state_machine), visit.state.name)
        if place not in self._labels:
            self._labels[place] = self._new_id()
        return self._labels[place]

    def _new_id(self) -> str:
        return uuid_of(self._service.ids.getrandbits(128))
