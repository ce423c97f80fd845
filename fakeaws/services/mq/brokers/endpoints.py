"""Where clients would reach a broker: names only."""

from __future__ import annotations

from typing import Any

from fakeaws.aws.arns import dns_suffix
from fakeaws.services.mq.brokers.broker import CREATION_IN_PROGRESS, Broker
from fakeaws.services.mq.engines.engine import ACTIVEMQ

#: Scheme and port of each protocol, in the order in which AWS lists them.
_ACTIVEMQ = (("ssl", 61617), ("amqp+ssl", 5671), ("stomp+ssl", 61614), ("mqtt+ssl", 8883), ("wss", 61619))


def instances(broker: Broker, region: str) -> list[dict[str, Any]]:
    """``BrokerInstances``; empty until the broker runs."""
    if broker.state == CREATION_IN_PROGRESS:
        return []
    zone = f"mq.{region}.{dns_suffix(region)}"
    if broker.engine is not ACTIVEMQ:
        host = f"{broker.id}.{zone}"
        return [{"ConsoleURL": f"https://{host}", "Endpoints": [f"amqps://{host}:5671"]}]
    found = []
    for node in broker.nodes:
        host = f"{broker.id}-{node.number}.{zone}"
        endpoints = [f"{scheme}://{host}:{port}" for scheme, port in _ACTIVEMQ]
        found.append({"ConsoleURL": f"https://{host}:8162", "IpAddress": node.ip_address, "Endpoints": endpoints})
    return found
