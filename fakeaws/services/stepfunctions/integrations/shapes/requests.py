"""From a Task's Parameters or Arguments to the parameters of an operation."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from fakeaws.services.stepfunctions.integrations.shapes.names import Naming, members_of
from fakeaws.services.stepfunctions.language.errors import StateError, runtime_error
from fakeaws.services.stepfunctions.language.json_text import Json, is_number, write_json

if TYPE_CHECKING:
    from botocore.model import OperationModel

#: Members of type string whose value is any JSON, as the receiver reads JSON.
_JSON_MEMBERS = frozenset({"Detail", "Input", "Message", "MessageBody", "Payload", "input", "payload"})

_INTEGERS = ("integer", "long", "short", "byte")


def request(
    model: OperationModel,
    parameters: Json,
    naming: Naming,
    *,
    drop_unknown: bool = False,
    need_required: bool = True,
) -> dict[str, Any]:
    """The operation's parameters, by the model's names and in botocore's types. A member that is null is left out.

    Objects and arrays for members of type string become compact JSON. ``drop_unknown`` leaves out members that the operation
    does not have, at any depth. Raises States.Runtime for them otherwise, for values of another type, and, unless ``need_required`` is
    False, for required members that are missing: then the service says what it thinks of that.
    """
    reader = _Reader(naming, drop_unknown, need_required)
    shape = model.input_shape
    if shape is None:
        if parameters and not drop_unknown and isinstance(parameters, dict):
            reader.problems += [_unknown(name) for name in parameters]
        found: dict[str, Any] = {}
    elif isinstance(parameters, dict):
        found = reader.structure(shape, parameters)
    else:
        found = {}
        reader.problems.append("The value for the field 'Parameters' must be an OBJECT")
    if reader.problems:
        raise refused(parameters, *reader.problems)
    return found


def refused(parameters: Json, *problems: str) -> StateError:
    """States.Runtime for parameters that no call can be made of."""
    listed = ", ".join(problems)
    return runtime_error(f"The Parameters '{write_json(parameters)}' could not be used to start the Task: [{listed}]")


def unknown_members(model: OperationModel, parameters: Json, naming: Naming) -> list[str]:
    """Names at the top of ``parameters`` that the operation does not have; those of templates may end with ``.$``."""
    known = members_of(model.input_shape, naming) if model.input_shape is not None else {}
    given = parameters if isinstance(parameters, dict) else {}
    return [name for name in given if (name[:-2] if name.endswith(".$") else name) not in known]


class _Reader:
    """Reads one request; what is wrong with it gathers in ``problems``."""

    def __init__(self, naming: Naming, drop_unknown: bool, need_required: bool) -> None:
        self.problems: list[str] = []
        self._naming = naming
        self._drop_unknown = drop_unknown
        self._need_required = need_required

    def structure(self, shape: Any, value: dict[str, Json]) -> dict[str, Any]:
        members = members_of(shape, self._naming)
        found: dict[str, Any] = {}
        for name, item in value.items():
            member = members.get(name)
            if member is None:
                if not self._drop_unknown:
                    self.problems.append(_unknown(name))
            elif item is not None:
                found[member] = self._member(shape.members[member], item, name)
        if self._need_required:
            self.problems += [
                f"The field '{name}' is required but was missing"
                for name, member in members.items()
                if member in shape.required_members
                and member not in found
                and not shape.members[member].metadata.get("idempotencyToken")
            ]
        return found

    def _member(self, shape: Any, value: Json, name: str) -> Any:
        json_too = isinstance(value, (dict, list)) or (name in _JSON_MEMBERS and not isinstance(value, str))
        if json_too and shape.type_name == "string":
            return write_json(value)
        return self._value(shape, value, name)

    def _value(self, shape: Any, value: Json, name: str) -> Any:
        kind = shape.type_name
        if kind == "structure":
            if getattr(shape, "is_document_type", False):
                return value
            return self.structure(shape, value) if isinstance(value, dict) else self._wrong(name, "an OBJECT")
        if kind == "map":
            if not isinstance(value, dict):
                return self._wrong(name, "an OBJECT")
            return {key: self._value(shape.value, item, key) for key, item in value.items() if item is not None}
        if kind == "list":
            if not isinstance(value, list):
                return self._wrong(name, "an ARRAY")
            return [self._value(shape.member, item, name) for item in value]
        if kind == "string":
            return value if isinstance(value, str) else self._wrong(name, "a STRING")
        if kind == "blob":
            if isinstance(value, str) and not shape.serialization.get("streaming"):
                return value.encode()
            return write_json(value).encode()
        if kind == "boolean":
            if isinstance(value, str) and value in ("true", "false"):
                return value == "true"
            return value if isinstance(value, bool) else self._wrong(name, "a BOOLEAN")
        if kind == "timestamp":
            return self._time(value, name)
        return self._number(value, name, whole=kind in _INTEGERS)

    def _number(self, value: Json, name: str, whole: bool) -> Any:
        if isinstance(value, str):
            try:
                return int(value) if whole else float(value)
            except ValueError:
                return self._wrong(name, "a NUMBER")
        if not is_number(value):
            return self._wrong(name, "a NUMBER")
        return int(value) if whole else float(value)

    def _time(self, value: Json, name: str) -> Any:
        from botocore.utils import parse_to_aware_datetime

        if isinstance(value, str) or is_number(value):
            try:
                given: Any = value if isinstance(value, str) else float(value)
                time: datetime = parse_to_aware_datetime(given)
            except (ValueError, OverflowError, TypeError):
                pass
            else:
                return time
        return self._wrong(name, "a TIMESTAMP")

    def _wrong(self, name: str, kind: str) -> None:
        self.problems.append(f"The value for the field '{name}' must be {kind}")


def _unknown(name: str) -> str:
    return f"The field '{name}' is not supported by Step Functions"
