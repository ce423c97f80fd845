"""What a policy judges: who wants to do what to which resource, under which circumstances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from fakeaws.aws.arns import Arn

Kind = Literal["root", "user", "role", "session", "federated", "service", "anonymous"]


@dataclass(frozen=True)
class Principal:
    """Who asks. ``session`` is an assumed role; its ``role`` is the role's name without a path."""

    kind: Kind
    arn: str = ""
    account: str = ""
    service: str = ""
    role: str = ""
    user: str = ""

    @classmethod
    def of_arn(cls, text: str) -> Principal:
        """From the ARN of an account's root, a user, a role or a session; ``ValueError`` for any other."""
        arn = Arn.parse(text)
        name = arn.resource_id.rsplit("/", 1)[-1]
        if arn.service == "iam" and arn.resource == "root":
            return cls("root", text, arn.account)
        if arn.service == "iam" and arn.resource_type == "user":
            return cls("user", text, arn.account, user=name)
        if arn.service == "iam" and arn.resource_type == "role":
            return cls("role", text, arn.account, role=name)
        if arn.service == "sts" and arn.resource_type == "assumed-role":
            return cls("session", text, arn.account, role=arn.resource_id.split("/", 1)[0])
        if arn.service == "sts" and arn.resource_type == "federated-user":
            return cls("federated", text, arn.account)
        raise ValueError(f"not the ARN of a principal: {text!r}")

    @classmethod
    def of_service(cls, name: str) -> Principal:
        """An AWS service by its principal's name, ``sns.amazonaws.com``."""
        return cls("service", service=name)

    @classmethod
    def anonymous(cls) -> Principal:
        """Somebody whose request is not signed."""
        return cls("anonymous")

    def context(self) -> dict[str, object]:
        """The condition keys that AWS fills in from who asks, in lower case."""
        if self.kind == "service":
            return {"aws:principalisawsservice": True, "aws:principalservicename": self.service}
        if self.kind == "anonymous":
            return {"aws:principalisawsservice": False, "aws:principaltype": "Anonymous"}
        types = {"root": "Account", "user": "User", "federated": "FederatedUser"}
        arn = self.arn
        if self.kind == "session":  # shown as the role's ARN; a session's ARN does not tell the role's path
            arn = str(Arn(Arn.parse(arn).partition, "iam", "", self.account, f"role/{self.role}"))
        found: dict[str, object] = {
            "aws:principalarn": arn,
            "aws:principalaccount": self.account,
            "aws:principaltype": types.get(self.kind, "AssumedRole"),
            "aws:principalisawsservice": False,
        }
        if self.user:
            found["aws:username"] = self.user
        return found


@dataclass(frozen=True)
class Request:
    """``action`` with its service (``sqs:SendMessage``), ``resource`` as ARN; ``context`` by condition key.

    Keys are case-insensitive. Values: text, number, bool, bytes, aware ``datetime`` or, for multi-valued keys such as
    ``aws:TagKeys``, a list of these; ``None`` and ``[]`` count as absent. What follows from the principal
    (``aws:PrincipalArn``, ``aws:username``, …) is added.
    """

    principal: Principal
    action: str
    resource: str
    context: Mapping[str, object] = field(default_factory=dict)

    @cached_property
    def _own(self) -> dict[str, object]:
        return {key.lower(): value for key, value in self.context.items()}

    @cached_property
    def _derived(self) -> dict[str, object]:
        return self.principal.context()

    def values(self, key: str) -> list[object]:
        """All values of a condition key; [] if the request has none."""
        key = key.lower()
        value = self._own[key] if key in self._own else self._derived.get(key)
        if value is None:
            return []
        return list(value) if isinstance(value, (list, tuple)) else [value]

    def variable(self, key: str) -> str | None:
        """The value of a policy variable: of a key that has exactly one."""
        found = self.values(key)
        return text_of(found[0]) if len(found) == 1 else None


def text_of(value: object) -> str:
    """A context or policy value as the text that string operators compare."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return str(value)
