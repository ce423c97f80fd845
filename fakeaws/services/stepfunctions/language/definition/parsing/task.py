"""Task."""

from __future__ import annotations

from typing import Any

from fakeaws.services.stepfunctions.language.definition import compiling
from fakeaws.services.stepfunctions.language.definition.fields import Fields
from fakeaws.services.stepfunctions.language.definition.parsing.context import StateFields
from fakeaws.services.stepfunctions.language.definition.resources import (
    ACTIVITY,
    INTEGRATION,
    Resource,
    read_resource,
)
from fakeaws.services.stepfunctions.language.definition.states import JSONATA, Payload, Task
from fakeaws.services.stepfunctions.language.definition.validator.lookalikes import warn_of_template


def task_state(state: StateFields, common: dict[str, Any]) -> Task:
    fields = state.fields
    for name in ("TimeoutSeconds", "HeartbeatSeconds"):
        fields.at_most_one(name, f"{name}Path")
    timeout = compiling.whole(fields, "TimeoutSeconds", 1)
    heartbeat = compiling.whole(fields, "HeartbeatSeconds", 1)
    if isinstance(timeout, int) and isinstance(heartbeat, int) and heartbeat >= timeout:
        fields.schema("HeartbeatSeconds must be smaller than TimeoutSeconds", "HeartbeatSeconds")
    jsonata = fields.language == JSONATA
    warn_of_template(fields, "Parameters")
    return Task(
        **common,
        parameters=compiling.payload(fields, "Arguments" if jsonata else "Parameters"),
        resource=_resource(state),
        timeout_seconds=timeout,
        timeout_seconds_path=compiling.reference_path(fields, "TimeoutSecondsPath"),
        heartbeat_seconds=heartbeat,
        heartbeat_seconds_path=compiling.reference_path(fields, "HeartbeatSecondsPath"),
        credentials=_credentials(fields),
    )


def _resource(state: StateFields) -> Resource:
    fields = state.fields
    fields.require("Resource")
    arn = fields.text("Resource")
    resource = None if arn is None else read_resource(arn)
    if resource is None:
        if arn is not None:
            fields.schema(
                f"The resource provided {arn} is not recognized. The value is not a valid resource ARN, or the resource "
                "is not available in this region.",
                "Resource",
            )
        return Resource(arn or "", INTEGRATION)
    if state.parsing.express:
        _check_express(resource, fields)
    return resource


def _check_express(resource: Resource, fields: Fields) -> None:
    if resource.kind == ACTIVITY:
        fields.schema("Express state machine does not support Activity ARN", "Resource")
    elif resource.waits_for_job:
        fields.schema("Express state machine does not support '.sync' service integration", "Resource")
    elif resource.waits_for_token:
        # the blank at the end is AWS's
        fields.schema("Express state machine does not support '.waitForTaskToken' service integration ", "Resource")


def _credentials(fields: Fields) -> Payload | None:
    if "Credentials" not in fields:
        return None
    jsonata = fields.language == JSONATA
    if not (jsonata and isinstance(fields.values["Credentials"], str)):
        value = fields.typed("Credentials", "object")
        if value is None:
            return None
        if "RoleArn" not in value and (jsonata or "RoleArn.$" not in value):
            fields.schema("The field 'RoleArn' is required but was missing", "Credentials")
    return compiling.payload(fields, "Credentials")
