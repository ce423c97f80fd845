"""Whom a function acts as: its execution role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.aws.role_credentials import credential_variables, role_session
from fakeaws.world import user_of

if TYPE_CHECKING:
    from fakeaws.aws.service import Caller
    from fakeaws.aws.sessions import Session
    from fakeaws.services.lambda_.functions import Version


def execution_caller(version: Version) -> Caller:
    """The session of the version's role, named after the function; the account's user if it has no role."""
    return _session(version) or user_of(version.function.service.account)


def credentials(version: Version) -> dict[str, str]:
    """The variables that let boto3 act as the execution role; without a role, as whoever runs the test."""
    service = version.function.service
    return credential_variables(service.world, _session(version), user_of(service.account), "lambda.credentials")


def _session(version: Version) -> Session | None:
    return role_session(version.configuration.role, version.function.name)
