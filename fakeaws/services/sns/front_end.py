"""What AWS's front end refuses before SNS looks at a request, for the operations where it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.aws import constraints
from fakeaws.aws.java_text import lower_first
from fakeaws.router import operation_model
from fakeaws.services.sns import errors

if TYPE_CHECKING:
    from fakeaws.aws.service import Call, Handler, Pending, Result

#: Required members that SNS itself has words for.
_OWN_WORDS = frozenset(("TopicArn", "ResourceArn", "SubscriptionArn", "PublishBatchRequestEntries"))


def check_constraints(call: Call) -> None:
    """Raise ``ValidationError`` if a parameter breaks a constraint of the service model."""
    constraints.check(call.model or operation_model(call.service, call.operation), call.params)


def check_not_empty(call: Call, parameter: str) -> None:
    """Raise ``ValidationError`` for an empty map, which is nothing at all on the wire."""
    if not call.params.get(parameter):
        raise errors.missing_value(parameter[0].lower() + parameter[1:])


def refusing_absent(handler: Handler, model: Any) -> Handler:
    """The operation, refused with ``ValidationError`` where a request lacks a required member."""
    shape = model.input_shape
    required = () if shape is None else tuple(name for name in shape.required_members if name not in _OWN_WORDS)
    entries = () if shape is None else tuple(_entries(shape))
    if not required and not entries:
        return handler

    def checked(call: Call) -> Result | Pending:
        params = call.params
        for name in required:
            if params.get(name) is None:
                raise errors.missing_value(lower_first(name))
        for name, members in entries:
            _check_entries(name, params.get(name) or (), members)
        return handler(call)

    return checked


def _entries(shape: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Members that are lists of structures, and what each of those has to have."""
    for name, member in shape.members.items():
        if member.type_name == "list" and member.member.type_name == "structure":
            yield name, tuple(member.member.required_members)


def _check_entries(name: str, entries: Any, members: tuple[str, ...]) -> None:
    for number, entry in enumerate(entries, 1):
        given: Mapping[str, Any] = entry
        for member in members:
            if given.get(member) is None:
                raise errors.missing_value(f"{lower_first(name)}.{number}.member.{lower_first(member)}")
