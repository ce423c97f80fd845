"""Saying what jobs do, and looking at them, from a test: ``aws.batch``."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

from fakeaws.errors import NotSupportedError
from fakeaws.services.batch.viewing.job_view import JobView
from fakeaws.services.batch.workloads import spot
from fakeaws.services.batch.workloads.called import takes_job
from fakeaws.services.batch.workloads.registrations import Registration
from fakeaws.world import to_microseconds

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Job
    from fakeaws.services.batch.operations.base import BatchBase
    from fakeaws.world import World

B = TypeVar("B", bound=Callable[..., Any])


class BatchInspector:
    """``aws.batch``."""

    def __init__(self, world: World) -> None:
        self._world = world

    @overload
    def register(
        self,
        body: B,
        *,
        job_definition: str | None = None,
        image: str | None = None,
        command: str | Sequence[str] | None = None,
    ) -> B: ...
    @overload
    def register(
        self,
        body: None = None,
        *,
        job_definition: str | None = None,
        image: str | None = None,
        command: str | Sequence[str] | None = None,
        takes: float | timedelta,
        exit_code: int = 0,
    ) -> None: ...
    @overload
    def register(
        self,
        body: None = None,
        *,
        job_definition: str | None = None,
        image: str | None = None,
        command: str | Sequence[str] | None = None,
        exit_code: int,
    ) -> None: ...
    @overload
    def register(
        self,
        body: None = None,
        *,
        job_definition: str | None = None,
        image: str | None = None,
        command: str | Sequence[str] | None = None,
        allow_subprocess: bool,
    ) -> None: ...
    @overload
    def register(
        self,
        body: None = None,
        *,
        job_definition: str | None = None,
        image: str | None = None,
        command: str | Sequence[str] | None = None,
    ) -> Callable[[B], B]: ...
    def register(
        self,
        body: Any = None,
        *,
        job_definition: str | None = None,
        image: str | None = None,
        command: str | Sequence[str] | None = None,
        takes: float | timedelta | None = None,
        exit_code: int | None = None,
        allow_subprocess: bool = False,
    ) -> Any:
        """Say what the containers of jobs do. Without anything but the choice of jobs, a decorator for a ``body``.

        Which jobs: ``job_definition`` (a name with or without a revision, or an ARN), ``image``, ``command`` (the words that
        the container's command begins with, as a list or as one text; of ``sh -c`` the line's words, too); all that is given
        must hold, and without any it is every job. Of several registrations the one that says most counts; of equals the
        last.

        - ``body``: a callable of a `BatchJob`, or of nothing. It runs as a program of its own in virtual time: what it prints
          and logs goes to the job's log, its AWS calls are the job role's, what it returns is ignored; ``sys.exit(n)`` gives
          the exit code, an exception 1. SIGTERM cannot be heard: a callable that is stopped runs for the 30 s of grace, too.
        - ``takes``: the virtual time that it takes instead, in seconds or as a timedelta, with ``exit_code``.
        - ``allow_subprocess``: run the container's command as a process on this machine. Virtual time stands still meanwhile.
        """
        given = [takes is not None or exit_code is not None, allow_subprocess]
        if body is not None and any(given):
            raise ValueError(
                "a callable takes the time that it sleeps, and ends with what it gives sys.exit: "
                "leave takes, exit_code and allow_subprocess out"
            )
        if all(given):
            raise ValueError(
                "a process takes no virtual time, and has its own exit code: leave takes and exit_code out"
            )
        if exit_code is not None and not 0 <= exit_code <= 255:
            raise ValueError(f"an exit code is 0 to 255, not {exit_code!r}")
        words = None if command is None else tuple(shlex.split(command) if isinstance(command, str) else command)
        registration = Registration(job_definition, image, words, exit_code=exit_code or 0)
        if any(given):
            registration.takes_us = _microseconds(takes or 0)
            registration.allow_subprocess = allow_subprocess
            self._add(registration, "a process" if allow_subprocess else None)
            return None
        if body is None:

            def decorate(decorated: B) -> B:
                self._add_body(registration, decorated)
                return decorated

            return decorate
        self._add_body(registration, body)
        return body

    def job(self, job: str) -> JobView:
        """A job by its id (an array's child: ``id:index``), its ARN, or its name in the default account and region.

        Raises ``LookupError``, with the nearest one, and for a name that several jobs have.
        """
        self._world.settle()
        return JobView(*self._find(job))

    def explain(self, job_id: str) -> str:
        """Why a job is where it is: what a RUNNABLE one waits for, and how one that has failed came to it."""
        self._world.settle()
        return self.job(job_id).explain()

    def interrupt_spot(
        self, job_id: str, *, at: datetime | None = None, after: float | timedelta | None = None
    ) -> None:
        """Let AWS take back the Spot capacity that a job runs on: now, ``at`` an instant, or ``after`` a time from now.

        A job on an instance ends its attempt without an exit code, with ``Host EC2 (instance i-…) terminated.``, and so does
        every other job on that instance; on Fargate Spot the task alone ends, with exit code 137. Retries follow the jobs'
        retry strategies. ``after``: seconds or a timedelta; a naive ``at`` is UTC.

        Raises ``ValueError`` for a job that cannot be interrupted now; at a later time that is a warning then.
        """
        self._world.settle()
        service, job = self._find(job_id)
        world = self._world
        if at is not None and after is not None:
            raise ValueError("at or after, not both")
        if at is None and after is None:
            why_not = spot.obstacle(job)
            if why_not is not None:
                raise ValueError(f"job {job.name!r} ({job.id}) cannot be interrupted: {why_not}")
            # In an event, as what ends a job may call AWS.
            world.simulation.at(world.now_us, spot.interrupt_later, service, job)
            world.settle()
            return
        due_us = world.now_us + _microseconds(after) if after is not None else self._elapsed(cast("datetime", at))
        if due_us < world.now_us:
            raise ValueError(f"at is an instant to come, not {at!r}")
        world.simulation.at(due_us, spot.interrupt_later, service, job)

    def run_out_of(self, environment: str, *instance_types: str) -> None:
        """Let EC2 have no more instances of these types (``m5.xlarge``) for a compute environment; without types, it has all.

        With BEST_FIT, jobs that fit best on such a type wait; the other allocation strategies launch another type, if there
        is one. ``environment``: a name or an ARN. Raises ``LookupError``, with the nearest one; ``ValueError`` for one without
        instances, and for a type that it does not launch.
        """
        self._world.settle()
        service = self._service_of(environment)
        name = environment.rpartition(":compute-environment/")[2]
        found = service.environments.get(name)
        if found is None:
            raise LookupError(f"no compute environment {name!r}{_hint(name, list(service.environments))}")
        service.scaling.run_out_of(found, instance_types)
        self._world.settle()

    # -- within ------------------------------------------------------------------------------------------------------

    def _elapsed(self, instant: datetime) -> int:
        aware = instant if instant.tzinfo is not None else instant.replace(tzinfo=timezone.utc)
        return to_microseconds(aware - self._world.clock.now) + self._world.now_us

    def _add_body(self, registration: Registration, body: Any) -> None:
        if isinstance(body, str):
            raise TypeError(f"a callable comes first; jobs are chosen by name: job_definition={body!r}")
        if not callable(body):
            raise TypeError(f"what a job does is a callable of the job, or of nothing, not {body!r}")
        try:
            takes_job(body)
        except TypeError as error:
            raise TypeError(f"a job's callable takes the job, or nothing: {body!r} has {error}") from None
        registration.body = body
        self._add(registration, "a callable")

    def _add(self, registration: Registration, what: str | None) -> None:
        if what is not None and self._world.simulation.is_real:
            raise NotSupportedError(
                f'{what} cannot be a job with time="real": several jobs share this process, and only virtual time runs one '
                "at a time; leave time out"
            )
        self._service_of(registration.job_definition).workloads.registrations.append(registration)

    def _service_of(self, arn: str | None) -> BatchBase:
        world = self._world
        account, region = world.account, world.region
        if arn is not None and arn.startswith("arn:"):
            _, _, _, region, account, _ = arn.split(":", 5)
        return cast("BatchBase", world.router.service("batch", account, region))

    def _find(self, text: str) -> tuple[BatchBase, Job]:
        if not isinstance(text, str):
            raise TypeError(f"a job is looked up by its id, its ARN or its name, not by {text!r}")
        services = [cast("BatchBase", each) for each in self._world.router.services("batch")]
        id = text.rpartition(":job/")[2]
        for service in services:
            if id in service.jobs:
                return service, service.jobs[id]
        here = [each for each in services if self._world.is_home(each.account, each.region)]
        jobs = [(service, job) for service in here for job in service.jobs.values() if job.parent is None]
        named = [each for each in jobs if each[1].name == text]
        if len(named) > 1:
            ids = " and ".join(job.id for _, job in named[:5])
            raise LookupError(f"{len(named)} jobs are called {text!r}: look one up by its id, such as {ids}")
        if not named:
            known = [*(job.name for _, job in jobs), *(id for service in services for id in service.jobs)]
            raise LookupError(f"no job {text!r}{_hint(text, known)}")
        return named[0]


def _hint(text: str, known: list[str]) -> str:
    near = get_close_matches(text, known, n=1)
    if near:
        return f"; did you mean {near[0]!r}?"
    return "" if known else "; this world has none"


def _microseconds(duration: float | timedelta) -> int:
    found = to_microseconds(duration)
    if found < 0:
        raise ValueError(f"a duration is not negative: {duration!r}")
    return found


INSPECTOR = BatchInspector
