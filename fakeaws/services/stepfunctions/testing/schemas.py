"""A mocked result, compared with the model of the operation that the task stands for.

Members go by the names that the SDK's integrations have, in optimized ones too: ``MD5OfMessageBody`` of sqs:sendMessage is one
that the comparison does not know, and what it does not know passes. Timestamps and blobs are texts.
"""

from __future__ import annotations

from typing import Any, Final

from fakeaws.router import operation_model
from fakeaws.services.stepfunctions import errors
from fakeaws.services.stepfunctions.integrations.catalogue import integration_of
from fakeaws.services.stepfunctions.integrations.jobs import SubmitJob
from fakeaws.services.stepfunctions.integrations.nested import StartExecution
from fakeaws.services.stepfunctions.integrations.polled_jobs import JobCall
from fakeaws.services.stepfunctions.integrations.services import ServiceCall
from fakeaws.services.stepfunctions.integrations.shapes import as_in_sdk
from fakeaws.services.stepfunctions.integrations.shapes.names import members_of
from fakeaws.services.stepfunctions.language.definition.resources import INTEGRATION, SYNC_2, Resource
from fakeaws.services.stepfunctions.language.json_text import Json, is_number

STRICT: Final = "STRICT"
NONE: Final = "NONE"

_NUMBERS: Final = ("integer", "long", "short", "byte", "float", "double", "bigdecimal")


def check_result(result: Json, resource: Resource, mode: str) -> None:
    """Raises ValidationException for a result that the task cannot have.

    ``mode`` STRICT wants required members as well, PRESENT looks at those that are there, NONE at nothing. Functions and
    activities answer with anything, and so does who sends a token back; HTTP tasks and API Gateway have no model.
    """
    if mode == NONE or resource.kind != INTEGRATION or resource.waits_for_token:
        return
    integration = integration_of(resource)
    if not isinstance(integration, ServiceCall):
        return
    shape = _shape_of(integration, resource)
    if shape is None:
        return
    _Comparison(mode == STRICT, resource).structure(shape, result, None)


def _shape_of(integration: ServiceCall, resource: Resource) -> Any:
    """Of the result; None if it may be anything."""
    if not resource.waits_for_job:
        return integration.model.output_shape
    if isinstance(integration, StartExecution):
        return operation_model("stepfunctions", "DescribeExecution").output_shape
    if isinstance(integration, SubmitJob):
        return _inside(operation_model("batch", "DescribeJobs").output_shape, "jobs.0")
    if not isinstance(integration, JobCall):
        return None
    job = integration.job
    # What is named anew is an object around the job, and of what is gone nothing is known.
    if job.named is not None or job.until_gone:
        return None
    return _inside(operation_model(integration.service, job.describe).output_shape, job.subject)


def _inside(shape: Any, place: str) -> Any:
    for part in place.split(".") if place else ():
        shape = shape.member if part.isdigit() else shape.members[part]
    return shape


class _Comparison:
    def __init__(self, strict: bool, resource: Resource) -> None:
        self._strict = strict
        # What describes a job shows instants as numbers.
        self._times_are_numbers = resource.waits_for_job
        self._parsed = ("Input", "Output") if resource.pattern == SYNC_2 else ()

    def structure(self, shape: Any, value: Json, name: str | None) -> None:
        if getattr(shape, "is_document_type", False):
            return
        if not isinstance(value, dict):
            raise _problem(
                "Mocked result must be a JSON object" if name is None else f"Field '{name}' must be an object"
            )
        members = members_of(shape, as_in_sdk)
        if self._strict:
            for known, member in members.items():
                if member in shape.required_members and value.get(known) is None:
                    raise _problem(f"Required field '{known}' is missing")
        for each, item in value.items():
            if each in members and item is not None and not (name is None and each in self._parsed):
                self._value(shape.members[members[each]], item, each)

    def _value(self, shape: Any, value: Json, name: str) -> None:
        kind = shape.type_name
        if kind == "structure":
            self.structure(shape, value, name)
        elif kind == "list":
            _expect(isinstance(value, list), name, "an array")
            _check_length(shape, len(value), name)
            for item in value:
                self._value(shape.member, item, name)
        elif kind == "map":
            _expect(isinstance(value, dict), name, "an object")
            _check_length(shape, len(value), name)
            for key, item in value.items():
                self._value(shape.value, item, key)
        elif kind == "boolean":
            _expect(isinstance(value, bool), name, "a boolean")
        elif kind in _NUMBERS:
            _expect(is_number(value), name, "a number")
            _check_range(shape, value, name)
        elif kind == "timestamp":
            _expect(isinstance(value, str) or (self._times_are_numbers and is_number(value)), name, "a string")
        else:
            _expect(isinstance(value, str), name, "a string")
            _check_length(shape, len(value), name)
            allowed = shape.metadata.get("enum")
            if allowed and value not in allowed:
                raise _problem(f"Field '{name}' is not an expected value")


def _expect(fits: bool, name: str, kind: str) -> None:
    if not fits:
        raise _problem(f"Field '{name}' must be {kind}")


def _check_range(shape: Any, value: Any, name: str) -> None:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and value < least:
        raise _problem(f"Field '{name}' is less than the minimum value")
    if most is not None and value > most:
        raise _problem(f"Field '{name}' exceeds the maximum value")


def _check_length(shape: Any, length: int, name: str) -> None:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and length < least:
        raise _problem(f"Field '{name}' is smaller than the minimum length")
    if most is not None and length > most:
        raise _problem(f"Field '{name}' exceeds the maximum length")


def _problem(what: str) -> Exception:
    return errors.validation(f"Mock result schema validation error: {what}")
