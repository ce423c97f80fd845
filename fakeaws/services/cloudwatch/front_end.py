"""What AWS's front end refuses before CloudWatch looks at a request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.aws import constraints
from fakeaws.router import operation_model
from fakeaws.services.cloudwatch import errors

if TYPE_CHECKING:
    from fakeaws.aws.service import Call, Handler, Pending, Result

#: Operations that have words of their own for some of what the model constrains: they call `check_constraints` later.
_OWN_WORDS = ("PutMetricData",)


def check_constraints(call: Call) -> None:
    """Raise ``ValidationError`` if a parameter breaks a constraint of the service model."""
    constraints.check(call.model or operation_model(call.service, call.operation), call.params)


def guarded(handler: Handler, model: Any) -> Handler:
    """The operation, refused where a required parameter is missing or the model's constraints do not hold."""
    shape = model.input_shape
    if shape is None:
        return handler
    refuse = errors.missing if _has_missing(model) else errors.missing_in_new_words
    check = None if model.name in _OWN_WORDS else constraints.checker(model)

    def checked(call: Call) -> Result | Pending:
        for path in _absent(shape, call.params, ""):
            raise refuse(path)
        if check is not None:
            check(call.params)
        return handler(call)

    return checked


def _has_missing(model: Any) -> bool:
    return any(shape.name == "MissingRequiredParameterException" for shape in model.error_shapes)


def _absent(shape: Any, given: Mapping[str, Any], path: str) -> Iterator[str]:
    """Where required members are missing: ``MetricData.member.1.MetricName``."""
    for name in shape.required_members:
        if given.get(name) is None:
            yield path + name
    members = shape.members
    for name, value in given.items():
        member = members.get(name)
        if member is None or value is None:
            continue
        if member.type_name == "structure":
            yield from _absent(member, value, f"{path}{name}.")
        elif member.type_name == "list" and member.member.type_name == "structure":
            for number, item in enumerate(value, 1):
                yield from _absent(member.member, item, f"{path}{name}.member.{number}.")
