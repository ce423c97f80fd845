"""What the operations of Step Functions share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from fakeaws.aws.arns import Arn
from fakeaws.aws.paging import BadToken, page
from fakeaws.aws.roles import Role
from fakeaws.aws.service import Caller, Service
from fakeaws.aws.sessions import Session
from fakeaws.services.stepfunctions import errors, limits
from fakeaws.services.stepfunctions.engine.engine import Engine
from fakeaws.services.stepfunctions.execution_logs import ExecutionLogs
from fakeaws.services.stepfunctions.executions.execution import RUNNING, Execution
from fakeaws.services.stepfunctions.executions.status_events import announce
from fakeaws.services.stepfunctions.integrations import jobs
from fakeaws.services.stepfunctions.map_runs.registry import MapRuns
from fakeaws.services.stepfunctions.metrics import StatesMetrics
from fakeaws.services.stepfunctions.mocks.registry import Mocks
from fakeaws.services.stepfunctions.names import ACTIVITY, MACHINE, StatesArn, arn_of, read_arn
from fakeaws.services.stepfunctions.settings import settings_of
from fakeaws.services.stepfunctions.throttling import Throttles, rates_of

if TYPE_CHECKING:
    from fakeaws.aws.events import Announcement
    from fakeaws.aws.metrics import Datum
    from fakeaws.services.stepfunctions.activities import Activity
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt
    from fakeaws.services.stepfunctions.machines import Alias, Revision, StateMachine, Version
    from fakeaws.services.stepfunctions.task_queues import Poll
    from fakeaws.timeline.findings import Finding
    from fakeaws.world import World


T = TypeVar("T")

#: Characters of an error's cause on the timeline: some hold a whole stack trace.
_TOLD = 120


class Target(NamedTuple):
    """What the ARN of a state machine, a version or an alias stands for, once."""

    machine: StateMachine
    revision: Revision
    version: Version | None = None
    alias: Alias | None = None


class StepFunctionsBase(Service):
    """State of Step Functions in one account and region."""

    name = "stepfunctions"

    def __init__(self, world: World, account: str, region: str) -> None:
        super().__init__(world, account, region)
        settings = settings_of(world.config)
        self.quotas = limits.Quotas(settings)
        #: By name.
        self.machines: dict[str, StateMachine] = {}
        #: By name.
        self.activities: dict[str, Activity] = {}
        #: By ARN, in the order of their starts: all that ever ran, express ones and those of map runs too.
        self.executions: dict[str, Execution] = {}
        self.ids = world.streams.stream(f"states.ids/{account}/{region}")
        #: Draws the versions of aliases that have weights.
        self.routing = world.streams.stream(f"states.routing/{account}/{region}")
        #: Draws which asynchronous Express executions run twice.
        self.doubling = world.streams.stream(f"states.doubling/{account}/{region}")
        self.metrics = StatesMetrics(world)
        self.logs = ExecutionLogs(self)
        rates = rates_of(settings.get("throttling"), region)
        #: None: nothing is throttled.
        self.throttles = None if rates is None else Throttles(self, rates)
        if self.throttles is not None:
            self.throttles.guard(self)
        self.engine = Engine(self)
        self.map_runs = MapRuns(self)
        #: Tasks that wait for jobs of Batch in this account and region, by the job's id.
        self.awaited_jobs: dict[str, Attempt] = {}
        self.mocks: Mocks = Mocks() if world.is_home(account, region) else self._home().mocks

    def _home(self) -> StepFunctionsBase:
        return cast("StepFunctionsBase", self.world.router.service(self.name, self.world.account, self.world.region))

    def arn_of(self, resource: str) -> str:
        """The ARN of ``stateMachine:name`` and the like here."""
        return arn_of(self.account, self.region, resource)

    def machine(self, arn: str) -> StateMachine:
        """The state machine of an unqualified ARN; one of a version or an alias names none. Raises AWS's errors."""
        read = read_machine(arn)
        if read.rest is not None:
            raise errors.no_machine(arn)
        return self.machine_of(read)

    def machine_of(self, arn: StatesArn) -> StateMachine:
        """The state machine that an ARN names, whatever its qualifier; raises StateMachineDoesNotExist."""
        machine = self.machine_or_none(arn)
        if machine is None:
            raise errors.no_machine(arn.text)
        return machine

    def machine_or_none(self, arn: StatesArn) -> StateMachine | None:
        """`machine_of`, and ``None`` where there is none."""
        return self.machines.get(arn.name) if (arn.account, arn.region) == (self.account, self.region) else None

    def resolve(self, arn: str) -> Target:
        """What to run for the ARN of a state machine, a version or an alias.

        An alias draws one of its versions by weight, each time anew. Raises InvalidArn, StateMachineDoesNotExist, and for a
        Map state's ARN ValidationException. A state machine that is being deleted is found; see `check_alive`.
        """
        read = read_machine(arn)
        machine = self.machine_of(read)
        if read.rest is None:
            return Target(machine, machine.revision)
        alias = machine.aliases.get(read.rest)
        version = machine.version(read.rest) if alias is None else machine.version_at(self._routed(alias))
        if version is None:
            raise errors.no_machine(arn)
        return Target(machine, version.revision, version, alias)

    def check_alive(self, machine: StateMachine) -> None:
        """Raises StateMachineDeleting once DeleteStateMachine was called."""
        if machine.deleting:
            raise errors.machine_deleting(machine.arn)

    def check_versions(self, machine: StateMachine) -> None:
        """Raises ServiceQuotaExceededException if one more version were too many."""
        if len(machine.versions) >= self.quotas.versions:
            raise errors.quota_exceeded("versions of a state machine")

    def _routed(self, alias: Alias) -> str:
        (first, weight), *others = alias.routes.items()
        return first if not others or self.routing.randrange(100) < weight else others[0][0]

    def activity(self, arn: str) -> Activity:
        """The activity of that ARN; raises InvalidArn and ActivityDoesNotExist."""
        activity = self.activity_or_none(read_arn(arn, ACTIVITY))
        if activity is None:
            raise errors.no_activity(arn)
        return activity

    def activity_or_none(self, arn: StatesArn) -> Activity | None:
        """`activity`, and ``None`` where there is none."""
        here = (arn.account, arn.region) == (self.account, self.region)
        return self.activities.get(arn.name) if here and arn.rest is None and arn.label is None else None

    def execution(self, arn: str) -> Execution:
        """The execution of that ARN, whatever its kind; raises ExecutionDoesNotExist, also for one forgotten since."""
        execution = self.executions.get(arn)
        if execution is None or self.is_forgotten(execution):
            raise errors.no_execution(arn)
        return execution

    def is_forgotten(self, execution: Execution) -> bool:
        """Whether it ended so long ago that AWS does not know it any more."""
        ended_us = execution.stopped_us
        return ended_us is not None and self.world.wall_us - ended_us >= limits.RETENTION_US

    def caller(self, attempt: Attempt) -> Caller:
        """As whom a task calls other services: by its credentials, else by the state machine's role."""
        return self.role_of(attempt.visit.execution, attempt.credentials)

    def role_of(self, execution: Execution, credentials: str | None = None) -> Caller:
        """As whom an execution calls other services; ``credentials``: another role's ARN."""
        from fakeaws.world import user_of

        arn = Arn.or_none(credentials or execution.revision.role_arn)
        role = None if arn is None else Role.of(arn)
        if role is None:
            return user_of(self.account)
        return Session(role.account, role.session_arn(execution.name), role.user_id(execution.name))

    def forget_when_free(self, execution: Execution) -> None:
        """One of the executions that a deleted state machine waits for has ended."""
        machine = execution.state_machine
        machine.remaining.pop(execution, None)
        if not machine.remaining:
            self.machines.pop(machine.name, None)

    def hear(self, announcement: Announcement) -> None:
        """Jobs that tasks wait for come to their end."""
        if self.awaited_jobs and announcement.source == jobs.BATCH:
            jobs.hear(announcement, self.awaited_jobs)

    # -- the timeline ------------------------------------------------------------------------------------------------

    def resource_of(self, execution: Execution) -> str:
        """An execution on the timeline: ``machine:execution``, its ARN if it is not at the world's own place."""
        if self.world.is_home(self.account, self.region):
            return execution.arn.split(":", 6)[6]
        return execution.arn

    def note(self, execution: Execution, kind: str, outcome: str, details: Mapping[str, Any]) -> int:
        """Add a record about an execution to the timeline."""
        self.world.simulation.progressed()
        return self.world.timeline.add(
            self.name,
            kind,
            self.resource_of(execution),
            outcome,
            message_id=execution.arn,
            cause=execution.record,
            details=details,
        )

    def note_poll(self, poll: Poll, outcome: str, attempt: Attempt | None = None) -> None:
        """A worker's poll has ended, with that task if any."""
        execution = None if attempt is None else attempt.visit.execution
        if execution is not None:
            self.world.simulation.progressed()
        activity = poll.activity
        self.world.timeline.add(
            self.name,
            "GetActivityTask",
            activity.name if self.world.is_home(self.account, self.region) else activity.arn,
            outcome,
            message_id=None if execution is None else execution.arn,
            cause=None if attempt is None else attempt.record,
            details=None if poll.worker is None else {"workerName": poll.worker},
            actor=poll.actor,
        )

    def began(self, execution: Execution) -> None:
        """An execution is under way: newly started, or redriven."""
        self.metrics.began(execution)
        self.logs.follow(execution)
        announce(self, execution, execution.record)

    def ended(self, execution: Execution) -> None:
        """An execution has come to its end."""
        details = {"error": execution.error, "cause": execution.cause}
        shown = {name: _shortened(value) for name, value in details.items() if value is not None}
        announce(self, execution, self.note(execution, "ExecutionEnd", execution.status, shown))
        self.metrics.ended(execution)
        if execution.state_machine.deleting:
            self.forget_when_free(execution)

    def under_way(self) -> list[str]:
        return [f"execution {self.resource_of(each)} is {RUNNING}" for each in self.engine.running]

    def failure_report(self) -> list[str]:
        from fakeaws.services.stepfunctions.viewing.failure_report import failure_report

        return failure_report(self.world, self.executions.values())

    def findings(self) -> list[Finding]:
        from fakeaws.services.stepfunctions.diagnosis import findings

        return findings(self)

    def metrics_until(self, elapsed_us: int) -> Iterable[Datum]:
        return self.metrics.until(elapsed_us)


def read_machine(arn: str) -> StatesArn:
    """The ARN of a state machine, a version or an alias; raises InvalidArn, and ValidationException for a Map state's."""
    read = read_arn(arn, MACHINE)
    if read.label is not None:
        raise errors.labelled_arn(arn)
    return read


def paged(
    items: Sequence[T], params: Mapping[str, Any], key: Callable[[T], Any], scope: str, *, descending: bool = False
) -> tuple[list[T], dict[str, Any]]:
    """A page of ``maxResults``, and ``nextToken`` if there are more; raises InvalidToken. See `fakeaws.aws.paging`."""
    try:
        found, token = page(
            items,
            limit=params.get("maxResults") or limits.PAGE,
            token=params.get("nextToken"),
            key=key,
            scope=scope,
            descending=descending,
        )
    except BadToken:
        raise errors.invalid_token() from None
    return found, {} if token is None else {"nextToken": token}


def _shortened(text: str) -> str:
    return text if len(text) <= _TOLD else f"{text[:_TOLD]}…"
