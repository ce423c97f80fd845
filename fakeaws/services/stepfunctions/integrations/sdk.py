"""``arn:aws:states:::aws-sdk:service:action``: every operation that AWS's SDKs have."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

from fakeaws.aws.errors import AwsError
from fakeaws.aws.sdk_names import botocore_service, class_name, client_name
from fakeaws.aws.service import Result
from fakeaws.router import operation_model, operations
from fakeaws.services.stepfunctions.integrations.calls import ask, unanswered
from fakeaws.services.stepfunctions.integrations.integration import Integration, Prepared
from fakeaws.services.stepfunctions.integrations.refusals import exception_of
from fakeaws.services.stepfunctions.integrations.shapes import as_in_sdk, request, result

if TYPE_CHECKING:
    from botocore.model import OperationModel

    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt
    from fakeaws.services.stepfunctions.language.definition.resources import Resource


class SdkCalls(Prepared):
    """The parameters are the request, the result is the answer, named as the Java SDK 2 names their members.

    Services that fakeaws does not have are asked of moto.
    """

    def prepare(self, attempt: Attempt) -> None:
        model = operation_of(attempt.resource)
        attempt.job = None if model is None else request(model, attempt.parameters, as_in_sdk)

    def start(self, attempt: Attempt) -> None:
        attempt.started()
        model = operation_of(attempt.resource)
        if model is None:
            unanswered(attempt, f"The installed botocore does not know {attempt.resource.arn}")
        else:
            ask(attempt, model.service_model.service_name, model.name, attempt.job, self.answered)

    def answered(self, answer: Result | AwsError, attempt: Attempt) -> None:
        """The operation's answer, or the service's refusal."""
        attempt.waiter = None
        model = operation_of(attempt.resource)
        assert model is not None
        if isinstance(answer, AwsError):
            attempt.fail(*refusal(model, answer, attempt.engine.world.new_request_id()))
            return
        shown = result(model, answer, as_in_sdk)
        if attempt.resource.waits_for_token:
            attempt.submitted(shown)
        else:
            attempt.succeed(shown)

    def cancel(self, attempt: Attempt) -> None:
        """The call was made; its answer is not wanted."""


def operation_of(resource: Resource) -> OperationModel | None:
    """The operation that an ``aws-sdk`` resource names; None if the installed botocore does not know it."""
    service = botocore_service(resource.service.partition(":")[2])
    operation = resource.action[:1].upper() + resource.action[1:]
    if service is None or operation not in operations(service):
        return None
    model: OperationModel = operation_model(service, operation)
    return model


def refusal(model: OperationModel, error: AwsError, request_id: str) -> tuple[str, str]:
    """Error and cause of the failed task, as the Java SDK 2 words them."""
    service_model: Any = model.service_model
    client = client_name(service_model.service_id)
    modelled = exception_of(model, error)
    name = f"{client}Exception" if modelled is None else class_name(modelled)
    ids = _s3_ids(request_id) if client == "S3" else f"Request ID: {request_id}"
    return f"{client}.{name}", f"{error.message or 'null'} (Service: {client}, Status Code: {error.status}, {ids})"


def _s3_ids(request_id: str) -> str:
    """S3 has ids of its own form."""
    extended = base64.b64encode(hashlib.sha512(request_id.encode()).digest()[:57]).decode()
    return f"Request ID: {request_id.replace('-', '')[:16].upper()}, Extended Request ID: {extended}"


SDK_CALLS: Integration = SdkCalls()
