"""``arn:aws:states:::aws-sdk:service:action``: every operation that AWS's SDKs have."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

from fakeaws.aws.errors import AwsError
from fakeaws.aws.sdk_names import botocore_service, class_name, client_name
from fakeaws.aws.service import Result
from fakeaws.router import operations
from fakeaws.services.stepfunctions.integrations.integration import Integration
from fakeaws.services.stepfunctions.integrations.refusals import exception_of
from fakeaws.services.stepfunctions.integrations.services import ServiceCall
from fakeaws.services.stepfunctions.integrations.shapes import as_in_sdk, request, result
from fakeaws.services.stepfunctions.integrations.unknown import UNKNOWN
from fakeaws.services.stepfunctions.language.json_text import Json

if TYPE_CHECKING:
    from botocore.model import OperationModel

    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt

_PREFIX = "aws-sdk:"


class SdkCall(ServiceCall):
    """The parameters are the request, the result is the answer, named as the Java SDK 2 names their members.

    Services that fakeaws does not have are asked of moto.
    """

    def __init__(self, service: str, operation: str) -> None:
        super().__init__(service, operation, enveloped=False)

    def params(self, attempt: Attempt) -> dict[str, Any]:
        return request(self.model, attempt.parameters, as_in_sdk)

    def answered(self, answer: Result | AwsError, attempt: Attempt) -> None:
        if isinstance(answer, AwsError):
            attempt.waiter = None
            self.refuse(attempt, *refusal(self.model, answer, attempt.engine.world.new_request_id()))
        else:
            super().answered(answer, attempt)

    def shown(self, answer: Result, attempt: Attempt) -> dict[str, Json]:
        return result(self.model, answer, as_in_sdk)


@cache
def sdk_call(service: str, action: str) -> Integration:
    """What ``aws-sdk:service`` and ``action`` of a resource name."""
    known = botocore_service(service.removeprefix(_PREFIX))
    operation = action[:1].upper() + action[1:]
    if known is None or operation not in operations(known):
        return UNKNOWN
    return SdkCall(known, operation)


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
