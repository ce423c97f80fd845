"""Every constraint of the input models of services that AWS's front end checks: each broken by itself, refused by name.

Services with words of their own for it (SQS) have such cases in their tables of refusals.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError
from botocore.model import Shape

from fakeaws import World
from fakeaws.aws.constraints import WORDED_BY_SERVICES
from fakeaws.aws.java_patterns import Untranslatable, matcher
from fakeaws.router import load
from tests.conformance.contract import Contract, contracts
from tests.conformance.test_answers import answers
from tests.support.ways import client_of


def broken(shape: Shape) -> Iterator[tuple[Any, str]]:
    """Values that break one constraint of a shape, and what AWS says of it."""
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if shape.type_name in ("integer", "long"):
        if low is not None:
            yield low - 1, f"Member must have value greater than or equal to {low}"
        if high is not None:
            yield high + 1, f"Member must have value less than or equal to {high}"
    elif shape.type_name == "list":
        if high is not None:
            yield [_sound(shape.member)] * (high + 1), f"Member must have length less than or equal to {high}"
        if low:
            yield [], f"Member must have length greater than or equal to {low}"
    elif shape.type_name == "string":
        if high is not None:
            yield "1" * (high + 1), f"Member must have length less than or equal to {high}"
        if low:
            yield "1" * (low - 1), f"Member must have length greater than or equal to {low}"
        if "pattern" in shape.metadata:
            value = _against(shape)
            if value is not None:
                yield value, f"Member must satisfy regular expression pattern: {shape.metadata['pattern']}"
        if shape.metadata.get("enum") and shape.name not in WORDED_BY_SERVICES:
            yield "no such value", "Member must satisfy enum value set: ["


def _sound(shape: Shape) -> Any:
    if shape.type_name == "structure":
        return {name: _sound(member) for name, member in shape.members.items()}
    if shape.type_name in ("integer", "long", "double"):
        return max(shape.metadata.get("min", 1), 1)
    if shape.type_name == "map":
        return {}
    if shape.type_name == "list":
        return []
    if shape.metadata.get("enum"):
        return shape.metadata["enum"][0]
    return "1" * max(shape.metadata.get("min", 1), 1)


def _against(shape: Shape) -> str | None:
    """A text of a good length that does not match the shape's pattern."""
    try:
        matches = matcher(shape.metadata["pattern"])
    except Untranslatable:
        return None
    length = max(shape.metadata.get("min", 1), 1)
    return next((mark * length for mark in "~ é\x01\U0001f600" if not matches(mark * length)), None)


def _in_the_host(contract: Contract, operation: str) -> set[str]:
    """Parameters from which botocore makes the host's name: it refuses bad ones itself."""
    return {each.member_name for each in contract.model.operation_model(operation).context_parameters}


def _cases() -> list[Any]:
    return [
        pytest.param(contract, operation, name, value, said, id=f"{contract.service}.{operation}.{name}: {said}")
        for contract in contracts()
        if load(contract.service).validates or contract.constraint_code
        for operation in contract.scenarios
        if operation not in contract.not_there and contract.model.operation_model(operation).input_shape is not None
        for name, shape in contract.model.operation_model(operation).input_shape.members.items()
        if name not in _in_the_host(contract, operation)
        for value, said in broken(shape)
    ]


@pytest.mark.parametrize(("contract", "operation", "name", "value", "said"), _cases())
def test_a_broken_constraint_is_named(
    aws: World, contract: Contract, operation: str, name: str, value: Any, said: str
) -> None:
    usual = next(answer.params for answer in answers(contract, operation) if answer.operation == operation)
    with pytest.raises(ClientError) as caught:
        getattr(client_of(contract.service, checked=False), xform_name(operation))(**{**usual, name: value})
    error = caught.value.response["Error"]
    assert error["Code"] in (contract.constraint_code, "ValidationException", "ValidationError")
    assert f"at '{name[0].lower()}{name[1:]}' failed to satisfy constraint: " in error["Message"]
    assert said in error["Message"]
    assert len(aws.timeline) == 1
