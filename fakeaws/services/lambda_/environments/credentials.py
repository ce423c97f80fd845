"""Whom a function acts as: its execution role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.aws.arns import Arn
from fakeaws.aws.roles import Role
from fakeaws.aws.sessions import Session, credentials_of
from fakeaws.simulation.variables import of_the_test

if TYPE_CHECKING:
    from fakeaws.aws.service import Caller
    from fakeaws.services.lambda_.functions import Version

_VARIABLES = {
    "AccessKeyId": "AWS_ACCESS_KEY_ID",
    "SecretAccessKey": "AWS_SECRET_ACCESS_KEY",
    "SessionToken": "AWS_SESSION_TOKEN",
}


def execution_caller(version: Version) -> Caller:
    """The session of the version's role, named after the function; the account's user if it has no role."""
    from fakeaws.world import user_of

    service = version.function.service
    role = _role(version)
    if role is None:
        return user_of(service.account)
    name = version.function.name
    return Session(role.account, role.session_arn(name), role.user_id(name))


def credentials(version: Version) -> dict[str, str]:
    """The variables that let boto3 act as the execution role; without a role, as whoever runs the test."""
    service = version.function.service
    world = service.world
    if _role(version) is None:
        own = of_the_test()
        caller = world.caller(own.get("AWS_ACCESS_KEY_ID"))
        if caller.account == service.account:
            return {name: own[name] for name in _VARIABLES.values() if name in own}
    caller = execution_caller(version)
    session = caller if isinstance(caller, Session) else Session(caller.account, caller.arn, caller.user_id)
    found = credentials_of(world, session, "lambda.credentials")
    return {_VARIABLES[name]: text for name, text in found.items()}


def _role(version: Version) -> Role | None:
    text = version.configuration.role
    return None if text is None else Role.of(Arn.parse(text))
