"""The routing configuration of an alias: which versions it stands for, with which weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fakeaws.services.stepfunctions import errors
from fakeaws.services.stepfunctions.names import MACHINE, read_arn

#: What the weights add up to.
WHOLE = 100


def read_routes(routing: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Version ARN → weight; raises ValidationException. Whether the versions exist is not looked at."""
    arns = [each["stateMachineVersionArn"] for each in routing]
    received = f"Received: [{', '.join(arns)}]"
    read = [read_arn(arn, MACHINE) for arn in arns]
    if any(arn.label is not None or arn.rest is None or not arn.rest.isdecimal() for arn in read):
        raise errors.invalid_routing(f"Routing configuration must contain state machine version ARNs. {received}")
    if len(set(arns)) < len(arns):
        raise errors.invalid_routing(
            f"Routing configuration must contain distinct state machine version ARNs. {received}"
        )
    if len({arn.machine for arn in read}) > 1:
        raise errors.invalid_routing(
            f"Routing configuration must contain version ARNs of the same state machine. {received}"
        )
    weights = [each["weight"] for each in routing]
    if sum(weights) != WHOLE:
        raise errors.invalid_routing(f"Sum of routing configuration weights must equal {WHOLE}. Received: {weights}")
    return dict(zip(arns, weights))


def shown_routes(routes: Mapping[str, int]) -> list[dict[str, Any]]:
    """As DescribeStateMachineAlias lists them."""
    return [{"stateMachineVersionArn": arn, "weight": weight} for arn, weight in routes.items()]
