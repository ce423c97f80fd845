"""A job, an array's child, or a multi-node job's node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.services.batch.compute.need import Need
from fakeaws.services.batch.definitions.containers import NODES, container_of

if TYPE_CHECKING:
    from fakeaws.aws.tags import Tags
    from fakeaws.services.batch.compute.capacity import Placement
    from fakeaws.services.batch.definitions.definition import JobDefinition
    from fakeaws.services.batch.queues.queue import JobQueue
    from fakeaws.simulation.scheduler import Timer

SUBMITTED = "SUBMITTED"
PENDING = "PENDING"
RUNNABLE = "RUNNABLE"
STARTING = "STARTING"
RUNNING = "RUNNING"
SUCCEEDED = "SUCCEEDED"
FAILED = "FAILED"

STATUSES = (SUBMITTED, PENDING, RUNNABLE, STARTING, RUNNING, SUCCEEDED, FAILED)
ENDED = (SUCCEEDED, FAILED)


class Attempt:
    """One attempt that has begun to start. Instants in milliseconds since 1970."""

    __slots__ = (
        "exit_code",
        "instance_arn",
        "instance_type",
        "interfaces",
        "log",
        "log_stream",
        "pod",
        "reason",
        "started_ms",
        "status_reason",
        "stopped_ms",
        "task_arn",
    )

    def __init__(
        self, task_arn: str, instance_arn: str | None = None, interfaces: tuple[dict[str, str], ...] = ()
    ) -> None:
        self.task_arn = task_arn
        #: ECS's container instance; None on Fargate.
        self.instance_arn = instance_arn
        #: Of a node of a multi-node parallel job.
        self.instance_type: str | None = None
        #: ``networkInterfaces``: of tasks that have one of their own.
        self.interfaces = interfaces
        #: ``eksClusterArn`` and ``podNamespace`` on EKS.
        self.pod: dict[str, str] = {}
        self.log_stream: str | None = None
        #: What it prints, once it runs.
        self.log: Any = None
        self.started_ms: int | None = None
        self.stopped_ms: int | None = None
        self.exit_code: int | None = None
        self.reason: str | None = None
        self.status_reason: str | None = None


class Job:
    """``order`` is its place among all jobs: submission, then the child's index.

    ``settings`` are the effective ones: SubmitJob's over the definition's. ``parent`` of a child is the array, of a node
    the multi-node job, which shares the list of its main node's attempts.
    """

    __slots__ = (
        "arn",
        "attempts",
        "cancelled",
        "children",
        "counts",
        "created_ms",
        "definition",
        "dependents",
        "depends_on",
        "id",
        "index",
        "name",
        "need",
        "nodes",
        "nodes_left",
        "order",
        "parent",
        "placement",
        "queue",
        "record",
        "retrying",
        "runnable_us",
        "settings",
        "started_ms",
        "status",
        "status_reason",
        "stopped_ms",
        "stopping",
        "tags",
        "terminated",
        "timer",
        "updated_ms",
        "waits_for",
        "work",
    )

    def __init__(
        self,
        id: str,
        arn: str,
        name: str,
        queue: JobQueue,
        definition: JobDefinition,
        settings: dict[str, Any],
        need: Need,
        created_ms: int,
        order: tuple[int, int],
        parent: Job | None = None,
        index: int | None = None,
    ) -> None:
        self.id = id
        self.arn = arn
        self.name = name
        self.queue = queue
        self.definition = definition
        self.settings = settings
        self.tags: Tags | dict[str, str] = {}
        self.need = need
        self.created_ms = created_ms
        self.order = order
        #: What it is a child or node of, and its place there.
        self.parent = parent
        self.index = index
        #: Of an array: its children, how many are in each status, and when that last changed.
        self.children: list[Job] | None = None
        self.counts: dict[str, int] = {}
        self.updated_ms = created_ms
        #: Of a multi-node parallel job: its nodes.
        self.nodes: list[Job] | None = None
        #: How many of them have a container; whether another attempt comes when none has.
        self.nodes_left = 0
        self.retrying = False
        self.status = SUBMITTED
        self.status_reason: str | None = None
        self.attempts: list[Attempt] = []
        self.started_ms: int | None = None
        self.stopped_ms: int | None = None
        self.runnable_us: int | None = None
        #: ``dependsOn`` as SubmitJob had it.
        self.depends_on: list[dict[str, str]] = []
        #: Ids of what must succeed first, and of what waits for this: ids, since copying a chain of jobs would recurse.
        self.waits_for: dict[str, None] = {}
        self.dependents: list[str] = []
        self.placement: Placement | None = None
        self.timer: Timer | None = None
        #: The reason of CancelJob or TerminateJob, as soon as it is given.
        self.cancelled: str | None = None
        self.terminated: str | None = None
        #: Why it is being stopped: statusReason of its end.
        self.stopping: str | None = None
        #: What runs, while it runs.
        self.work: Any = None
        #: The timeline's number of its submission.
        self.record: int | None = None

    def __repr__(self) -> str:
        return f"<job {self.name} {self.id}: {self.status}>"

    @property
    def ended(self) -> bool:
        return self.status in ENDED

    @property
    def has_container(self) -> bool:
        """Whether an attempt has begun and not ended."""
        return self.status in (STARTING, RUNNING) and self.attempts[-1].stopped_ms is None

    @property
    def is_array(self) -> bool:
        return self.children is not None

    @property
    def container(self) -> dict[str, Any]:
        """The container that decides how it ends, in the API's shape, overrides and parameters in their places."""
        return container_of(self.settings, self.index if NODES in self.settings else None)

    @property
    def is_child(self) -> bool:
        """Of an array."""
        return self.parent is not None and self.parent.children is not None

    @property
    def is_node(self) -> bool:
        return self.parent is not None and self.parent.nodes is not None

    @property
    def main_node(self) -> Job:
        """Of a multi-node parallel job: the one that starts first and whose end is the job's."""
        assert self.nodes is not None
        main: int = self.settings["nodeProperties"]["mainNode"]
        return self.nodes[main]

    @property
    def attempts_allowed(self) -> int:
        return int((self.settings.get("retryStrategy") or {}).get("attempts", 1))
