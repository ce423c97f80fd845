"""What AWS's front end refuses before SNS looks at a request, for the operations where it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.aws import constraints
from fakeaws.router import operation_model
from fakeaws.services.sns import errors

if TYPE_CHECKING:
    from fakeaws.aws.service import Call


def check_constraints(call: Call) -> None:
    """Raise ``ValidationError`` if a parameter breaks a constraint of the service model."""
    constraints.check(call.model or operation_model(call.service, call.operation), call.params)


def check_not_empty(call: Call, parameter: str) -> None:
    """Raise ``ValidationError`` for an empty map, which is nothing at all on the wire."""
    if not call.params.get(parameter):
        raise errors.missing_value(parameter[0].lower() + parameter[1:])
