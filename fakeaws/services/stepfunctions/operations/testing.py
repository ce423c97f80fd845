"""TestState."""

from __future__ import annotations

from typing import Any

from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Call, Pending, Result
from fakeaws.services.stepfunctions import errors
from fakeaws.services.stepfunctions.executions.execution import Execution
from fakeaws.services.stepfunctions.executions.history import History
from fakeaws.services.stepfunctions.language.definition.resources import ACTIVITY
from fakeaws.services.stepfunctions.language.definition.states import EXPRESS, Map, Parallel, Task
from fakeaws.services.stepfunctions.language.json_text import Json, JsonTextError, read_json
from fakeaws.services.stepfunctions.machines import Revision, StateMachine
from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase
from fakeaws.services.stepfunctions.testing.contexts import read_context
from fakeaws.services.stepfunctions.testing.definitions import Tested, tested
from fakeaws.services.stepfunctions.testing.inspection import inspection_data
from fakeaws.services.stepfunctions.testing.mocks import Mock, read_mock
from fakeaws.services.stepfunctions.testing.trial import SUCCEEDED, Trial
from fakeaws.world import uuid_of


class TestingOperations(StepFunctionsBase):
    """One state on its own."""

    def test_state(self, call: Call) -> Result | Pending:
        params = call.params
        subject = tested(params["definition"], params.get("stateName"))
        given = params.get("mock")
        mock = None if given is None else read_mock(given, subject.state)
        _check(params, subject, mock)
        configuration = params.get("stateConfiguration", {})
        context = params.get("context")
        trial = Trial(
            self,
            self._execution_for(subject, params),
            subject.workflow,
            subject.state,
            _variables(params.get("variables", "{}")),
            None if context is None else read_context(context, subject.state, mock is not None),
            configuration.get("retrierRetryCount", 0),
        )
        level = params.get("inspectionLevel", "INFO")
        if mock is not None:
            trial.run_mocked(mock.result, mock.failure)
        else:
            trial.run_state()
        finish = _Finish(trial, level, mock is not None)
        return finish(None) if trial.outcome is not None else Pending(trial.waiter(), finish)

    def _execution_for(self, subject: Tested, params: Any) -> Execution:
        text = params.get("input", "{}")
        try:
            value = read_json(text)
        except JsonTextError as error:
            raise errors.invalid_input(error.message) from None
        ids = [uuid_of(self.ids.getrandbits(128)) for _ in range(3)]
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

    def __init__(self, trial: Trial, level: str, mocked: bool) -> None:
        self._trial = trial
        self._level = level
        self._mocked = mocked

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
            answer["inspectionData"] = inspection_data(self._trial, outcome, self._mocked)
        return answer


def _check(params: Any, subject: Tested, mock: Mock | None) -> None:
    state, configuration = subject.state, params.get("stateConfiguration", {})
    failures = configuration.get("mapIterationFailureCount")
    if mock is not None:
        if params.get("revealSecrets"):
            raise errors.validation("TestState does not support RevealSecrets when a mock is specified.")
        if failures is not None and isinstance(mock.result, list) and failures > len(mock.result):
            raise errors.validation(
                "Map iteration failure count must be less than or equal to the number of Map iterations"
            )
        return
    if failures is not None:
        raise errors.validation("TestState does not support MapIterationFailureCount when a mock is not specified.")
    if isinstance(state, (Map, Parallel)):
        raise AwsError(
            "InvalidDefinition",
            "TestState API does not support Map or Parallel states. Supported state types include: "
            "[Task, Wait, Pass, Succeed, Fail, Choice]",
        )
    if isinstance(state, Task):
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
