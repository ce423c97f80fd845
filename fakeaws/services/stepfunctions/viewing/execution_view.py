"""An execution as tests see it."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from fakeaws.services.stepfunctions.executions.execution import Execution
from fakeaws.services.stepfunctions.language.json_text import read_json
from fakeaws.services.stepfunctions.viewing import diagram, text_tree
from fakeaws.services.stepfunctions.viewing.journey import Journey
from fakeaws.services.stepfunctions.viewing.state_view import StateView, VisitView
from fakeaws.services.stepfunctions.viewing.waiting import WaitingTask, waiting_tasks

if TYPE_CHECKING:
    from fakeaws.world import World


class ExecutionView:
    """An execution, under way or ended; each look shows it as it stands then."""

    def __init__(self, world: World, execution: Execution) -> None:
        self._world = world
        self._execution = execution

    def __repr__(self) -> str:
        return f"<execution {self._execution.arn.split(':', 6)[6]}: {self._execution.status}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ExecutionView) and other._execution is self._execution

    def __hash__(self) -> int:
        return hash(self._execution)

    @property
    def arn(self) -> str:
        return self._execution.arn

    @property
    def status(self) -> str:
        """``RUNNING``, ``SUCCEEDED``, ``FAILED``, ``TIMED_OUT``, ``ABORTED`` or ``PENDING_REDRIVE``."""
        self._world.settle()
        return self._execution.status

    @property
    def input(self) -> Any:
        """What it was started with."""
        return read_json(self._execution.input_text)

    @property
    def output(self) -> Any:
        """What it ended with; None while it runs, and if it did not succeed."""
        self._world.settle()
        text = self._execution.output_text
        return None if text is None else read_json(text)

    @property
    def error(self) -> str | None:
        """The error's name, of one that failed or was stopped; None if there is none."""
        self._world.settle()
        return self._execution.error

    @property
    def cause(self) -> str | None:
        """The cause beside `error`; None if there is none."""
        self._world.settle()
        return self._execution.cause

    @property
    def path(self) -> list[str]:
        """The names of the states that it entered, in order; not of those inside branches and iterations: see `state`."""
        self._world.settle()
        return [step.state.name for step in Journey(self._execution).top.steps]

    def state(self, name: str) -> StateView:
        """A state, inside branches and iterations, too, as it stands now.

        Raises ``LookupError``, with the nearest name, if the definition has no such state.
        """
        self._world.settle()
        journey = Journey(self._execution)
        known = journey.states()
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(known)}"
            raise LookupError(f"the definition has no state {name!r}{hint}")
        return StateView(name, [VisitView(step) for step in journey.visits(name)])

    @property
    def history(self) -> list[dict[str, Any]]:
        """The events so far, as GetExecutionHistory has them; of express executions, too."""
        self._world.settle()
        return [event.described() for event in self._execution.history.events]

    @property
    def waiting(self) -> list[WaitingTask]:
        """The tasks that wait for a token, an activity's worker or a job, in the order of the definition and its items."""
        self._world.settle()
        return waiting_tasks(self._execution)

    def text(self) -> str:
        """Its way through the states as a tree: when, with what, each retry and catcher, and where it stands now."""
        self._world.settle()
        return text_tree.render(self._world, self._execution)

    def mermaid(self) -> str:
        """The definition as a Mermaid flowchart: the way that it took is coloured, what failed and what waits are marked."""
        self._world.settle()
        return diagram.render(self._execution)
