"""The decision: an explicit deny wins, then any allow, else the request is not allowed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fakeaws.aws.policies.documents import PolicyDocument, Statement
from fakeaws.aws.policies.requests import Request


@dataclass(frozen=True)
class Decision:
    """``statement`` is the deny that forbade or the first allow that permitted; None for an implicit deny."""

    allowed: bool
    explicit_deny: bool
    statement: Statement | None


def evaluate(documents: Iterable[PolicyDocument], request: Request) -> Decision:
    """Judge a request by documents of one side: a resource's policy, or all policies of an identity.

    Within an account an allow of either side is enough, across accounts both must allow: that union is the caller's,
    as is the question whether a resource without a policy lets anybody in.
    """
    allowing: Statement | None = None
    for document in documents:
        for statement in document.statements:
            if statement.effect == "Deny":
                if statement.applies(request):
                    return Decision(False, True, statement)
            elif allowing is None and statement.applies(request):
                allowing = statement
    return Decision(allowing is not None, False, allowing)
