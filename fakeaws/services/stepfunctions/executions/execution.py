"""One execution of a state machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.services.stepfunctions.executions.history import History
from fakeaws.services.stepfunctions.executions.setbacks import Setback
from fakeaws.services.stepfunctions.language.json_text import Json

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.frames import Frame
    from fakeaws.services.stepfunctions.machines import Alias, Revision, StateMachine, Version
    from fakeaws.simulation.scheduler import Timer

RUNNING = "RUNNING"
SUCCEEDED = "SUCCEEDED"
FAILED = "FAILED"
TIMED_OUT = "TIMED_OUT"
ABORTED = "ABORTED"
PENDING_REDRIVE = "PENDING_REDRIVE"


class Execution:
    """From its start on; what it was is never forgotten while the world is there.

    ``…_us`` of its start and end are microseconds since 1970. ``caller``: as whom it calls other services. ``record``: the
    timeline's number of its start, the cause of all that it does.
    """

    __slots__ = (
        "alias",
        "arn",
        "cause",
        "context",
        "counted_us",
        "error",
        "express",
        "history",
        "input",
        "input_text",
        "map_run",
        "name",
        "output_text",
        "record",
        "redrive_count",
        "redrive_tokens",
        "redriven_us",
        "revision",
        "root",
        "setbacks",
        "started_us",
        "state_machine",
        "status",
        "stopped_us",
        "timer",
        "trace_header",
        "transitions",
        "version",
        "waiting_end",
    )

    def __init__(
        self,
        *,
        arn: str,
        name: str,
        state_machine: StateMachine,
        revision: Revision,
        express: bool,
        input_text: str,
        input: Json,
        started_us: int,
        history: History,
        version: Version | None = None,
        alias: Alias | None = None,
        trace_header: str | None = None,
        map_run: Any = None,
    ) -> None:
        self.arn = arn
        self.name = name
        self.state_machine = state_machine
        self.revision = revision
        self.express = express
        self.input_text = input_text
        self.input = input
        self.started_us = started_us
        self.history = history
        self.version = version
        self.alias = alias
        self.trace_header = trace_header
        #: The map run whose child it is.
        self.map_run = map_run
        self.status = RUNNING
        self.output_text: str | None = None
        self.error: str | None = None
        self.cause: str | None = None
        self.stopped_us: int | None = None
        self.redrive_count = 0
        self.redriven_us: int | None = None
        #: By client token, when it was redriven.
        self.redrive_tokens: dict[str, int] = {}
        self.record: int | None = None
        self.root: Frame | None = None
        #: Failures of its states, in order: what the history does not say of them.
        self.setbacks: list[Setback] = []
        #: Its end by the clock.
        self.timer: Timer | None = None
        #: ``Execution`` and ``StateMachine`` of the context object.
        self.context: dict[str, Json] = {}
        #: Transitions in the instant ``counted_us``.
        self.transitions = 0
        self.counted_us = -1
        #: ``(bound method, args)``, called once with the execution before the args when it has ended.
        self.waiting_end: list[tuple[Any, tuple[Any, ...]]] = []

    def __repr__(self) -> str:
        return f"<execution {self.arn.rsplit(':', 1)[-1]}: {self.status}>"

    @property
    def running(self) -> bool:
        return self.status == RUNNING

    def revive(self, wall_us: int) -> None:
        """Redriven at that instant: it is under way again, as if it had not ended."""
        self.status = RUNNING
        self.redrive_count += 1
        self.redriven_us = wall_us
        self.stopped_us = self.error = self.cause = None

    @property
    def ids(self) -> tuple[str, str]:
        """Region and account."""
        parts = self.arn.split(":")
        return parts[3], parts[4]
