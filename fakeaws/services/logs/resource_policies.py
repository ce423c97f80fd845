"""Resource policies: which documents AWS takes, and their revisions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from fakeaws.services.logs import errors, limits

ACCOUNT, RESOURCE = "ACCOUNT", "RESOURCE"


@dataclass
class ResourcePolicy:
    """A policy of the account, or of one log group (``resource``: its ARN)."""

    name: str | None
    document: str
    updated_ms: int
    resource: str | None
    revision: str

    @property
    def scope(self) -> str:
        """AWS's word."""
        return ACCOUNT if self.resource is None else RESOURCE

    def shown(self) -> dict[str, Any]:
        """As DescribeResourcePolicies shows it."""
        found: dict[str, Any] = {
            "policyDocument": self.document,
            "lastUpdatedTime": self.updated_ms,
            "policyScope": self.scope,
        }
        if self.name is not None:
            found["policyName"] = self.name
        if self.resource is not None:
            found["resourceArn"] = self.resource
            found["revisionId"] = self.revision
        return found


class ResourcePolicies:
    """All policies of an account and region: those of the account by name, those of log groups by ARN."""

    def __init__(self) -> None:
        self._policies: dict[tuple[str, str], ResourcePolicy] = {}
        self._revisions = 0

    def __iter__(self) -> Iterator[ResourcePolicy]:
        return iter([policy for _, policy in sorted(self._policies.items())])

    def put(
        self, name: str | None, document: str, resource: str | None, expected: str | None, now_ms: int
    ) -> ResourcePolicy:
        """Make or replace one; raises AWS's refusals."""
        key = _key(name, resource)
        known = self._policies.get(key)
        _check_document(document)
        if resource is not None:
            _check_revision(known, expected)
        elif known is None and sum(policy.resource is None for policy in self) >= limits.RESOURCE_POLICIES:
            raise errors.limit_exceeded()
        self._revisions += 1
        revision = blake2b(f"{key}/{self._revisions}".encode(), digest_size=16).hexdigest()
        policy = self._policies[key] = ResourcePolicy(name, document, now_ms, resource, revision)
        return policy

    def delete(self, name: str | None, resource: str | None, expected: str | None) -> None:
        """Take one away; raises AWS's refusals."""
        key = _key(name, resource)
        known = self._policies.get(key)
        if known is None:
            raise errors.not_found("resource policy")
        if resource is not None:
            _check_revision(known, expected)
        del self._policies[key]

    def forget(self, resource: str) -> None:
        """The log group of that ARN is deleted, and its policy with it."""
        self._policies.pop((RESOURCE, resource), None)


def _key(name: str | None, resource: str | None) -> tuple[str, str]:
    if resource is not None:
        return RESOURCE, resource
    if not name:
        raise errors.invalid_parameter("policyName is required for a policy without resourceArn.")
    return ACCOUNT, name


def _check_revision(known: ResourcePolicy | None, expected: str | None) -> None:
    if (known.revision if known is not None else None) != expected:
        raise errors.operation_aborted("The expectedRevisionId is not that of the latest revision of the policy.")


def _check_document(document: str) -> None:
    try:
        parsed = json.loads(document)
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict) or not parsed.get("Statement"):
        raise errors.invalid_parameter("The policy document is not valid.")
