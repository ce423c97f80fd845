"""Whom code that runs on AWS acts as: the session of a role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.aws.arns import Arn
from fakeaws.aws.roles import Role
from fakeaws.aws.sessions import Session, credentials_of
from fakeaws.simulation.variables import of_the_test

if TYPE_CHECKING:
    from fakeaws.aws.service import Caller
    from fakeaws.world import World

_VARIABLES = {
    "AccessKeyId": "AWS_ACCESS_KEY_ID",
    "SecretAccessKey": "AWS_SECRET_ACCESS_KEY",
    "SessionToken": "AWS_SESSION_TOKEN",
}


def role_session(role: str | None, name: str) -> Session | None:
    """The session of that name of a role, by its ARN; None without a role."""
    found = None if role is None else Role.of(Arn.parse(role))
    return None if found is None else Session(found.account, found.session_arn(name), found.user_id(name))


def credential_variables(world: World, session: Session | None, user: Caller, stream: str) -> dict[str, str]:
    """The environment variables that let boto3 act as the session; without one, as whoever runs the test.

    ``user`` stands for everybody in the account where the code runs: it acts as that if the test acts in another one.
    """
    if session is None:
        own = of_the_test()
        if world.caller(own.get("AWS_ACCESS_KEY_ID")).account == user.account:
            return {name: own[name] for name in _VARIABLES.values() if name in own}
        session = Session(user.account, user.arn, user.user_id)
    return {_VARIABLES[name]: text for name, text in credentials_of(world, session, stream).items()}
