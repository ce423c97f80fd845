"""ARNs of buses and rules, and what requests name them by."""

from __future__ import annotations

from fakeaws.aws.arns import Arn, partition_of

DEFAULT = "default"
#: What buses and rules act as.
SERVICE_PRINCIPAL = "events.amazonaws.com"


def bus_arn(region: str, account: str, name: str) -> str:
    return f"arn:{partition_of(region)}:events:{region}:{account}:event-bus/{name}"


def rule_arn(region: str, account: str, bus: str, name: str) -> str:
    """Rules of the default bus do not name it."""
    place = name if bus == DEFAULT else f"{bus}/{name}"
    return f"arn:{partition_of(region)}:events:{region}:{account}:rule/{place}"


def place_of(text: str, account: str, region: str) -> tuple[str, str, str]:
    """Account, region and name of the bus that a request names by its name or ARN."""
    if not text.startswith("arn:"):
        return account, region, text
    arn = Arn.parse(text)
    return arn.account, arn.region, arn.resource_id


def rule_place(resource: str) -> tuple[str, str]:
    """Bus and rule of an ARN's last part, ``rule/audit`` or ``rule/orders/audit``."""
    bus, _, name = resource.partition("/")[2].rpartition("/")
    return bus or DEFAULT, name
