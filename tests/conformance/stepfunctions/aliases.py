"""The operations on aliases."""

from __future__ import annotations

from typing import Any

from tests.conformance.contract import AskService, Refusal, Scenario
from tests.conformance.stepfunctions import furniture as f
from tests.conformance.stepfunctions.rows import INVALID, Rows, limited

NEVER_SHOWN: dict[str, dict[str, str]] = {}

_ONE, _TWO = f"{f.ORDERS}:1", f"{f.ORDERS}:2"


async def _aliases(ask: AskService) -> None:
    await ask("CreateStateMachine", **f.ORDERED, publish=True)
    await ask("UpdateStateMachine", stateMachineArn=f.ORDERS, roleArn=f"{f.ROLE}-2", publish=True)
    live: dict[str, Any] = {"name": "live", "routingConfiguration": f.routes((_ONE, 90), (_TWO, 10))}
    await ask("CreateStateMachineAlias", **live, description="orders")
    await ask("CreateStateMachineAlias", **live)
    await ask("CreateStateMachineAlias", name="test", routingConfiguration=f.routes((_TWO, 100)))
    await ask("DescribeStateMachineAlias", stateMachineAliasArn=f.ALIAS)
    await ask.wait(1)
    await ask("UpdateStateMachineAlias", stateMachineAliasArn=f.ALIAS, routingConfiguration=f.routes((_ONE, 100)))
    await ask("UpdateStateMachineAlias", stateMachineAliasArn=f.ALIAS, description="all orders")
    await ask("DescribeStateMachineAlias", stateMachineAliasArn=f.ALIAS)
    first = await ask("ListStateMachineAliases", stateMachineArn=f.ORDERS, maxResults=1)
    await ask("ListStateMachineAliases", stateMachineArn=f.ORDERS, maxResults=1, nextToken=first["nextToken"])
    await ask("ListStateMachineAliases", stateMachineArn=_ONE)
    await ask("DeleteStateMachineAlias", stateMachineAliasArn=f.ALIAS)
    await ask("DeleteStateMachineAlias", stateMachineAliasArn=f.ALIAS)
    await ask("ListStateMachineAliases", stateMachineArn=f.ORDERS)


SCENARIOS: dict[str, Scenario] = dict.fromkeys(
    (
        "CreateStateMachineAlias",
        "UpdateStateMachineAlias",
        "DescribeStateMachineAlias",
        "DeleteStateMachineAlias",
        "ListStateMachineAliases",
    ),
    _aliases,
)

_CREATE, _UPDATE, _DESCRIBE, _DELETE, _LIST = SCENARIOS
_OWN = {"stateMachineAliasArn": f.ALIAS}
_USUAL: dict[str, dict[str, Any]] = {
    _CREATE: {"name": "new", "routingConfiguration": f.routes((_TWO, 100))},
    _UPDATE: {**_OWN, "routingConfiguration": f.routes((_ONE, 100))},
    _DESCRIBE: _OWN,
    _DELETE: _OWN,
    _LIST: {"stateMachineArn": f.ORDERS},
}
_row = Rows(_USUAL)

_PATTERN = r"Member must satisfy regular expression pattern: ^(?=.*[a-zA-Z_\-\.])[a-zA-Z0-9_\-\.]+$"
_NO_REFERENCE = "Request references a resource that does not exist."
_GOING = f"State Machine is being deleted: '{f.LEAVING}'"
_ROUTING = {"reason": "INVALID_ROUTING_CONFIGURATION"}
_ARNS = "Routing configuration must contain state machine version ARNs. Received: [{}]"
_OTHERS = "Routing configuration must contain version ARNs of the same state machine. Received: [{}]"
_DISTINCT = "Routing configuration must contain distinct state machine version ARNs. Received: [{}]"


def _routing(id: str, message: str, *routes: tuple[str, int], operation: str = _CREATE) -> Refusal:
    return _row(f"routing: {id}", operation, INVALID, message, fields=_ROUTING, routingConfiguration=f.routes(*routes))


def _not_there(id: str, operation: str, arn: str, **changed: Any) -> Refusal:
    return _row(id, operation, "ResourceNotFound", _NO_REFERENCE, fields={"resourceName": arn}, **changed)


_THREE = ", ".join(f"RoutingConfigurationListItem(stateMachineVersionArn={_ONE}, weight=50)" for _ in range(3))

