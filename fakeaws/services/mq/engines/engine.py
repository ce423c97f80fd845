"""The two engines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SINGLE_INSTANCE: Final = "SINGLE_INSTANCE"
ACTIVE_STANDBY: Final = "ACTIVE_STANDBY_MULTI_AZ"
CLUSTER: Final = "CLUSTER_MULTI_AZ"


@dataclass(frozen=True)
class Engine:
    """``type`` as the API has it, ``name`` as messages print it; ``versions`` newest, ``instance_types`` smallest first."""

    type: str
    name: str
    versions: tuple[str, ...]
    modes: tuple[str, ...]
    instance_types: tuple[str, ...]
    storage: str


ACTIVEMQ: Final = Engine(
    "ACTIVEMQ",
    "ActiveMQ",
    ("5.19", "5.18"),
    (SINGLE_INSTANCE, ACTIVE_STANDBY),
    ("mq.t3.micro", "mq.m5.large", "mq.m5.xlarge", "mq.m5.2xlarge", "mq.m5.4xlarge"),
    "EFS",
)
RABBITMQ: Final = Engine(
    "RABBITMQ",
    "RabbitMQ",
    ("4.3", "4.2", "3.13"),
    (SINGLE_INSTANCE, CLUSTER),
    (
        "mq.m7g.medium",
        "mq.m7g.large",
        "mq.m7g.xlarge",
        "mq.m7g.2xlarge",
        "mq.m7g.4xlarge",
        "mq.m7g.8xlarge",
        "mq.m7g.12xlarge",
        "mq.m7g.16xlarge",
        "mq.m5.large",
        "mq.m5.xlarge",
        "mq.m5.2xlarge",
        "mq.m5.4xlarge",
    ),
    "EBS",
)
ENGINES: Final = {engine.type: engine for engine in (ACTIVEMQ, RABBITMQ)}
