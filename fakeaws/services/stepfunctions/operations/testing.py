"""TestState."""

from __future__ import annotations

from typing import Any

from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Call, Pending, Result
from fakeaws.services.stepfunctions import errors
from fakeaws.services.stepfunctions.configuration import check_role
from fakeaws.services.stepfunctions.executions.execution import Execution
from fakeaws.services.stepfunctions.executions.history import History
from fakeaws.services.stepfunctions.language.definition.resources import ACTIVITY
from fakeaws.services.stepfunctions.language.definition.states import EXPRESS, Map, Parallel, State, Task
from fakeaws.services.stepfunctions.language.json_text import Json, JsonTextError, read_json
from fakeaws.services.stepfunctions.machines import Revision, StateMachine
from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase
from fakeaws.services.stepfunctions.testing.configuration import read_configuration
from fakeaws.services.stepfunctions.testing.contexts import read_context
from fakeaws.services.stepfunctions.testing.definitions import Tested, tested
from fakeaws.services.stepfunctions.testing.inspection import inspection_data
from fakeaws.services.stepfunctions.testing.mocks import read_mock
from fakeaws.services.stepfunctions.testing.trial import SUCCEEDED, Trial, tested_stream
from fakeaws.world import uuid_of


class TestingOperations(StepFunctionsBase):
    """One state on its own."""

    def test_state(self, call: Call) -> Result | Pending:
        params = call.params
        if "roleArn" in params:
            check_role(params["roleArn"])
        subject = tested(params["definition"], params.get("stateName"))
        state = subject.state
        configuration = read_configuration(params.get("stateConfiguration", {}), state)
        given = params.get("mock")
        if given is None:
            _check_unmocked(params, state)
        elif params.get("revealSecrets"):
            raise errors.validation("TestState does not support RevealSecrets when a mock is specified.")
        mock = None if given is None else read_mock(given, state, configuration.origin)
        context = params.get("context")
        trial = Trial(
            self,
            self._execution_for(subject, params),
            subject.workflow,
            state,
            _variables(params.get("variables", "{}")),
            None if context is None else read_context(context, state),
            configuration,
        )
        if mock is not None:
            trial.run_mocked(mock)
        else:
            trial.run_state()
        finish = _Finish(trial, params.get("inspectionLevel", "INFO"), params.get("revealSecrets", False))
        return finish(None) if trial.outcome is not None else Pending(trial.waiter(), finish)

    def _execution_for(self, subject: Tested, params: Any) -> Execution:
        text = params.get("input", "{}")
        try:
            value = read_json(text)
        except JsonTextError as error:
            raise errors.invalid_input(error.message) from None
        random = tested_stream(self)
        ids = [uuid_of(random.getrandbits(128)) for _ in range(2)]
        revision = Revision(None, params["definition"], subject.machine, params.get("roleArn"))
        machine = StateMachine(ids[0], self.arn_of(f"stateMachine:{ids[0]}"), EXPRESS, self.world.wall_us, revision)
        return Execution(
            arn=self.arn_of(f"express:{ids[0]}:{ids[1]}"),
            name=ids[1],
            state_machine=machine,
            revision=revision,
            express=True,
            input_text=text,
            input=value,
            started_us=self.world.wall_us,
            history=History(self.world.simulation.clock, False),
        )


class _Finish:
    """The answer, once the trial has its outcome."""

    def __init__(self, trial: Trial, level: str, reveals: bool) -> None:
        self._trial = trial
        self._level = level
        self._reveals = reveals

    def __call__(self, result: Any) -> Result:
        outcome = self._trial.outcome
        assert outcome is not None
        answer: Result = {"status": outcome.status}
        if outcome.output is not None:
            answer["output"] = outcome.output
        if outcome.failure is not None and outcome.status != SUCCEEDED:
            answer.update(outcome.failure.details)
        if outcome.next is not None:
            answer["nextState"] = outcome.next
        if self._level != "INFO":
            answer["inspectionData"] = inspection_data(self._trial, outcome, self._level, self._reveals)
        return answer


def _check_unmocked(params: Any, state: State) -> None:
    """What cannot be tested without a mock."""
    if params.get("context") is not None:
        raise errors.validation("TestState does not support Context when a mock is not specified.")
    if "mapIterationFailureCount" in params.get("stateConfiguration", {}):
        raise errors.validation("TestState does not support MapIterationFailureCount when a mock is not specified.")
    if isinstance(state, (Map, Parallel)):
        raise AwsError(
            "InvalidDefinition",
            "TestState API does not support Map or Parallel states. Supported state types include: "
            "[Task, Wait, Pass, Succeed, Fail, Choice]",
        )
    if not isinstance(state, Task):
        return
    if params.get("roleArn") is None:
        raise errors.validation("RoleArn must be specified when testing a Task state")
    resource = state.resource
    if resource.kind == ACTIVITY or resource.waits_for_job or resource.waits_for_token:
        raise AwsError(
            "InvalidDefinition",
            "TestState API does not support activities, '.sync' and '.waitForTaskToken' service integration patterns "
            "without a mock",
        )


def _variables(text: str) -> dict[str, Json]:
    try:
        value = read_json(text)
    except JsonTextError:
        raise errors.validation("Variables must be valid JSON") from None
    if not isinstance(value, dict):
        raise errors.validation("Variables must be a JSON object")
    return value
