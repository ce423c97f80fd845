from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fakeaws import World
from tests.services.mq.support import PASSWORD, broker, reboot, refused, running


def listed(mq: Any, id: str) -> dict[str, str | None]:
    """Users, and what waits for the reboot."""
    return {user["Username"]: user.get("PendingChange") for user in mq.list_users(BrokerId=id)["Users"]}


def described(mq: Any, id: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = mq.describe_user(BrokerId=id, Username=name)
    assert (found.pop("BrokerId"), found.pop("Username")) == (id, name)
    del found["ResponseMetadata"]
    return found


@pytest.fixture
def orders(aws: World, mq: Any) -> str:
    """An ActiveMQ broker that runs, with the user "admin"."""
    return running(aws, mq)


def test_the_first_users_are_there_at_once(orders: str, mq: Any) -> None:
    assert listed(mq, orders) == {"admin": None}
    assert described(mq, orders, "admin") == {"ConsoleAccess": False, "Groups": [], "ReplicationUser": False}


def test_a_new_user_waits_for_the_reboot(aws: World, mq: Any, orders: str) -> None:
    mq.create_user(BrokerId=orders, Username="reader", Password=PASSWORD, ConsoleAccess=True, Groups=["readers"])
    assert listed(mq, orders) == {"admin": None, "reader": "CREATE"}
    assert described(mq, orders, "reader") == {
        "ConsoleAccess": False,
        "Groups": [],
        "ReplicationUser": False,
        "Pending": {"PendingChange": "CREATE", "ConsoleAccess": True, "Groups": ["readers"]},
    }
    shown = mq.describe_broker(BrokerId=orders)["Users"]
    assert {"Username": "reader", "PendingChange": "CREATE"} in shown

    mq.reboot_broker(BrokerId=orders)
    assert listed(mq, orders)["reader"] == "CREATE"
    aws.clock.advance(minutes=10)
    assert listed(mq, orders) == {"admin": None, "reader": None}
    assert described(mq, orders, "reader") == {"ConsoleAccess": True, "Groups": ["readers"], "ReplicationUser": False}


def test_an_update_waits_and_keeps_what_it_does_not_name(aws: World, mq: Any, orders: str) -> None:
    mq.update_user(BrokerId=orders, Username="admin", Groups=["admins", "users"])
    mq.update_user(BrokerId=orders, Username="admin", ConsoleAccess=True)
    found = described(mq, orders, "admin")
    assert (found["ConsoleAccess"], found["Groups"]) == (False, [])
    assert found["Pending"] == {"PendingChange": "UPDATE", "ConsoleAccess": True, "Groups": ["admins", "users"]}
    reboot(aws, mq, orders)
    assert described(mq, orders, "admin") == {
        "ConsoleAccess": True,
        "Groups": ["admins", "users"],
        "ReplicationUser": False,
    }
    mq.update_user(BrokerId=orders, Username="admin", Groups=[])
    assert described(mq, orders, "admin")["Pending"]["Groups"] == []


def test_a_deleted_user_is_there_until_the_reboot(aws: World, mq: Any, orders: str) -> None:
    mq.delete_user(BrokerId=orders, Username="admin")
    assert described(mq, orders, "admin")["Pending"] == {"PendingChange": "DELETE"}
    assert listed(mq, orders) == {"admin": "DELETE"}
    reboot(aws, mq, orders)
    assert listed(mq, orders) == {}
    text = "username: Can't find requested user [admin]. Make sure your user exists."
    assert refused(mq.describe_user, "NotFoundException", BrokerId=orders, Username="admin") == text


def test_one_that_no_reboot_has_made_is_deleted_at_once(mq: Any, orders: str) -> None:
    mq.create_user(BrokerId=orders, Username="reader", Password=PASSWORD)
    mq.update_user(BrokerId=orders, Username="reader", ConsoleAccess=True)
    assert described(mq, orders, "reader")["Pending"]["PendingChange"] == "CREATE"
    mq.delete_user(BrokerId=orders, Username="reader")
    assert listed(mq, orders) == {"admin": None}


def test_deleted_and_created_is_changed(aws: World, mq: Any, orders: str) -> None:
    mq.update_user(BrokerId=orders, Username="admin", Groups=["admins"], ConsoleAccess=True)
    reboot(aws, mq, orders)
    mq.delete_user(BrokerId=orders, Username="admin")
    mq.create_user(BrokerId=orders, Username="admin", Password=f"{PASSWORD}2")
    pending = described(mq, orders, "admin")["Pending"]
    assert pending == {"PendingChange": "UPDATE", "ConsoleAccess": False, "Groups": []}
    reboot(aws, mq, orders)
    assert described(mq, orders, "admin") == {"ConsoleAccess": False, "Groups": [], "ReplicationUser": False}


def test_the_maintenance_window_applies_them_too(aws: World, mq: Any) -> None:
    window = {"DayOfWeek": "SUNDAY", "TimeOfDay": "03:00", "TimeZone": "Europe/Berlin"}
    id = running(aws, mq, MaintenanceWindowStartTime=window)
    mq.create_user(BrokerId=id, Username="reader", Password=PASSWORD)
    view = aws.mq.broker(id)
    begins = view.next_maintenance
    assert begins is not None
    aws.clock.advance_to(begins - timedelta(seconds=1))
    assert listed(mq, id)["reader"] == "CREATE"
    aws.clock.run_until(lambda: view.state == "REBOOT_IN_PROGRESS", within=timedelta(seconds=2))
    aws.clock.run_until(lambda: view.state == "RUNNING", within=timedelta(hours=1))
    assert listed(mq, id) == {"admin": None, "reader": None}


def test_passwords_are_never_shown(aws: World, mq: Any, orders: str) -> None:
    mq.create_user(BrokerId=orders, Username="reader", Password=PASSWORD)
    answers = [mq.describe_broker(BrokerId=orders), mq.describe_user(BrokerId=orders, Username="reader")]
    answers.append(mq.list_users(BrokerId=orders))
    assert PASSWORD not in str(answers)


def test_brokers_must_run_to_be_changed(aws: World, mq: Any) -> None:
    id = broker(mq)
    for call, more in ((mq.create_user, {"Password": PASSWORD}), (mq.update_user, {}), (mq.delete_user, {})):
        message = refused(call, BrokerId=id, Username="admin", **more)
        assert message == f"broker-id: Broker [{id}] must be in state [RUNNING] but is [CREATION_IN_PROGRESS]."
    assert listed(mq, id) == {"admin": None}


def test_rabbitmqs_users_are_its_own(aws: World, mq: Any) -> None:
    id = running(aws, mq, "jobs", engine="RABBITMQ")
    assert listed(mq, id) == {}
    assert mq.describe_broker(BrokerId=id)["Users"] == []
    for call, more in (
        (mq.create_user, {"Password": PASSWORD}),
        (mq.update_user, {}),
        (mq.delete_user, {}),
        (mq.describe_user, {}),
    ):
        assert refused(call, BrokerId=id, Username="admin", **more).startswith("broker-id: Users of RabbitMQ brokers ")


@pytest.mark.parametrize(
    ("user", "message"),
    [
        ({"Username": "guest"}, "username: Username [guest] is invalid."),
        ({"Username": "a~b"}, "username: Username [a~b] is invalid."),
        ({"Groups": ["admins"]}, "groups: [groups] does not apply to RabbitMQ brokers."),
        ({"ConsoleAccess": True}, "consoleAccess: [consoleAccess] does not apply to RabbitMQ brokers."),
        (
            {"Password": "correct=horse=battery"},
            "password: The password must not contain commas, colons or equals signs.",
        ),
    ],
)
def test_what_rabbitmqs_administrator_may_not_be(mq: Any, user: dict[str, Any], message: str) -> None:
    users = [{"Username": "admin", "Password": PASSWORD, **user}]
    assert refused(broker, mq=mq, name="jobs", engine="RABBITMQ", Users=users) == message


def test_activemqs_names_may_have_tildes_and_be_guest(mq: Any, orders: str) -> None:
    for name in ("guest", "a~b", "A.b_c-1"):
        mq.create_user(BrokerId=orders, Username=name, Password=PASSWORD, Groups=["a~b"])
    assert set(listed(mq, orders)) == {"admin", "guest", "a~b", "A.b_c-1"}


def test_pages_of_users_are_in_the_order_of_their_names(mq: Any, orders: str) -> None:
    for name in ("zoe", "bob", "mia"):
        mq.create_user(BrokerId=orders, Username=name, Password=PASSWORD)
    names: list[list[str]] = []
    token: dict[str, str] = {}
    while True:
        page = mq.list_users(BrokerId=orders, MaxResults=3, **token)
        names.append([user["Username"] for user in page["Users"]])
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert names == [["admin", "bob", "mia"], ["zoe"]]
