"""The execution role, as which Lambda sends what its functions' asynchronous invocations came to."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from fakeaws.aws.arns import Arn
from fakeaws.aws.service import Caller

if TYPE_CHECKING:
    from fakeaws.services.lambda_.functions import Function


def execution_role(function: Function) -> Caller:
    """The session of the function's role; a function that has none uses one of its own name."""
    account = function.service.account
    partition = Arn.parse(function.arn).partition
    role = function.latest.configuration.role or f"arn:{partition}:iam::{account}:role/{function.name}"
    name = role.rsplit("/", 1)[-1]
    unique = "AROA" + base64.b32encode(hashlib.sha256(role.encode()).digest()).decode()[:17]
    session = f"arn:{partition}:sts::{account}:assumed-role/{name}/{function.name}"
    return Caller(account, session, f"{unique}:{function.name}")
