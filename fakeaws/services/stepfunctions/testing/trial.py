"""An engine for one state: it goes no farther than to the state's end."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from fakeaws.services.stepfunctions import limits
from fakeaws.services.stepfunctions.engine.catching import delay_seconds
from fakeaws.services.stepfunctions.engine.engine import Engine
from fakeaws.services.stepfunctions.engine.failures import TIMEOUT, Failed, Failure
from fakeaws.services.stepfunctions.engine.frames import Frame, Visit
from fakeaws.services.stepfunctions.engine.scopes import execution_context
from fakeaws.services.stepfunctions.engine.states import BEGIN
from fakeaws.services.stepfunctions.engine.states.data import finish
from fakeaws.services.stepfunctions.engine.states.parallel import branch_input
from fakeaws.services.stepfunctions.engine.tasks.beginning import attempt_of
from fakeaws.services.stepfunctions.engine.tasks.tokens import Tokens
from fakeaws.services.stepfunctions.integrations.unknown import UNKNOWN
from fakeaws.services.stepfunctions.language.definition.states import Map, Parallel, Task
from fakeaws.services.stepfunctions.language.errors import StateError
from fakeaws.services.stepfunctions.language.json_text import Json, write_json
from fakeaws.services.stepfunctions.testing.maps import Mapped, mapped, too_many_failed
from fakeaws.simulation.waiting import Waiter

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.executions.execution import Execution
    from fakeaws.services.stepfunctions.language.definition.states import State, Workflow
    from fakeaws.services.stepfunctions.language.scope import Scope
    from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase
    from fakeaws.services.stepfunctions.testing.configuration import StateConfiguration
    from fakeaws.services.stepfunctions.testing.mocks import Mock

SUCCEEDED = "SUCCEEDED"
FAILED = "FAILED"
RETRIABLE = "RETRIABLE"
CAUGHT_ERROR = "CAUGHT_ERROR"


@dataclass
class Outcome:
    """What the trial came to. ``catch`` and ``retry`` are places in Catch and Retry, ``pause`` is in seconds."""

    status: str
    output: str | None = None
    next: str | None = None
    failure: Failure | None = None
    catch: int | None = None
    retry: int | None = None
    pause: float | None = None


class Trial(Engine):
    """Runs one visit of one state. ``context`` stands for the context object, if it is given."""

    def __init__(
        self,
        service: StepFunctionsBase,
        execution: Execution,
        workflow: Workflow,
        state: State,
        variables: dict[str, Json],
        context: dict[str, Json] | None,
        configuration: StateConfiguration,
    ) -> None:
        super().__init__(service)
        # What is drawn here is not drawn from executions' own.
        place = f"{service.account}/{service.region}"
        self.randomness = self.jitter = random = tested_stream(service)
        self.tokens = Tokens(random, place)
        execution.context = execution_context(execution)
        frame = Frame(execution, workflow, execution.input, execution.input_text, last=0, variables=variables)
        execution.root = frame
        self.visit = frame.visit = Visit(frame, state, self.world.wall_us)
        self.visit.text = write_json(self.visit.value)
        self.visit.steps = {}
        self.visit.retry_count = configuration.retries
        self.visit.attempts = dict.fromkeys(range(len(getattr(state, "retry", ()))), configuration.retries)
        self._configuration = configuration
        #: Of a Map, once its fields are evaluated.
        self.mapped: Mapped | None = None
        self._context = context
        self._caught: tuple[Failure, int] | None = None
        self.outcome: Outcome | None = None
        self._waiter: Waiter | None = None

    # -- from outside ------------------------------------------------------------------------------------------------

    def run_state(self) -> None:
        """As it is, its services asked."""
        self._do(BEGIN[type(self.visit.state)])

    def run_mocked(self, mock: Mock) -> None:
        """With that result or failure of its work. Raises ValidationException for a configuration that does not fit."""
        self._do(_mocked, mock, self._configuration)

    def waiter(self) -> Waiter:
        """For the end of what `run_state` began; five minutes are the longest."""
        due_us = self.world.now_us + limits.EXPRESS_US
        waiter = self._waiter = Waiter(self.world.simulation, "the end of a tested state", due_us)
        waiter.on_cancel = (self._give_up, ())
        return waiter

    # -- what the engine does otherwise ------------------------------------------------------------------------------

    def scope(self, visit: Visit, token: str | None = None) -> Scope:
        scope = super().scope(visit, token)
        if self._context is not None:
            task = {"Task": scope.context["Task"]} if token is not None else {}
            scope.context = {**task, **self._context}
        return scope

    def sleep(self, visit: Visit, until_us: int, then: Any, *args: Any) -> None:
        """A Wait is over at once; nothing is tried again."""
        if then == self.wake:
            self.wake(visit)

    def run(self, frame: Frame) -> None:
        """No other state runs."""

    def leave(self, visit: Visit, output: Json, next: str | None, assigned: dict[str, Json] | None = None) -> None:
        super().leave(visit, output, next, assigned)
        if self._caught is None:
            self._end(Outcome(SUCCEEDED, visit.frame.text, next))
        else:
            failure, place = self._caught
            self._end(Outcome(CAUGHT_ERROR, visit.frame.text, next, failure, catch=place))

    def note_retry(self, visit: Visit, failure: Failure, place: int, delay_us: int) -> None:
        pause = delay_seconds(visit.state.retry[place], visit.attempts[place] - 1)
        self._end(Outcome(RETRIABLE, failure=failure, retry=place, pause=pause))

    def note_catch(self, visit: Visit, failure: Failure, place: int) -> None:
        self._caught = (failure, place)

    def note_choice(self, visit: Visit, place: int | None) -> None:
        """Coverage counts executions only."""

    def failure_of(self, visit: Visit, error: StateError | Failed) -> Failure:
        """Nothing was executed: the cause is bare."""
        return error.failure if isinstance(error, Failed) else Failure(error.name, error.cause)

    def fail_frame(self, frame: Frame, failure: Failure) -> None:
        retriers = getattr(self.visit.state, "retry", ())
        places = [place for place, retrier in enumerate(retriers) if failure.is_named(retrier.errors)]
        self._end(Outcome(FAILED, failure=failure, retry=places[0] if places else None))

    # -- inside ------------------------------------------------------------------------------------------------------

    def _do(self, fn: Any, *args: Any) -> None:
        kind = type(self.visit.state).__name__
        frame = self.visit.frame
        self.visit.entered_id = frame.last = frame.execution.history.add(f"{kind}StateEntered", 0, {})
        try:
            fn(self, self.visit, *args)
        except (StateError, Failed) as error:
            self.failing(self.visit, self.failure_of(self.visit, error))

    def _end(self, outcome: Outcome) -> None:
        if self.outcome is None:
            self.outcome = outcome
            if self._waiter is not None:
                self._waiter.resolve(None)

    def _give_up(self) -> None:
        work, self.visit.work = self.visit.work, None
        if work is not None:
            work.cancel()
        self._end(Outcome(FAILED, failure=Failure(TIMEOUT)))


def tested_stream(service: StepFunctionsBase) -> Random:
    """Of all that is drawn for tested states."""
    return service.world.streams.stream(f"states.tested/{service.account}/{service.region}")


def _mocked(engine: Trial, visit: Visit, mock: Mock, configuration: StateConfiguration) -> None:
    """The fields of the state's input are evaluated, its work is not done."""
    state, failure = visit.state, mock.failure
    if isinstance(state, Task):
        # Nobody is asked, so the resource need not be there.
        attempt_of(engine, visit, UNKNOWN)
    elif isinstance(state, Parallel):
        branch_input(engine, visit)
    elif isinstance(state, Map):
        engine.mapped = mapped(engine, visit, configuration.reader_data)
        if configuration.failed_iterations is not None:
            exceeded = too_many_failed(engine.mapped, configuration.failed_iterations, mock.result)
            failure = failure or exceeded
    if failure is not None:
        engine.failing(visit, failure)
    else:
        finish(engine, visit, mock.result)
