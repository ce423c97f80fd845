"""A Task that is one call of a service: with its answer it ends, or waits for its token or job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Result
from fakeaws.router import operation_model
from fakeaws.services.stepfunctions.integrations.calls import ask
from fakeaws.services.stepfunctions.integrations.integration import Preparing
from fakeaws.services.stepfunctions.integrations.refusals import refusal
from fakeaws.services.stepfunctions.integrations.shapes import as_in_api, envelope, request, result
from fakeaws.services.stepfunctions.language.json_text import Json

if TYPE_CHECKING:
    from botocore.model import OperationModel

    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt


class ServiceCall(Preparing):
    """An optimized integration: ``operation`` of ``service``, as botocore names them.

    ``enveloped``: its result tells of the HTTP response. ``drop_unknown`` and ``need_required``: see `request`. ``attempt.job`` is the call's parameters, then, of a task that waits for one, the job.
    """

    def __init__(
        self,
        service: str,
        operation: str,
        *,
        enveloped: bool = True,
        drop_unknown: bool = False,
        need_required: bool = True,
    ) -> None:
        self.service = service
        self.operation = operation
        self._enveloped = enveloped
        self._drop_unknown = drop_unknown
        self._need_required = need_required

    @property
    def model(self) -> OperationModel:
        model: OperationModel = operation_model(self.service, self.operation)
        return model

    def prepare(self, attempt: Attempt) -> None:
        attempt.job = self.params(attempt)

    def start(self, attempt: Attempt) -> None:
        attempt.started()
        ask(attempt, self.service, self.operation, attempt.job, self.answered, region=self.region(attempt))

    def cancel(self, attempt: Attempt) -> None:
        """The call was made; nothing is left to be stopped."""

    def answered(self, answer: Result | AwsError, attempt: Attempt) -> None:
        """The service's answer."""
        attempt.waiter = None
        if isinstance(answer, AwsError):
            error, cause = refusal(self.model, answer, attempt.request_id)
            self.refuse(attempt, error, cause)
            return
        failure = self.failure(answer, attempt)
        if failure is not None:
            self.refuse(attempt, *failure)
            return
        shown = self.shown(answer, attempt)
        if attempt.resource.pattern:
            attempt.submitted(shown)
            if attempt.resource.waits_for_job and not attempt.done:
                self.watch(answer, attempt)
        else:
            attempt.succeed(shown)

    def refuse(self, attempt: Attempt, error: str, cause: str) -> None:
        """The call failed: of a task that would have waited then, its submission."""
        attempt.fail(error, cause, "SubmitFailed" if attempt.resource.pattern else "Failed")

    # -- what services differ in -------------------------------------------------------------------------------------

    def params(self, attempt: Attempt) -> dict[str, Any]:
        """The call's parameters. Raises States.Runtime."""
        return request(
            self.model,
            attempt.parameters,
            as_in_api,
            drop_unknown=self._drop_unknown,
            need_required=self._need_required,
        )

    def region(self, attempt: Attempt) -> str | None:
        """Where the call goes; None for the state machine's own region."""
        return None

    def failure(self, answer: Result, attempt: Attempt) -> tuple[str, str] | None:
        """Error and cause, if the answer stands for a failure."""
        return None

    def shown(self, answer: Result, attempt: Attempt) -> dict[str, Json]:
        """The answer as the workflow sees it."""
        shown = result(self.model, answer, as_in_api)
        if not self._enveloped:
            return shown
        world = attempt.engine.world
        return envelope(self.model, answer, shown, request_id=attempt.request_id, wall_us=world.wall_us)

    def watch(self, answer: Result, attempt: Attempt) -> None:
        """The job has begun; it ends the attempt."""
        raise NotImplementedError
