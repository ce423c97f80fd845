"""Universal targets: ``arn:aws:scheduler:::aws-sdk:service:apiAction``, whose Input is the request as JSON.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fakeaws.aws.sdk_names import botocore_service
from fakeaws.router import operation_model, operations
from fakeaws.services.scheduler import errors
from fakeaws.services.scheduler.targets.inputs import json_of
from fakeaws.services.scheduler.targets.target import Request

#: Operations that only read are no targets; they begin so.
_READING = (
    "get",
    "describe",
    "list",
    "poll",
    "receive",
    "search",
    "scan",
    "query",
    "select",
    "read",
    "lookup",
    "discover",
    "validate",
    "batchGet",
    "batchDescribe",
    "batchRead",
    "transactGet",
    "adminGet",
    "adminList",
    "testMigration",
    "retrieve",
    "testConnection",
    "translateDocument",
    "isAuthorized",
    "invokeModel",
)


class Universal:
    """A target that is an operation. What belongs to a service that botocore does not know is taken as given."""

    def __init__(self, name: str, given: Mapping[str, Any]) -> None:
        """``name``: ``service:apiAction``. Raises AWS's refusals."""
        service, colon, action = name.partition(":")
        if not colon or not service.isalnum() or not action.isalnum():
            raise errors.bad_arn()
        if action.startswith(_READING):
            raise errors.validation(f"{action} is not a supported api for a target.")
        known = botocore_service(service)
        self.service = known or f"aws-sdk:{service}"
        self.operation = action[0].upper() + action[1:]
        self.input: str | None = given.get("Input")
        self._is_known = known is not None
        if not self._is_known:
            return
        if self.operation not in operations(self.service):
            raise errors.validation(f"{action} is not a supported api for a target.")
        params = json_of(self.input) if self.input is not None else {}
        if not isinstance(params, dict):
            raise errors.validation("Invalid RequestJson provided. Reason The request must be a JSON object.")
        shape = operation_model(self.service, self.operation).input_shape
        unknown = [key for key in params if _member(shape, key) is None]
        if unknown:
            raise _bad_fields(unknown, "not supported by the api")
        there = [_member(shape, key) for key in params]
        missing = [key for key in (shape.required_members if shape is not None else ()) if key not in there]
        if missing:
            raise _bad_fields([key[0].upper() + key[1:] for key in missing], "missing")

    def request(self, text: str, schedule_arn: str) -> Request:
        if not self._is_known:
            return Request(self.service, self.operation, {})
        shape = operation_model(self.service, self.operation).input_shape
        return Request(self.service, self.operation, _converted(shape, json.loads(text)))


def _bad_fields(names: list[str], what: str) -> Exception:
    return errors.validation(f"Invalid RequestJson provided. Reason The field(s) {', '.join(names)} are {what}.")


def _member(shape: Any, key: str) -> str | None:
    """The model's name of a member, which may begin in lower case where the JSON does not."""
    members = shape.members if shape is not None else {}
    if key in members:
        return key
    lower = key[:1].lower() + key[1:]
    return lower if lower in members else None


def _converted(shape: Any, value: Any) -> Any:
    """JSON as botocore's parameters."""
    if value is None or shape is None:
        return {} if shape is None else value
    if shape.type_name == "structure" and isinstance(value, dict):
        named = {_member(shape, key): part for key, part in value.items()}
        return {name: _converted(shape.members[name], part) for name, part in named.items() if name is not None}
    if shape.type_name == "list" and isinstance(value, list):
        return [_converted(shape.member, part) for part in value]
    if shape.type_name == "map" and isinstance(value, dict):
        return {key: _converted(shape.value, part) for key, part in value.items()}
    if shape.type_name == "blob" and not isinstance(value, bytes):
        return (value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))).encode()
    return value