REFUSALS: tuple[Refusal, ...] = (
    _row.broken("a number", _CREATE, "name", "12", _PATTERN, name="12"),
    _row.broken("a bad name", _CREATE, "name", "a b", _PATTERN, name="a b"),
    _row.broken(
        "a long name",
        _CREATE,
        "name",
        "a" * 81,
        "Member must have length less than or equal to 80",
        name="a" * 81,
    ),
    _row.broken(
        "weight 101",
        _CREATE,
        "routingConfiguration.1.member.weight",
        "101",
        "Member must have value less than or equal to 100",
        routingConfiguration=f.routes((_ONE, 101)),
    ),
    _row.broken(
        "three",
        _UPDATE,
        "routingConfiguration",
        f"[{_THREE}]",
        "Member must have length less than or equal to 2",
        routingConfiguration=f.routes(*[(_ONE, 50)] * 3),
    ),
    _routing("a state machine", _ARNS.format(f.ORDERS), (f.ORDERS, 100)),
    _routing("an alias", _ARNS.format(f"{_ONE}, {f.ALIAS}"), (_ONE, 50), (f.ALIAS, 50), operation=_UPDATE),
    _routing("twice", _DISTINCT.format(f"{_ONE}, {_ONE}"), (_ONE, 50), (_ONE, 50)),
    _routing(
        "weights", "Sum of routing configuration weights must equal 100. Received: [70, 29]", (_ONE, 70), (_TWO, 29)
    ),
    _routing(
        "weight", "Sum of routing configuration weights must equal 100. Received: [99]", (_ONE, 99), operation=_UPDATE
    ),
    _routing("two machines", _OTHERS.format(f"{_ONE}, {f.QUICK}:1"), (_ONE, 50), (f"{f.QUICK}:1", 50)),
    _routing("another machine", _OTHERS.format(f"{f.QUICK}:1"), (f"{f.QUICK}:1", 100), operation=_UPDATE),
    _not_there("no version", _CREATE, f"{f.ORDERS}:3", routingConfiguration=f.routes((f"{f.ORDERS}:3", 100))),
    _not_there("no machine", _CREATE, f"{f.NO_MACHINE}:1", routingConfiguration=f.routes((f"{f.NO_MACHINE}:1", 100))),
    _not_there("no version", _UPDATE, f"{f.ORDERS}:3", routingConfiguration=f.routes((f"{f.ORDERS}:3", 100))),
    *(
        _not_there(id, operation, arn, stateMachineAliasArn=arn)
        for operation in (_UPDATE, _DESCRIBE)
        for id, arn in {"none": f"{f.ORDERS}:none", "no machine": f"{f.NO_MACHINE}:live", "machine": f.ORDERS}.items()
    ),
    _not_there("no version", _LIST, f"{f.ORDERS}:3", stateMachineArn=f"{f.ORDERS}:3"),
    _row(
        "other routing",
        _CREATE,
        "ConflictException",
        "Failed to create alias because an alias with the same name and a different routing configuration already exists.",
        name="live",
        routingConfiguration=f.routes((_ONE, 100)),
    ),
    _row(
        "too many",
        _CREATE,
        "ServiceQuotaExceededException",
        "The maximum number of aliases of a state machine has been reached.",
        limited("aliases", 2),
    ),
    _row(
        "nothing",
        _UPDATE,
        INVALID,
        "Either the description or the routing configuration must be specified",
        fields={"reason": "MISSING_REQUIRED_PARAMETER"},
        routingConfiguration=None,
    ),
    _row("going", _CREATE, "StateMachineDeleting", _GOING, routingConfiguration=f.routes((f"{f.LEAVING}:1", 100))),
    _row("going", _UPDATE, "StateMachineDeleting", _GOING, stateMachineAliasArn=f"{f.LEAVING}:live"),
    _row("going", _LIST, "StateMachineDeleting", _GOING, stateMachineArn=f.LEAVING),
    _row(
        "none",
        _LIST,
        "StateMachineDoesNotExist",
        f"State Machine Does Not Exist: '{f.NO_MACHINE}'",
        stateMachineArn=f.NO_MACHINE,
    ),
    _row(
        "no ARN",
        _CREATE,
        "InvalidArn",
        "Invalid Arn: 'Invalid ARN prefix: orders:1'",
        routingConfiguration=f.routes(("orders:1", 100)),
    ),
    *(bad for name in (_UPDATE, _DESCRIBE, _DELETE) for bad in _row.bad_arns(name, "stateMachineAliasArn", f.APPROVE)),
    *_row.bad_arns(_LIST, "stateMachineArn", f.RUN),
    *(_row.labelled(name, "stateMachineAliasArn", f"{f.ORDERS}/each") for name in (_UPDATE, _DESCRIBE, _DELETE)),
    *_row.bad_pages(_LIST),
)

_AT_ONCE = "changes take effect at once, so none is in the way of another: aws.faults.fail with the code"

UNASKED: dict[str, str] = {
    "CreateStateMachineAlias.InvalidName": "the model's pattern is looked at first: ValidationException",
    "UpdateStateMachineAlias.ConflictException": _AT_ONCE,
    "DeleteStateMachineAlias.ConflictException": _AT_ONCE,
    "DeleteStateMachineAlias.ResourceNotFound": "what is not there counts as deleted: aws.faults.fail with the code",
}
