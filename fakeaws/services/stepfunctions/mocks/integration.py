"""The integration of Tasks that something stands in for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.services.stepfunctions.engine.failures import Failure
from fakeaws.services.stepfunctions.language.definition.resources import ACTIVITY
from fakeaws.services.stepfunctions.language.errors import RUNTIME
from fakeaws.services.stepfunctions.language.json_text import Json, read_json
from fakeaws.services.stepfunctions.mocks.answers import TAKEN, Answer, Computed, Raised, Value, text_of, value_of
from fakeaws.simulation.spawning import Actor, spawn

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt
    from fakeaws.services.stepfunctions.mocks.task_mock import StandIn


class MockIntegration:
    """No service is called; the history tells the same as if it were."""

    def __init__(self, stand_in: StandIn) -> None:
        self._stand_in = stand_in

    def start(self, attempt: Attempt) -> None:
        answer, takes_us = self._stand_in.next_answer(attempt), self._stand_in.takes_us
        attempt.started()
        is_activity = attempt.resource.kind == ACTIVITY
        if attempt.token is not None and not is_activity:
            attempt.submitted({})
        if answer is None:
            count, name = len(self._stand_in.answers), attempt.visit.state.name
            cause = f"The state '{name}' was called once more than its mocked response has answers: {count}."
            attempt.fail_at_once(Failure(RUNTIME, cause))
            return
        if answer is TAKEN and (attempt.resource.waits_for_token or is_activity):
            return
        if takes_us:
            world = attempt.engine.world
            attempt.job = world.simulation.at(world.now_us + takes_us, self._answer, attempt, answer)
        else:
            self._answer(attempt, answer)

    def cancel(self, attempt: Attempt) -> None:
        job, attempt.job = attempt.job, None
        if isinstance(job, Actor):
            job.kill()
        elif job is not None:
            attempt.engine.world.simulation.cancel(job)

    def _answer(self, attempt: Attempt, answer: Answer) -> None:
        attempt.job = None
        if attempt.done:
            return
        if isinstance(answer, Computed):
            self._compute(attempt, answer)
        elif isinstance(answer, Raised):
            attempt.fail(*answer.failure(attempt.resource))
        else:
            attempt.succeed(value_of(answer) if isinstance(answer, Value) else {})

    def _compute(self, attempt: Attempt, answer: Computed) -> None:
        """In an actor of its own, so that the callable can wait and call AWS."""
        simulation, value = attempt.engine.world.simulation, read_json(attempt.text)
        if simulation.is_real:
            self._answer(attempt, _computed(answer, value))
            return
        name = attempt.visit.state.name
        attempt.job = spawn(simulation, self._run, (attempt, answer, value), name=name)

    def _run(self, attempt: Attempt, answer: Computed, value: Json) -> None:
        found = _computed(answer, value)
        simulation = attempt.engine.world.simulation
        simulation.at(attempt.engine.world.now_us, self._answer, attempt, found)


def _computed(answer: Computed, value: Any) -> Value | Raised:
    try:
        return Value(text_of(answer.fn(value)))
    except Exception as error:
        return Raised(error)
