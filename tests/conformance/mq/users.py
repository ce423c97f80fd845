"""CreateUser, UpdateUser, DeleteUser, DescribeUser, ListUsers."""

from __future__ import annotations

from typing import Any

from tests.conformance.contract import AskService, Refusal, Scenario, Stage
from tests.conformance.mq import furniture as f
from tests.conformance.mq.rows import CONFLICT, INVALID, NOT_FOUND, Rows

NEVER_SHOWN: dict[str, dict[str, str]] = {}


async def _users(ask: AskService) -> None:
    id = (await ask("CreateBroker", **f.ACTIVEMQ))["BrokerId"]
    await ask.wait(f.UNTIL_IT_RUNS)
    about = {"BrokerId": id, "Username": "reader"}
    await ask("CreateUser", **about, Password=f.PASSWORD, ConsoleAccess=True, Groups=["readers"], ReplicationUser=False)
    await ask("DescribeUser", **about)
    await ask("UpdateUser", **about, Groups=[])
    await ask("UpdateUser", BrokerId=id, Username=f.ADMIN, Password=f"{f.PASSWORD}2", ConsoleAccess=False)
    await ask("DescribeUser", BrokerId=id, Username=f.ADMIN)
    for number in range(4):
        await ask("CreateUser", BrokerId=id, Username=f"user{number}", Password=f.PASSWORD)
    first = await ask("ListUsers", BrokerId=id, MaxResults=5)
    await ask("ListUsers", BrokerId=id, MaxResults=5, NextToken=first["NextToken"])
    await ask("RebootBroker", BrokerId=id)
    await ask.wait(f.UNTIL_IT_RUNS)
    await ask("DescribeUser", **about)
    await ask("DeleteUser", **about)
    await ask("DescribeUser", **about)
    await ask("ListUsers", BrokerId=id)


SCENARIOS: dict[str, Scenario] = dict.fromkeys(
    ("CreateUser", "UpdateUser", "DeleteUser", "DescribeUser", "ListUsers"), _users
)
_CREATE, _UPDATE, _DELETE, _DESCRIBE, _LIST = SCENARIOS
_USUAL: dict[str, dict[str, Any]] = {
    _CREATE: {"BrokerId": "<orders>", "Username": "new", "Password": f.PASSWORD},
    _UPDATE: {"BrokerId": "<orders>", "Username": f.ADMIN, "ConsoleAccess": False},
    _DELETE: {"BrokerId": "<orders>", "Username": f.ADMIN},
    _DESCRIBE: {"BrokerId": "<orders>", "Username": f.ADMIN},
    _LIST: {"BrokerId": "<orders>"},
}
_row = Rows(_USUAL)
_ELSEWHERE = "Users of RabbitMQ brokers are managed with the RabbitMQ management API, not with Amazon MQ's."


def _full(on: Stage) -> None:
    """As many users as a broker can have, with the four that are there."""
    for number in range(246):
        on.ask(_CREATE, BrokerId=on.values["<orders>"], Username=f"user{number}", Password=f.PASSWORD)


REFUSALS: tuple[Refusal, ...] = (
    *(_row.no_broker(operation) for operation in SCENARIOS),
    *(_row.not_running(operation) for operation in (_CREATE, _UPDATE, _DELETE)),
    *(
        _row("a RabbitMQ broker", operation, INVALID, "broker-id", _ELSEWHERE, BrokerId="<jobs>", Username="root")
        for operation in (_CREATE, _UPDATE, _DELETE, _DESCRIBE)
    ),
    *(
        _row(
            "no user",
            operation,
            NOT_FOUND,
            "username",
            "Can't find requested user [nobody]. Make sure your user exists.",
            Username="nobody",
        )
        for operation in (_UPDATE, _DELETE, _DESCRIBE)
    ),
    *(
        _row(f"{name} is there", _CREATE, CONFLICT, "username", f"User [{name}] already exists.", Username=name)
        for name in (f.ADMIN, f.NEWCOMER, f.CHANGED)
    ),
    *(
        _row(f"username {name!r}", _CREATE, INVALID, "username", f"Username [{name}] is invalid.", Username=name)
        for name in ("x", "a b", "a,b", "a+b", "naïve", "n" * 101)
    ),
    *(
        _row(id, operation, INVALID, "password", message, Password=password)
        for operation in (_CREATE, _UPDATE)
        for id, password, message in (
            ("a short password", "elevenchars", "The password must be 12 to 250 characters long."),
            ("a long password", "abcd" * 63, "The password must be 12 to 250 characters long."),
            ("a dull password", "abcabcabcabc", "The password must have at least 4 unique characters."),
            *(
                (
                    f"a password with {mark}",
                    f"{f.PASSWORD}{mark}",
                    "The password must not contain commas, colons or equals signs.",
                )
                for mark in ",:="
            ),
        )
    ),
    *(
        _row(id, operation, INVALID, "groups", message, Groups=groups)
        for operation in (_CREATE, _UPDATE)
        for id, groups, message in (
            ("21 groups", [f"group{number}" for number in range(21)], "A user can be in 20 groups at most."),
            ("a short group", ["admins", "g"], "Group [g] is invalid."),
            ("a group with a space", ["a b"], "Group [a b] is invalid."),
        )
    ),
    _row("too many", _CREATE, INVALID, "users", "A broker can have 250 users at most.", _full),
    *_row.bad_pages(_LIST),
)

UNASKED: dict[str, str] = {"UpdateUser.ConflictException": "a user that is there can always be changed"}
