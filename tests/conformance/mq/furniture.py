"""The brokers and configurations on which refusals are tried, and all that can be seen of them.

By `Stage.values`: ``<orders>``, an ActiveMQ broker that runs, with a user of each pending change; ``<jobs>``, a RabbitMQ
broker that runs; ``<policies>``, a configuration with three revisions; ``<timeouts>``, one of RabbitMQ. ``<… arn>`` are their
ARNs.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

from tests.conformance.contract import Stage

ACCOUNT = "123456789012"
MQ = f"arn:aws:mq:us-east-1:{ACCOUNT}:"
NO_BROKER = "b-00000000-0000-0000-0000-000000000000"
NO_CONFIGURATION = "c-00000000-0000-0000-0000-000000000000"
PASSWORD = "correct-horse-battery"

#: Users of "orders" whose changes wait for a reboot, and one without.
ADMIN, NEWCOMER, CHANGED, LEAVER = "admin", "newcomer", "changed", "leaver"

ACTIVEMQ: dict[str, Any] = {
    "BrokerName": "orders",
    "EngineType": "ACTIVEMQ",
    "EngineVersion": "5.18",
    "DeploymentMode": "SINGLE_INSTANCE",
    "HostInstanceType": "mq.m5.large",
    "PubliclyAccessible": False,
    "AutoMinorVersionUpgrade": True,
    "Users": [{"Username": ADMIN, "Password": PASSWORD, "ConsoleAccess": True, "Groups": ["admins"]}],
}
RABBITMQ: dict[str, Any] = {
    "BrokerName": "jobs",
    "EngineType": "RABBITMQ",
    "EngineVersion": "3.13",
    "DeploymentMode": "SINGLE_INSTANCE",
    "HostInstanceType": "mq.m7g.medium",
    "PubliclyAccessible": False,
    "AutoMinorVersionUpgrade": True,
    "Users": [{"Username": "root", "Password": PASSWORD}],
}
#: More than any creation takes.
UNTIL_IT_RUNS = 20 * 60


def base64_of(text: str) -> str:
    """As configurations' data are given."""
    return base64.b64encode(text.encode()).decode()


def xml(inside: str = "", attributes: str = "") -> str:
    """ActiveMQ's data, in base64."""
    return base64_of(f'<broker xmlns="http://activemq.apache.org/schema/core"{attributes}>{inside}</broker>')


def furnish(on: Stage) -> None:
    """Put it all there."""
    users = [{"Username": name, "Password": PASSWORD} for name in (CHANGED, LEAVER)]
    orders = on.ask("CreateBroker", **{**ACTIVEMQ, "Users": ACTIVEMQ["Users"] + users}, Tags={"team": "shop"})
    jobs = on.ask("CreateBroker", **RABBITMQ)
    policies = on.ask("CreateConfiguration", EngineType="ACTIVEMQ", Name="policies", Tags={"team": "shop"})
    timeouts = on.ask("CreateConfiguration", EngineType="RABBITMQ", Name="timeouts")
    for inside in ("<destinationPolicy/>", "<plugins/>"):
        on.ask("UpdateConfiguration", ConfigurationId=policies["Id"], Data=xml(inside), Description=inside)
    for name, made in (("orders", orders), ("jobs", jobs)):
        on.values[f"<{name}>"], on.values[f"<{name} arn>"] = made["BrokerId"], made["BrokerArn"]
    for name, made in (("policies", policies), ("timeouts", timeouts)):
        on.values[f"<{name}>"], on.values[f"<{name} arn>"] = made["Id"], made["Arn"]
    on.wait(UNTIL_IT_RUNS)
    id = orders["BrokerId"]
    on.ask("CreateUser", BrokerId=id, Username=NEWCOMER, Password=PASSWORD, Groups=["readers"])
    on.ask("UpdateUser", BrokerId=id, Username=CHANGED, ConsoleAccess=True)
    on.ask("DeleteUser", BrokerId=id, Username=LEAVER)


def snapshot(on: Stage) -> list[Any]:
    """Brokers with users, configurations with revisions, tags, what is under way."""
    return list(_seen(on))


def _seen(on: Stage) -> Iterator[Any]:
    for broker in on.ask("ListBrokers")["BrokerSummaries"]:
        id = broker["BrokerId"]
        yield on.ask("DescribeBroker", BrokerId=id)
        yield on.ask("ListTags", ResourceArn=broker["BrokerArn"])
        for user in on.ask("ListUsers", BrokerId=id)["Users"]:
            yield on.ask("DescribeUser", BrokerId=id, Username=user["Username"])
    for configuration in on.ask("ListConfigurations")["Configurations"]:
        id = configuration["Id"]
        yield configuration
        yield on.ask("ListTags", ResourceArn=configuration["Arn"])
        for revision in on.ask("ListConfigurationRevisions", ConfigurationId=id, MaxResults=100)["Revisions"]:
            number = str(revision["Revision"])
            yield on.ask("DescribeConfigurationRevision", ConfigurationId=id, ConfigurationRevision=number)
    yield on.aws.under_way()


def probe(on: Stage) -> list[Any]:
    """What cannot be seen: the next ids and numbers, the passwords that a reboot applies."""
    made = on.ask("CreateConfiguration", EngineType="ACTIVEMQ", Name="probed")
    on.wait(UNTIL_IT_RUNS)
    on.ask("RebootBroker", BrokerId=on.values["<orders>"])
    on.wait(UNTIL_IT_RUNS)
    service: Any = on.aws.router.service("mq", on.aws.account, on.aws.region)
    users = service.brokers[on.values["<orders>"]].users
    return [made, {name: user.applied for name, user in users.items()}, *snapshot(on)]
