"""A broker."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fakeaws.aws.tags import Tags
from fakeaws.services.mq.engines.engine import Engine
from fakeaws.services.mq.users.user import User

if TYPE_CHECKING:
    from fakeaws.simulation.scheduler import Timer

CREATION_IN_PROGRESS = "CREATION_IN_PROGRESS"
CREATION_FAILED = "CREATION_FAILED"
RUNNING = "RUNNING"
REBOOT_IN_PROGRESS = "REBOOT_IN_PROGRESS"
DELETION_IN_PROGRESS = "DELETION_IN_PROGRESS"
CRITICAL_ACTION_REQUIRED = "CRITICAL_ACTION_REQUIRED"
REPLICA = "REPLICA"


@dataclass(eq=False)
class Node:
    """One instance behind a broker: number from 1, and its address in the network."""

    number: int
    ip_address: str


@dataclass(eq=False)
class Broker:
    """``settings``: what applies now, by the API's names (EngineVersion, HostInstanceType, SecurityGroups, Logs, …).

    ``pending``: what the next reboot or maintenance window applies, by the same names. A data plane can be attached to it:
    engine, users, configuration, nodes and state are all that it needs.
    """

    id: str
    arn: str
    name: str
    engine: Engine
    mode: str
    created_us: int
    settings: dict[str, Any]
    nodes: list[Node]
    users: dict[str, User] = field(default_factory=dict)
    #: ``(configuration id, revision)``, now and before, the latest first.
    configuration: tuple[str, int] | None = None
    configuration_history: list[tuple[str, int]] = field(default_factory=list)
    pending: dict[str, Any] = field(default_factory=dict)
    state: str = CREATION_IN_PROGRESS
    tags: Tags = field(default_factory=Tags)
    #: Which node of an active/standby pair serves.
    active: int = 1
    #: Of the end of the change under way; of the next maintenance window.
    timer: Timer | None = None
    window: Timer | None = None
    #: When the next window begins, in elapsed time.
    window_us: int | None = None
