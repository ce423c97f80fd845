"""An application's own provisioning code: it makes message brokers and waits for them, as there are no waiters."""

from __future__ import annotations

import time
from typing import Any

import boto3

PASSWORD = "Correct-horse-1"


class NotRunning(Exception):
    """It took too long, or ended in another state."""


def create_broker(name: str, *, engine: str = "ACTIVEMQ", mode: str = "SINGLE_INSTANCE", **more: Any) -> str:
    """A broker; its id. Does not wait."""
    given = {
        "BrokerName": name,
        "EngineType": engine,
        "DeploymentMode": mode,
        "EngineVersion": "5.18" if engine == "ACTIVEMQ" else "4.2",
        "HostInstanceType": "mq.m5.large" if engine == "ACTIVEMQ" else "mq.m7g.large",
        "PubliclyAccessible": False,
        "Users": [{"Username": "app", "Password": PASSWORD}],
    }
    made: str = boto3.client("mq").create_broker(**{**given, **more})["BrokerId"]
    return made


def wait_until_running(broker: str, *, every: float = 30, at_most: float = 30 * 60) -> dict[str, Any]:
    """What DescribeBroker tells of it then."""
    mq, waited = boto3.client("mq"), 0.0
    while True:
        shown: dict[str, Any] = mq.describe_broker(BrokerId=broker)
        if shown["BrokerState"] == "RUNNING":
            return shown
        if shown["BrokerState"] not in ("CREATION_IN_PROGRESS", "REBOOT_IN_PROGRESS") or waited >= at_most:
            raise NotRunning(f"{broker} is {shown['BrokerState']} after {waited:.0f} s")
        time.sleep(every)
        waited += every


def provision(name: str, **more: Any) -> str:
    """A broker that runs; the URL that clients take, of both instances if there are two."""
    shown = wait_until_running(create_broker(name, **more))
    return failover_url(shown)


def failover_url(shown: dict[str, Any]) -> str:
    """Whichever serves is found."""
    endpoints = [each["Endpoints"][0] for each in shown["BrokerInstances"]]
    return endpoints[0] if len(endpoints) == 1 else f"failover:({','.join(endpoints)})"
