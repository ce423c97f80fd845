"""Operations on the users of ActiveMQ brokers: all of them only note a change for the next reboot."""

from __future__ import annotations

from typing import Any

from fakeaws.aws.service import Call, Params, Result
from fakeaws.services.mq import errors, limits
from fakeaws.services.mq.brokers.broker import RUNNING, Broker
from fakeaws.services.mq.engines.engine import ACTIVEMQ
from fakeaws.services.mq.operations.base import MqBase
from fakeaws.services.mq.operations.paging import paged
from fakeaws.services.mq.users.rules import check_user
from fakeaws.services.mq.users.user import User

CREATE, UPDATE, DELETE = "CREATE", "UPDATE", "DELETE"
_FIELDS = ("ConsoleAccess", "Groups", "Password", "ReplicationUser")


#: What a user has that is made anew while the old one of its name is still there.
_FRESH: dict[str, Any] = {"ConsoleAccess": False, "Groups": (), "ReplicationUser": False}


class UserOperations(MqBase):
    """Create, update, delete, describe, list."""

    def create_user(self, call: Call) -> Result:
        broker, name = self._changing(call.params), call.params["Username"]
        check_user(call.params, broker.engine)
        known = broker.users.get(name)
        if known is not None and known.change != DELETE:
            raise errors.conflict(f"User [{name}] already exists.", "username")
        if known is None:
            if len(broker.users) >= limits.USERS:
                raise errors.bad_request(f"A broker can have {limits.USERS} users at most.", "users")
            broker.users[name] = User(name, None, CREATE, _wanted(call.params))
        else:
            known.change, known.wanted = UPDATE, {**_FRESH, **_wanted(call.params)}
        return {}

    def update_user(self, call: Call) -> Result:
        broker = self._changing(call.params)
        user = _user(broker, call.params["Username"])
        check_user(call.params, broker.engine)
        if user.change != CREATE:
            user.change = UPDATE
        user.wanted = {**user.wanted, **_wanted(call.params)}
        return {}

    def delete_user(self, call: Call) -> Result:
        """One that no reboot has created yet is gone at once."""
        broker = self._changing(call.params)
        user = _user(broker, call.params["Username"])
        if user.applied is None:
            del broker.users[user.name]
        else:
            user.change, user.wanted = DELETE, {}
        return {}

    def describe_user(self, call: Call) -> Result:
        broker = self._activemq(call.params["BrokerId"])
        user = _user(broker, call.params["Username"])
        now: dict[str, Any] = user.applied or {}
        shown: Result = {
            "BrokerId": broker.id,
            "ConsoleAccess": now.get("ConsoleAccess", False),
            "Groups": list(now.get("Groups", [])),
            "Username": user.name,
            "ReplicationUser": now.get("ReplicationUser", False),
        }
        if user.change is not None:
            pending: dict[str, Any] = {"PendingChange": user.change}
            if user.change != DELETE:
                wanted = {**now, **user.wanted}
                pending["ConsoleAccess"] = wanted.get("ConsoleAccess", False)
                pending["Groups"] = list(wanted.get("Groups", []))
            shown["Pending"] = pending
        return shown

    def list_users(self, call: Call) -> Result:
        broker = self.broker(call.params["BrokerId"])
        users = list(broker.users.values()) if broker.engine is ACTIVEMQ else []
        found, more = paged(users, call.params, _name, f"users {broker.id}")
        return {"BrokerId": broker.id, "Users": [summary(user) for user in found], **more}

    def _changing(self, params: Params) -> Broker:
        self._activemq(params["BrokerId"])
        return self.broker_in(RUNNING, params["BrokerId"])

    def _activemq(self, id: str) -> Broker:
        broker = self.broker(id)
        if broker.engine is not ACTIVEMQ:
            message = "Users of RabbitMQ brokers are managed with the RabbitMQ management API, not with Amazon MQ's."
            raise errors.bad_request(message, "broker-id")
        return broker


def summary(user: User) -> dict[str, str]:
    """``UserSummary``."""
    shown = {"Username": user.name}
    if user.change is not None:
        shown["PendingChange"] = user.change
    return shown


def _user(broker: Broker, name: str) -> User:
    user = broker.users.get(name)
    if user is None:
        raise errors.no_user(name)
    return user


def _wanted(params: Params) -> dict[str, Any]:
    return {name: params[name] for name in _FIELDS if params.get(name) is not None}


def _name(user: User) -> str:
    return user.name
