"""Roles, as their ARNs name them. IAM is not asked: a role of the right form exists and trusts the caller."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache

from fakeaws.aws.arns import Arn


@dataclass(frozen=True)
class Role:
    """A role: ``arn:aws:iam::123456789012:role/path/Name``."""

    arn: Arn

    @classmethod
    def of(cls, arn: Arn) -> Role | None:
        """``None`` for the ARN of anything that is no role of an account."""
        kind, _, name = arn.resource.partition("/")
        of_account = len(arn.account) == 12 and arn.account.isdecimal()
        if arn.service != "iam" or arn.region or kind != "role" or not of_account or not name.rsplit("/", 1)[-1]:
            return None
        return cls(arn)

    @property
    def account(self) -> str:
        return self.arn.account

    @property
    def name(self) -> str:
        """Without its path, as STS shows it."""
        return self.arn.resource.rsplit("/", 1)[-1]

    @property
    def id(self) -> str:
        """IAM's unique id (``AROA…``): the same whenever and by whomever the role is assumed."""
        return _id_of(str(self.arn))

    def user_id(self, session_name: str) -> str:
        """``AROA…:session``: the assumed role id, and the ``UserId`` of its caller."""
        return f"{self.id}:{session_name}"

    def session_arn(self, session_name: str) -> str:
        """``arn:aws:sts::123456789012:assumed-role/Name/session``."""
        return f"arn:{self.arn.partition}:sts::{self.account}:assumed-role/{self.name}/{session_name}"


@lru_cache(256)
def _id_of(arn: str) -> str:
    return "AROA" + base64.b32encode(hashlib.sha256(arn.encode()).digest()).decode()[:17]
