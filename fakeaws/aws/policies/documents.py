"""A policy document: from JSON to statements that are quick to judge by."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from fakeaws.aws.policies.conditions import Condition, UnknownOperator, condition
from fakeaws.aws.policies.patterns import ArnPattern, Pattern, resource_pattern
from fakeaws.aws.policies.requests import Principal, Request

Kind = Literal["resource", "identity", "trust"]

_ELEMENTS = (
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
)
_VERSIONS = ("2008-10-17", "2012-10-17")


class MalformedPolicy(ValueError):
    """The text is not a policy. ``reason`` is IAM's wording where it is known; services wrap it in their own."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Principals:
    """A Principal element: everybody, accounts, ARNs (users, roles, sessions), services.

    Federated and canonical users may be named, but nobody here is one of them.
    """

    everybody: bool = False
    accounts: tuple[str, ...] = ()
    arns: tuple[str, ...] = ()
    services: tuple[str, ...] = ()

    def include(self, who: Principal) -> bool:
        """As ``Principal``: an account means everyone in it, a role its sessions, "*" even services and strangers."""
        if self.everybody:
            return True
        if who.kind == "service":
            return who.service in self.services
        return (bool(who.account) and who.account in self.accounts) or self._names(who)

    def exempt(self, who: Principal) -> bool:
        """As ``NotPrincipal``: a user or session only if its account is listed as well, a session also its role."""
        if who.kind == "service" or self.everybody:
            return self.include(who)
        if who.account not in self.accounts:
            return False
        if who.kind == "session":
            return who.arn in self.arns and self._names_role_of(who)
        return who.kind == "root" or who.arn in self.arns

    def _names(self, who: Principal) -> bool:
        return who.arn in self.arns or (who.kind == "session" and self._names_role_of(who))

    def _names_role_of(self, who: Principal) -> bool:
        # Role names are unique in an account, whatever their path, and a session's ARN does not show the path.
        start = f":iam::{who.account}:role/"
        return any(start in arn and arn.rsplit("/", 1)[-1] == who.role for arn in self.arns)


@dataclass(frozen=True)
class Statement:
    """One statement; ``source`` is its JSON as given. A part that is None was not given, and asks nothing."""

    source: Mapping[str, Any]
    sid: str | None
    effect: Literal["Allow", "Deny"]
    principals: Principals | None
    not_principals: Principals | None
    actions: tuple[Pattern, ...] | None
    not_actions: tuple[Pattern, ...] | None
    resources: tuple[Pattern | ArnPattern, ...] | None
    not_resources: tuple[Pattern | ArnPattern, ...] | None
    conditions: tuple[Condition, ...]

    def applies(self, request: Request) -> bool:
        """Whether the statement speaks of this request: every element of it matches."""
        return (
            (self.principals is None or self.principals.include(request.principal))
            and (self.not_principals is None or not self.not_principals.exempt(request.principal))
            and (self.actions is None or _any_matches(self.actions, request.action, request))
            and (self.not_actions is None or not _any_matches(self.not_actions, request.action, request))
            and (self.resources is None or _any_matches(self.resources, request.resource, request))
            and (self.not_resources is None or not _any_matches(self.not_resources, request.resource, request))
            and _all_hold(self.conditions, request)
        )


@dataclass(frozen=True)
class PolicyDocument:
    version: str
    id: str | None
    statements: tuple[Statement, ...]

    @cached_property
    def asks_the_time(self) -> bool:
        """Whether the same request may be judged otherwise later."""
        sources = json.dumps([statement.source for statement in self.statements]).lower()
        return "aws:currenttime" in sources or "aws:epochtime" in sources


def parse_policy(document: str | Mapping[str, Any], kind: Kind = "resource") -> PolicyDocument:
    """A document ready to judge by; `MalformedPolicy` if it is none.

    ``resource`` policies need a principal, and may leave out the resource that they are attached to; ``identity``
    policies need a resource and must not name principals; ``trust`` policies are a role's, and need a principal only.
    """
    if isinstance(document, str):
        try:
            document = json.loads(document)
        except ValueError:
            raise MalformedPolicy("This policy contains invalid Json") from None
    if not isinstance(document, Mapping):
        raise MalformedPolicy("Syntax errors in policy.")
    _refuse_unknown(document, ("Version", "Id", "Statement"))
    version = document.get("Version", "2008-10-17")
    if version not in _VERSIONS:
        raise MalformedPolicy("The policy must contain a valid version string.")
    if not isinstance(document.get("Id", ""), str):
        raise MalformedPolicy("Syntax errors in policy.")
    sources = document.get("Statement")
    if isinstance(sources, Mapping):
        sources = [sources]
    if not isinstance(sources, list) or not sources:
        raise MalformedPolicy("Missing required field Statement" if sources is None else "Syntax errors in policy.")
    statements = tuple(_statement(source, kind, version == "2012-10-17") for source in sources)
    sids = [statement.sid for statement in statements if statement.sid]
    if len(sids) != len(dict.fromkeys(sids)):
        raise MalformedPolicy("Statement IDs (SID) in a single policy must be unique.")
    return PolicyDocument(version, document.get("Id"), statements)


