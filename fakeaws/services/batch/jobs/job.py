"""A job, an array's child, or a multi-node job's node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.services.batch.compute.need import Need

if TYPE_CHECKING:
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
        "container",
        "exit_code",
        "log",
        "log_stream",
        "reason",
        "started_ms",
        "status_reason",
        "stopped_ms",
        "task_arn",
    )

    def __init__(self, task_arn: str) -> None:
        self.task_arn = task_arn
        self.log_stream: str | None = None
        #: What it prints, once it runs.
        self.log: Any = None
        self.started_ms: int | None = None
        self.stopped_ms: int | None = None
        self.exit_code: int | None = None
        self.reason: str | None = None
        self.status_reason: str | None = None
        self.container: dict[str, Any] = {}


class Job:
    """``order`` is its place among all jobs: submission, then the child's index.

    ``settings`` are the effective ones: SubmitJob's over the definition's. ``waits_for``: jobs that must succeed first.
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
        "id",
        "index",
        "name",
        "need",
        "order",
        "parent",
        "placement",
        "queue",
        "record",
        "runnable_us",
        "settings",
        "started_ms",
        "status",
        "status_reason",
        "stopped_ms",
        "stopping",
        "terminated",
        "timer",
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
        self.need = need
        self.created_ms = created_ms
        self.order = order
        #: The array that it is a child of, and its place there.
        self.parent = parent
        self.index = index
        #: Of an array: its children, and how many are in each status.
        self.children: list[Job] | None = None
        self.counts: dict[str, int] = {}
        self.status = SUBMITTED
        self.status_reason: str | None = None
        self.attempts: list[Attempt] = []
        self.started_ms: int | None = None
        self.stopped_ms: int | None = None
        self.runnable_us: int | None = None
        self.waits_for: dict[Job, None] = {}
        self.dependents: list[Job] = []
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
    def is_array(self) -> bool:
        return self.children is not None

    @property
    def attempts_allowed(self) -> int:
        return int((self.settings.get("retryStrategy") or {}).get("attempts", 1))
