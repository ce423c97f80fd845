"""A connection "shop" and an API destination "shop" with it, on which refusals are tried, and all that can be seen of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.conformance.contract import Stage

BASIC = {"BasicAuthParameters": {"Username": "user", "Password": "secret"}}
ENDPOINT = "https://shop.example.com/orders"


def furnish(on: Stage) -> None:
    """Put it all there; ``<connection>`` stands for the connection's ARN."""
    made = on.ask("CreateConnection", Name="shop", AuthorizationType="BASIC", AuthParameters=BASIC)
    on.values["<connection>"] = arn = made["ConnectionArn"]
    on.ask("CreateApiDestination", Name="shop", ConnectionArn=arn, InvocationEndpoint=ENDPOINT, HttpMethod="POST")


def snapshot(on: Stage) -> Iterator[Any]:
    """Connections and API destinations."""
    for each in on.ask("ListConnections")["Connections"]:
        yield on.ask("DescribeConnection", Name=each["Name"])
    for each in on.ask("ListApiDestinations")["ApiDestinations"]:
        yield on.ask("DescribeApiDestination", Name=each["Name"])


def probe(on: Stage) -> Any:
    """What cannot be seen: the next ids."""
    return on.try_to("CreateConnection", Name="probe", AuthorizationType="BASIC", AuthParameters=BASIC)