def allow_statement(
    sid: str, service_principal: str, action: str, resource: str, source_arn: str | None
) -> dict[str, Any]:
    """The statement by which a resource's owner lets an AWS service in, on behalf of ``source_arn`` only."""
    statement: dict[str, Any] = {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"Service": service_principal},
        "Action": action,
        "Resource": resource,
    }
    if source_arn is not None:
        statement["Condition"] = {"ArnEquals": {"aws:SourceArn": source_arn}}
    return statement


def _statement(source: Any, kind: Kind, variables: bool) -> Statement:
    if not isinstance(source, Mapping):
        raise MalformedPolicy("Syntax errors in policy.")
    _refuse_unknown(source, _ELEMENTS)
    for name in ("Principal", "Action", "Resource"):
        if name in source and f"Not{name}" in source:
            raise MalformedPolicy(f"Statement has both {name} and Not{name}")
    has_principal = "Principal" in source or "NotPrincipal" in source
    if kind == "identity" and has_principal:
        raise MalformedPolicy("Policy document should not specify a principal.")
    if kind != "identity" and not has_principal:
        raise MalformedPolicy("Missing required field Principal")
    if "Effect" not in source:
        raise MalformedPolicy("Missing required field Effect")
    if source["Effect"] not in ("Allow", "Deny"):
        raise MalformedPolicy(f"Invalid effect: {source['Effect']}")
    if "Action" not in source and "NotAction" not in source:
        raise MalformedPolicy("Missing required field Action")
    if kind == "identity" and "Resource" not in source and "NotResource" not in source:
        raise MalformedPolicy("Missing required field Resource")
    sid = source.get("Sid")
    if sid is not None and not isinstance(sid, str):
        raise MalformedPolicy("Syntax errors in policy.")
    return Statement(
        source=source,
        sid=sid,
        effect=source["Effect"],
        principals=_principals(source, "Principal"),
        not_principals=_principals(source, "NotPrincipal"),
        actions=_actions(source, "Action"),
        not_actions=_actions(source, "NotAction"),
        resources=_resources(source, "Resource", variables),
        not_resources=_resources(source, "NotResource", variables),
        conditions=_conditions(source.get("Condition", {}), variables),
    )


def _any_matches(patterns: tuple[Pattern | ArnPattern, ...], text: str, request: Request) -> bool:
    look_up = request.variable
    for pattern in patterns:  # noqa: SIM110 (a generator costs more than the comparison)
        if pattern.matches(text, look_up):
            return True
    return False


def _all_hold(conditions: tuple[Condition, ...], request: Request) -> bool:
    for one in conditions:  # noqa: SIM110
        if not one.holds(request):
            return False
    return True


def _refuse_unknown(source: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for name in source:
        if name not in known:
            raise MalformedPolicy(f"Unknown field {name}")


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    if not values or not all(isinstance(item, str) and item for item in values):
        raise MalformedPolicy("Syntax errors in policy.")
    return values


def _actions(source: Mapping[str, Any], element: str) -> tuple[Pattern, ...] | None:
    if element not in source:
        return None
    actions = _texts(source[element])
    for action in actions:
        if action != "*" and not re.fullmatch(r"[A-Za-z0-9*?-]+:.+", action):
            raise MalformedPolicy("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")
    return tuple(Pattern(action, variables=False, ignore_case=True) for action in actions)


def _resources(source: Mapping[str, Any], element: str, variables: bool) -> tuple[Pattern | ArnPattern, ...] | None:
    if element not in source:
        return None
    return tuple(resource_pattern(resource, variables=variables) for resource in _texts(source[element]))


def _principals(source: Mapping[str, Any], element: str) -> Principals | None:
    if element not in source:
        return None
    if source[element] == "*":
        return Principals(everybody=True)
    if not isinstance(source[element], Mapping) or not source[element]:
        raise MalformedPolicy("Syntax errors in policy.")
    everybody = False
    accounts: list[str] = []
    arns: list[str] = []
    services: list[str] = []
    for provider, value in source[element].items():
        if provider not in ("AWS", "Service", "Federated", "CanonicalUser"):
            raise MalformedPolicy(f'Invalid principal in policy: "{provider}"')
        for name in _texts(value):
            account = re.fullmatch(r"(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?", name)
            if provider == "Service":
                services.append(name)
            elif provider != "AWS":
                continue
            elif name == "*":
                everybody = True
            elif account is not None:
                accounts.append(account[1])
            elif re.fullmatch(r"arn:[\w-]+:(iam|sts)::\w+:[^*?]+|A[A-Z0-9]{15,}", name):
                arns.append(name)
            else:
                raise MalformedPolicy(f'Invalid principal in policy: "AWS":"{name}"')
    return Principals(everybody, tuple(accounts), tuple(arns), tuple(services))


def _conditions(block: Any, variables: bool) -> tuple[Condition, ...]:
    if not isinstance(block, Mapping) or not all(isinstance(keys, Mapping) for keys in block.values()):
        raise MalformedPolicy("Syntax errors in policy.")
    found: list[Condition] = []
    for operator, keys in block.items():
        for key, wanted in keys.items():
            values = wanted if isinstance(wanted, list) else [wanted]
            if not all(isinstance(value, (str, int, float)) for value in values):
                raise MalformedPolicy("Syntax errors in policy.")
            try:
                found.append(condition(operator, key, values, variables=variables))
            except UnknownOperator:
                raise MalformedPolicy(f"Invalid Condition type : {operator}.") from None
    return tuple(found)
