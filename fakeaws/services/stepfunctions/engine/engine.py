"""The engine: from a state to the next, through failures, retries and catchers, to the end."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from fakeaws.services.stepfunctions import limits
from fakeaws.services.stepfunctions.engine import catching, ending
from fakeaws.services.stepfunctions.engine.failures import Failed, Failure, data_limit_exceeded
from fakeaws.services.stepfunctions.engine.frames import Frame, Sleep, Visit
from fakeaws.services.stepfunctions.engine.scopes import execution_context, scope_of
from fakeaws.services.stepfunctions.engine.states import BEGIN
from fakeaws.services.stepfunctions.engine.tasks.tokens import Tokens
from fakeaws.services.stepfunctions.executions.execution import (
    ABORTED,
    FAILED,
    RUNNING,
    SUCCEEDED,
    TIMED_OUT,
    Execution,
)
from fakeaws.services.stepfunctions.executions.history import HistoryFull
from fakeaws.services.stepfunctions.executions.setbacks import CAUGHT, FATAL, RETRIED, Setback
from fakeaws.services.stepfunctions.language.errors import QUERY_EVALUATION_ERROR, RUNTIME, StateError
from fakeaws.services.stepfunctions.language.json_text import Json, text_size, write_json
from fakeaws.services.stepfunctions.language.scope import Scope
from fakeaws.timeline.words import span

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase

HISTORY_FULL = f"The execution reached the maximum number of history events ({limits.HISTORY_EVENTS})."

#: A text of that many characters is never too large, whatever they are.
_SURELY_SMALL = limits.PAYLOAD_BYTES // 4


class Engine:
    """Of one account and region. What is `ready` runs, one frame after the other, each until it waits."""

    def __init__(self, service: StepFunctionsBase) -> None:
        self.service = service
        self.world = service.world
        place = f"{service.account}/{service.region}"
        self.randomness = service.world.streams.stream(f"states.values/{place}")
        self.jitter = service.world.streams.stream(f"states.jitter/{place}")
        self.tokens = Tokens(service.world.streams.stream(f"states.tokens/{place}"), place)
        self._ready: deque[Frame] = deque()
        self._busy = False
        #: Executions under way, in the order of their starts.
        self.running: dict[Execution, None] = {}
        #: How many of them are Standard.
        self.open_standard = 0
        throttles = service.throttles
        #: None unless transitions are throttled.
        self.transitions = None if throttles is None else throttles.transitions

    # -- from outside ------------------------------------------------------------------------------------------------

    def start(self, execution: Execution, delay_us: int = 0) -> None:
        """Begin an execution, in an event of its own."""
        self._open(execution)
        self.world.simulation.at(self.world.now_us + delay_us, self._begin, execution)

    def redrive(self, execution: Execution) -> None:
        """Let an execution that came to no good end go on, in an event of its own, at the states that did not."""
        self._open(execution)
        root = execution.root
        last = execution.history.add(
            "ExecutionRedriven", len(execution.history), {"redriveCount": execution.redrive_count}
        )
        if root is None:
            self.world.simulation.at(self.world.now_us, self._begin, execution)
            return
        execution.context = execution_context(execution)
        root.revive()
        root.last = last
        self._limit(execution)
        self.world.simulation.at(self.world.now_us, self._go_on, root, execution.redrive_count)

    def run(self, frame: Frame) -> None:
        """Let a frame go on at its ``next`` state, at once or after what runs already."""
        self._ready.append(frame)
        if self._busy:
            return
        self._busy = True
        try:
            while self._ready:
                self._run(self._ready.popleft())
        finally:
            self._busy = False

    def scope(self, visit: Visit, token: str | None = None) -> Scope:
        """What a visit's fields see, on its raw input."""
        return scope_of(visit, self.randomness, self.world.wall_us, token)

    def sleep(self, visit: Visit, until_us: int, then: Any, *args: Any) -> None:
        """Let a visit wait until that instant of elapsed time, then call the bound method."""
        visit.work = Sleep(self, self.world.simulation.at(until_us, then, *args))

    # -- a state comes to its end ------------------------------------------------------------------------------------

    def leave(self, visit: Visit, output: Json, next: str | None, assigned: dict[str, Json] | None = None) -> None:
        """The Exited event; the frame stands before ``next`` then. Raises `Failed` for an output that is too large."""
        frame = visit.frame
        text = visit.text if output is visit.value else write_json(output)
        if len(text) > _SURELY_SMALL and text_size(text) > limits.PAYLOAD_BYTES:
            raise Failed(data_limit_exceeded(visit.state.name))
        details: dict[str, Any] = {"name": visit.state.name, "output": text}
        if assigned:
            details["assignedVariables"] = {name: write_json(value) for name, value in assigned.items()}
            frame.variables = {**frame.variables, **assigned}
        kind = type(visit.state).__name__
        frame.last = frame.execution.history.add(f"{kind}StateExited", frame.last, details)
        visit.work = visit.kept = None
        frame.value, frame.text, frame.next = output, text, next

    def worked(self, visit: Visit, result: Json) -> None:
        """The work of a Task, Parallel or Map that has waited gave its result."""
        from fakeaws.services.stepfunctions.engine.states.data import finish

        visit.work = None
        self._step(visit, finish, result)

    def failed(self, visit: Visit, failure: Failure) -> None:
        """The work of a visit that has waited failed."""
        visit.work = None
        try:
            if self.failing(visit, failure):
                self.run(visit.frame)
        except HistoryFull:
            self.history_full(visit.execution)

    def again(self, visit: Visit) -> None:
        """Another attempt of a state, after the pause that its retrier wants."""
        visit.work = None
        if self.transitions is None or not self.transitions.holds(visit.frame, self.again, visit):
            self._step(visit, BEGIN[type(visit.state)])

    def wake(self, visit: Visit) -> None:
        """A Wait is over."""
        from fakeaws.services.stepfunctions.engine.states.wait import awake

        visit.work = None
        self._step(visit, awake)

    # -- failures ----------------------------------------------------------------------------------------------------

    def failing(self, visit: Visit, failure: Failure) -> bool:
        """Retry, Catch, or the end of the frame. True if the frame stands before its next state now."""
        if catching.retries(self, visit, failure):
            return False
        catching.exhausted(visit, failure)
        try:
            if catching.caught(self, visit, failure):
                return True
        except (StateError, Failed) as error:
            failure = self.failure_of(visit, error)
            catching.exhausted(visit, failure)
        self.fail_frame(visit.frame, failure)
        return False

    def fail_frame(self, frame: Frame, failure: Failure) -> None:
        """Nothing in it caught the failure: the execution fails, or what the frame is a part of."""
        if frame.visit is not None:
            self._note_setback(frame.visit, failure, FATAL)
        frame.done = True
        frame.failure = failure
        if frame.owner is None or not failure.catchable:
            ending.close(self, frame.execution, FAILED, frame.last, failure)
        else:
            # After what else is due at this instant: siblings that fail with it show their own failures in the history.
            self.world.simulation.at_last(self.world.now_us, frame.owner.child_failed, frame, failure)

    def failure_of(self, visit: Visit, error: StateError | Failed) -> Failure:
        """The failure that an exception stands for; an EvaluationFailed event if it was JSONata's."""
        if isinstance(error, Failed):
            return error.failure
        execution, state = visit.execution, visit.state
        place = "" if execution.express else f" (entered at the event id #{visit.entered_id})"
        cause = f"An error occurred while executing the state '{state.name}'{place}. {error.cause}"
        if error.name == QUERY_EVALUATION_ERROR:
            details: dict[str, Any] = {"error": error.name, "cause": cause, "state": state.name}
            if error.location is not None:
                details["location"] = error.location
            visit.frame.last = execution.history.add("EvaluationFailed", visit.frame.last, details)
        return Failure(error.name, cause)

    def history_full(self, execution: Execution) -> None:
        """The last event that a history may have."""
        ending.close(self, execution, FAILED, len(execution.history), Failure(RUNTIME, HISTORY_FULL))

    # -- what coverage and the timeline hear -------------------------------------------------------------------------

    def note_choice(self, visit: Visit, place: int | None) -> None:
        """A Choice took its rule at ``place``, or Default."""
        visit.execution.revision.reached.add(("choice", visit.state.name, place))

    def note_retry(self, visit: Visit, failure: Failure, place: int, delay_us: int) -> None:
        """A retrier lets the state be tried again."""
        self._note_setback(visit, failure, RETRIED, place, delay_us)
        visit.execution.revision.reached.add(("retry", visit.state.name, place))
        self.note(visit, "Retry", failure.error or "failed", {"next": span(delay_us), "attempt": visit.retry_count})

    def note_catch(self, visit: Visit, failure: Failure, place: int) -> None:
        """A catcher takes the failure."""
        self._note_setback(visit, failure, CAUGHT, place)
        visit.execution.revision.reached.add(("catch", visit.state.name, place))
        self.note(visit, "Catch", failure.error or "failed", {"next": visit.state.catch[place].next})

    def note(self, visit: Visit, kind: str, outcome: str, details: dict[str, Any]) -> int:
        """A record of a state on the timeline."""
        execution = visit.execution
        return self.service.note(execution, kind, outcome, {"state": visit.state.name, **details})

    # -- inside ------------------------------------------------------------------------------------------------------

    def _note_setback(
        self, visit: Visit, failure: Failure, led_to: str, place: int | None = None, pause_us: int = 0
    ) -> None:
        execution = visit.execution
        after = len(execution.history)
        setback = Setback(
            visit.entered_id, after, self.world.wall_us, failure.error, failure.cause, led_to, place, pause_us
        )
        execution.setbacks.append(setback)

    def _begin(self, execution: Execution) -> None:
        if not execution.running or self.world.simulation.closing:
            return
        revision = execution.revision
        execution.context = execution_context(execution)
        details: dict[str, Any] = {"input": execution.input_text, "roleArn": revision.role_arn}
        if execution.alias is not None:
            details["stateMachineAliasArn"] = execution.alias.arn
        if execution.version is not None:
            details["stateMachineVersionArn"] = execution.version.arn
        execution.history.add("ExecutionStarted", 0, details)
        frame = Frame(execution, revision.machine, execution.input, execution.input_text, last=0, variables={})
        execution.root = frame
        self._limit(execution)
        self.run(frame)

    def _open(self, execution: Execution) -> None:
        self.running[execution] = None
        if not execution.express:
            self.open_standard += 1
        self.service.began(execution)

    def _go_on(self, root: Frame, redrive: int) -> None:
        execution = root.execution
        if execution.running and execution.redrive_count == redrive and not self.world.simulation.closing:
            self.run(root)

    def _limit(self, execution: Execution) -> None:
        """Its time runs; of a redriven one TimeoutSeconds does so anew, the year does not."""
        longest_us = limits.EXPRESS_US
        if not execution.express:
            longest_us = max(0, execution.started_us + limits.STANDARD_US - self.world.wall_us)
        seconds = execution.revision.machine.timeout_seconds
        if seconds is not None:
            longest_us = min(longest_us, seconds * limits.SECOND_US)
        execution.timer = self.world.simulation.at(self.world.now_us + longest_us, self._time_out, execution)

    def _time_out(self, execution: Execution) -> None:
        """What else is due at this instant comes first: who ends just then has ended in time."""
        execution.timer = self.world.simulation.at_last(self.world.now_us, self._timed_out, execution)

    def _timed_out(self, execution: Execution) -> None:
        ending.close(self, execution, TIMED_OUT, 0, Failure("States.Timeout"))

    def _run(self, frame: Frame) -> None:
        execution = frame.execution
        history, reached = execution.history, execution.revision.reached
        try:
            while execution.status == RUNNING and not frame.done:
                name = frame.next
                if name is None:
                    frame.done = True
                    self._ended(frame)
                    return
                if execution.state_machine.deleting:
                    ending.close(self, execution, ABORTED, 0, Failure(None))
                    return
                if execution.express and self._takes_time(frame):
                    return
                if self.transitions is not None and self.transitions.holds(frame, self.run, frame):
                    return
                state = frame.workflow.states[name]
                reached.add(("state", name, None))
                visit = frame.visit = Visit(frame, state, self.world.wall_us)
                kind = type(state).__name__
                details = {"name": name, "input": frame.text}
                visit.entered_id = frame.last = history.add(f"{kind}StateEntered", frame.last, details)
                if frame.text is execution.input_text:
                    visit.text = write_json(frame.value)
                begin = BEGIN[type(state)]
                if frame.resumes is not None:
                    begin, frame.resumes = frame.resumes.resume, None
                if not self._try(visit, begin):
                    return
        except HistoryFull:
            self.history_full(execution)

    def _step(self, visit: Visit, fn: Any, *args: Any) -> None:
        """Go on with a visit in an event of its own."""
        try:
            if self._try(visit, fn, *args):
                self.run(visit.frame)
        except HistoryFull:
            self.history_full(visit.execution)

    def _try(self, visit: Visit, fn: Any, *args: Any) -> bool:
        """True if the visit has ended and its frame goes on; else something waits, or failed for good."""
        try:
            left: bool = fn(self, visit, *args)
        except (StateError, Failed) as error:
            return self.failing(visit, self.failure_of(visit, error))
        return left

    def _ended(self, frame: Frame) -> None:
        if frame.owner is not None:
            frame.owner.child_ended(frame)
        else:
            ending.close(self, frame.execution, SUCCEEDED, frame.last)

    def _takes_time(self, frame: Frame) -> bool:
        """Whether an Express execution that does so much at once goes on a little later."""
        execution, now_us = frame.execution, self.world.now_us
        if execution.counted_us != now_us:
            execution.counted_us, execution.transitions = now_us, 0
        execution.transitions += 1
        if execution.transitions <= limits.INSTANT_TRANSITIONS:
            return False
        execution.counted_us, execution.transitions = now_us + limits.TRANSITION_US, limits.INSTANT_TRANSITIONS - 1
        self.world.simulation.at(now_us + limits.TRANSITION_US, self.run, frame)
        return True
