"""How a broker knows its users: its own list, an LDAP server, or what its configuration says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fakeaws.services.mq import errors, limits
from fakeaws.services.mq.engines.engine import ACTIVEMQ, Engine
from fakeaws.services.mq.users.rules import check_user
from fakeaws.services.mq.users.user import User

SIMPLE: Final = "SIMPLE"
LDAP: Final = "LDAP"
_STRATEGIES: Final = (SIMPLE, LDAP, "CONFIG_MANAGED")
_LDAP_HOSTS: Final = 2


def read_strategy(engine: Engine, given: str) -> str:
    """Raises BadRequestException for one that the engine does not have."""
    strategy = given.upper()
    if strategy not in _STRATEGIES:
        message = f"Authentication strategy [{given}] is invalid. Valid values: [{', '.join(_STRATEGIES)}]"
        raise errors.bad_request(message, "authenticationStrategy")
    if strategy == (LDAP if engine is not ACTIVEMQ else "CONFIG_MANAGED"):
        message = f"Broker engine type [{engine.name}] does not support authentication strategy [{strategy}]."
        raise errors.bad_request(message, "authenticationStrategy")
    return strategy


def check_ldap(strategy: str, server: Mapping[str, Any] | None) -> None:
    """Raises BadRequestException: LDAP needs a server, everything else has none."""
    if strategy != LDAP:
        if server is not None:
            message = f"[ldapServerMetadata] does not apply to authentication strategy [{strategy}]."
            raise errors.bad_request(message, "ldapServerMetadata")
        return
    if server is None:
        raise errors.bad_request(
            "[ldapServerMetadata] is required for authentication strategy [LDAP].", "ldapServerMetadata"
        )
    if not 1 <= len(server.get("Hosts") or ()) <= _LDAP_HOSTS:
        raise errors.bad_request("Specify 1 or 2 LDAP hosts.", "ldapServerMetadata.hosts")


def shown_ldap(server: Mapping[str, Any]) -> dict[str, Any]:
    """Without the password."""
    return {name: value for name, value in server.items() if name != "ServiceAccountPassword"}


def first_users(engine: Engine, strategy: str, given: Sequence[Mapping[str, Any]]) -> dict[str, User]:
    """The users of a new broker by name; raises BadRequestException, and ConflictException for two of one name."""
    if engine is not ACTIVEMQ and (len(given) > 1 or (strategy == SIMPLE and not given)):
        raise errors.bad_request(f"Specify exactly one user for engine type [{engine.type}].", "users")
    if engine is ACTIVEMQ and strategy == SIMPLE and not given:
        raise errors.bad_request(f"Specify at least one user for engine type [{engine.type}].", "users")
    if len(given) > limits.USERS:
        raise errors.bad_request(f"A broker can have {limits.USERS} users at most.", "users")
    users: dict[str, User] = {}
    for each in given:
        check_user(each, engine)
        name = each["Username"]
        if name in users:
            raise errors.conflict(f"User [{name}] already exists.", "username")
        if engine is not ACTIVEMQ and each.get("ReplicationUser"):
            raise errors.bad_request("[replicationUser] does not apply to RabbitMQ brokers.", "replicationUser")
        users[name] = User(name, {key: value for key, value in each.items() if key != "Username"})
    return users
