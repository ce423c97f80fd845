"""A container of which only the time and the exit code are known."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fakeaws.services.batch.workloads.work import Ended

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Job
    from fakeaws.services.batch.operations.base import BatchBase
    from fakeaws.services.batch.service_jobs.job import ServiceJob
    from fakeaws.simulation.scheduler import Timer


class Lasting:
    """It ends by itself when its time is over."""

    def __init__(
        self,
        service: BatchBase,
        job: Job | ServiceJob,
        takes_us: int,
        exit_code: int,
        finished: Callable[[Any, Ended], None],
    ) -> None:
        self._service = service
        self._timer: Timer = service.world.simulation.at(
            service.world.now_us + takes_us, finished, job, Ended(exit_code)
        )

    def stop(self) -> None:
        self._service.world.simulation.cancel(self._timer)
