"""Looking at executions from a test: ``aws.stepfunctions``."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, cast

from fakeaws.services.stepfunctions.executions.execution import Execution
from fakeaws.services.stepfunctions.language.scope import ABSENT
from fakeaws.services.stepfunctions.mocks.configuration import read_configuration
from fakeaws.services.stepfunctions.mocks.registering import mock_task
from fakeaws.services.stepfunctions.mocks.task_mock import TaskMock
from fakeaws.services.stepfunctions.viewing.execution_view import ExecutionView

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase
    from fakeaws.world import World


class StepFunctionsInspector:
    """``aws.stepfunctions``."""

    def __init__(self, world: World) -> None:
        self._world = world

    def execution(self, execution: str | Mapping[str, Any]) -> ExecutionView:
        """The execution of that ARN, or of that name in the default account and region, express or not.

        The answer of StartExecution stands for its ``executionArn``. Raises ``LookupError``, with the nearest one, and for a
        name that executions of several state machines have.
        """
        if isinstance(execution, Mapping):
            execution = execution.get("executionArn", execution)
        if not isinstance(execution, str):
            raise TypeError(f"not an execution: {execution!r}; an ARN, a name, or the answer of StartExecution is")
        self._world.settle()
        return ExecutionView(self._world, self._find(execution))

    def mock_task(
        self,
        state: str,
        *,
        machine: str | None = None,
        returns: Any = ABSENT,
        raises: str | tuple[str, str | None] | BaseException | type[BaseException] = ABSENT,  # type: ignore[assignment]
        takes: float | timedelta = 0,
        answers: Sequence[Any] = ABSENT,  # type: ignore[assignment]
    ) -> TaskMock:
        """Let the test answer in place of what Tasks call; the mock that is returned has the ``calls``.

        - ``state``: a state's name, or a resource: an integration (``sqs:sendMessage``, or its ARN), the ARN of a function or
          an activity that is the Task's Resource. ``machine``: a state machine's name or ARN; without it, every one. The most
          specific mock counts: state and machine, state, resource; of equals the last one.
        - ``returns``: the task's result, or a callable that gets the effective input; ``raises``: the name of an error,
          ``(error, cause)`` or an exception; ``answers``: such results, callables and exceptions (`fakeaws.TaskError` for
          errors by name) for the first attempt of that state in an execution, the second and so on; the last one stays.
          Without any of them a task token or an activity's task waits for SendTaskSuccess; other tasks give ``{}``.
        - ``takes``: virtual seconds, or a timedelta; time-outs and heartbeats strike meanwhile.

        Raises ``LookupError``, with the nearest name, if ``machine`` exists and has no such Task.
        """
        return mock_task(
            self._home(), state, machine=machine, returns=returns, raises=raises, takes=takes, answers=answers
        )

    def load_mocks(self, source: str | os.PathLike[str] | Mapping[str, Any]) -> None:
        """Read a mock configuration of Step Functions Local: a file's path, or its content.

        StartExecution of ``<state machine's ARN>#<test case>`` runs the test case: its states get the mocked responses.
        Raises ``ValueError`` with each mistake and its place.
        """
        mocks, cases = self._home().mocks, read_configuration(source)
        if mocks.cases is None:
            mocks.cases = cases
        else:
            mocks.cases.add(cases)

    def _home(self) -> StepFunctionsBase:
        world = self._world
        return cast("StepFunctionsBase", world.router.service("stepfunctions", world.account, world.region))

    def _find(self, text: str) -> Execution:
        known = {arn: each for service in self._services() for arn, each in service.executions.items()}
        if text in known:
            return known[text]
        if text.startswith("arn:"):
            raise LookupError(f"no execution {text!r}{_hint(text, list(known))}")
        here = [each for each in known.values() if self._world.is_home(*each.ids[::-1])]
        named = [each for each in here if each.name == text]
        if len(named) > 1:
            raise LookupError(f"several executions are called {text!r}: {' and '.join(each.arn for each in named)}")
        if not named:
            raise LookupError(f"no execution {text!r}{_hint(text, [each.name for each in here])}")
        return named[0]

    def _services(self) -> list[StepFunctionsBase]:
        return [cast("StepFunctionsBase", service) for service in self._world.router.services("stepfunctions")]


def _hint(text: str, known: list[str]) -> str:
    near = get_close_matches(text, known, n=1)
    if near:
        return f"; did you mean {near[0]!r}?"
    return "" if known else "; this world has none"


INSPECTOR = StepFunctionsInspector
