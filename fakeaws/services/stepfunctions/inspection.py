"""Looking at executions from a test: ``aws.stepfunctions``."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, cast

from fakeaws.services.stepfunctions.executions.execution import Execution
from fakeaws.services.stepfunctions.viewing.execution_view import ExecutionView

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase
    from fakeaws.world import World


class StepFunctionsInspector:
    """``aws.stepfunctions``."""

    def __init__(self, world: World) -> None:
        self._world = world

    def execution(self, execution: str) -> ExecutionView:
        """The execution of that ARN, or of that name in the default account and region, express or not.

        Raises ``LookupError``, with the nearest one, and for a name that executions of several state machines have.
        """
        self._world.settle()
        return ExecutionView(self._world, self._find(execution))

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
