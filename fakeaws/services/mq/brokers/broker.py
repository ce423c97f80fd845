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
PRIMARY = "PRIMARY"

#: ``DataReplicationMode``.
NO_REPLICATION = "NONE"
CROSS_REGION = "CRDR"


@dataclass(eq=False)
class Node:
    """One instance behind a broker: number from 1, and its address in the network."""

    number: int
    ip_address: str


@dataclass(eq=False)
class Replication:
    """``role``: PRIMARY or REPLICA; ``counterpart``: id and region of the other broker, if there is one."""

    role: str
    counterpart: tuple[str, str] | None = None

    def described(self) -> dict[str, Any]:
        """``DataReplicationMetadata``."""
        shown: dict[str, Any] = {"DataReplicationRole": self.role}
        if self.counterpart is not None:
            id, region = self.counterpart
            shown["DataReplicationCounterpart"] = {"BrokerId": id, "Region": region}
        return shown


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
    #: Which node of an active/standby pair serves; None while one takes over from the other.
    active: int | None = 1
    #: Of the end of the change under way; of the next maintenance window; of a fail-over; of a switch-over to this replica.
    timer: Timer | None = None
    window: Timer | None = None
    takeover: Timer | None = None
    promotion: Timer | None = None
    #: When the next window begins, in elapsed time; how often it was moved since the last one.
    window_us: int | None = None
    window_moves: int = 0
    replication: Replication | None = None
    #: Resource shares by ARN, and since when, in elapsed time.
    shares: dict[str, int] = field(default_factory=dict)
    #: Logs whose groups were made.
    log_groups: list[str] = field(default_factory=list)
    #: The node that takes over.
    successor: int = 1

    @property
    def settled(self) -> str:
        """The state in which nothing is under way."""
        return REPLICA if self.replication is not None and self.replication.role == REPLICA else RUNNING

    @property
    def serving(self) -> int | None:
        """The number of the node that clients reach; None while there is none."""
        return self.active if self.state in (RUNNING, CRITICAL_ACTION_REQUIRED, REPLICA) else None

    @property
    def replication_mode(self) -> str:
        """``DataReplicationMode``."""
        return NO_REPLICATION if self.replication is None else CROSS_REGION
