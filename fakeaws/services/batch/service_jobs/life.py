"""The life of service jobs: SUBMITTED, RUNNABLE, SCHEDULED, STARTING, RUNNING, SUCCEEDED or FAILED."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from fakeaws.services.batch.jobs.job import FAILED, RUNNABLE, RUNNING, STARTING, SUCCEEDED
from fakeaws.services.batch.jobs.life import TIMED_OUT
from fakeaws.services.batch.limits import RETENTION_US, SECOND_US
from fakeaws.services.batch.service_jobs import placing, training
from fakeaws.services.batch.service_jobs.environments import ServiceEnvironment
from fakeaws.services.batch.service_jobs.job import SCHEDULED, ServiceAttempt, ServiceJob
from fakeaws.services.batch.service_jobs.placing import as_job
from fakeaws.services.batch.service_jobs.quota_shares import QuotaShare
from fakeaws.services.batch.workloads.work import Ended

if TYPE_CHECKING:
    from fakeaws.services.batch.operations.base import BatchBase
    from fakeaws.services.batch.queues.queue import JobQueue

#: What SageMaker says is marked as its words.
_SAID = "Received status from SageMaker: "
COMPLETED = f"{_SAID}Training job completed"
FAILED_WITH = f"{_SAID}AlgorithmError: , exit code: {{}}"
#: Characters of a training job's name that stand in the name which Batch gives it.
_NAME_CHARACTERS = 23


class ServiceJobs:
    """Of one account and region, with their environments and quota shares."""

    def __init__(self, service: BatchBase) -> None:
        self._service = service
        self.world = service.world
        self._durations = service.durations
        #: By name, in the order of their creation.
        self.environments: dict[str, ServiceEnvironment] = {}
        #: By ARN, in the order of their creation.
        self.shares: dict[str, QuotaShare] = {}
        #: By id, in the order of their submission; those that have ended for seven days.
        self.jobs: dict[str, ServiceJob] = {}
        self.open: dict[ServiceJob, None] = {}
        #: clientTokens of the last hours, and when they came.
        self.tokens: dict[str, int] = {}
        self._ended: deque[tuple[int, ServiceJob]] = deque()

    def environment_of(self, queue: JobQueue) -> ServiceEnvironment | None:
        """The service environment of a queue; None for queues of other jobs."""
        for each in queue.settings.get("serviceEnvironmentOrder", ()):
            return self.environments.get(each["serviceEnvironment"].rpartition("/")[2])
        return None

    def shares_of(self, queue: JobQueue) -> list[QuotaShare]:
        return [each for each in self.shares.values() if each.queue is queue]

    def forget(self) -> None:
        """Those that ended too long ago. To be called before jobs are looked up."""
        while self._ended and self._ended[0][0] <= self.world.now_us:
            self.jobs.pop(self._ended.popleft()[1].id, None)

    def under_way(self) -> list[str]:
        return [f"batch service job {job.name} ({job.id}) is {job.status}" for job in self.open]

    # -- until SageMaker has it --------------------------------------------------------------------------------------

    def submitted(self, job: ServiceJob) -> None:
        """It is new."""
        self.jobs[job.id] = job
        self.open[job] = None
        if job.share is not None:
            job.share.open[job.id] = job
        self._service.dispatcher.submitted(as_job(job))
        job.timer = self.world.simulation.at(self.world.now_us + self._durations["submitted"], self._runnable, job)

    def _runnable(self, job: ServiceJob) -> None:
        job.timer = None
        job.runnable_us = self.world.now_us
        self._set(job, RUNNABLE)
        if job.share is not None:
            job.share.waiting[job.id] = job
        else:
            job.queue.waiting.add(as_job(job), self.world.now_us)
        self._service.dispatcher.kick()

    def prioritize(self, job: ServiceJob, priority: int) -> None:
        """It has another schedulingPriority."""
        waiting, now_us = job.queue.waiting, self.world.now_us
        waits = job.share is None and as_job(job) in waiting
        if waits:
            waiting.remove(as_job(job), now_us)
        job.settings = {**job.settings, "schedulingPriority": priority}
        if waits:
            waiting.add(as_job(job), now_us)
        self._service.dispatcher.kick()

    def blocked(self, queue: JobQueue, job: ServiceJob, reason: str | None) -> None:
        """The head of the queue finds no place, for that reason; None if it only has to wait."""
        self._service.dispatcher.blocking.block(queue, job, reason)

    def freed(self, queue: JobQueue) -> None:
        if queue.blocked is not None:
            self._service.dispatcher.blocking.freed(queue)

    def placed(self, job: ServiceJob, environment: ServiceEnvironment) -> None:
        """It is handed to SageMaker, which looks for instances."""
        environment.take(job)
        job.placement = environment
        job.queue.used_milli += job.need.milli_vcpus
        if job.share is not None:
            job.share.take(job.instances)
        job.scheduled_ms = self._now_ms
        job.status_reason = None
        job.attempts.append(ServiceAttempt(self._training_job_arn(job)))
        self._set(job, SCHEDULED)
        self._later(job, "training_pending", self._start)

    # -- in SageMaker ------------------------------------------------------------------------------------------------

    def _start(self, job: ServiceJob) -> None:
        self._set(job, STARTING)
        self._later(job, "training_download", self._run)

    def _run(self, job: ServiceJob) -> None:
        job.timer = None
        job.attempts[-1].started_ms = job.started_ms = self._now_ms
        self._set(job, RUNNING)
        seconds = (job.settings.get("timeoutConfig") or {}).get("attemptDurationSeconds")
        if seconds is not None:
            due_us = self.world.now_us + int(seconds) * SECOND_US
            job.timer = self.world.simulation.at(due_us, self.stop, job, TIMED_OUT)
        job.work = training.begin(self._service, job)

    def finished(self, job: ServiceJob, end: Ended) -> None:
        """The training job has come to its end."""
        job.work = None
        self._cancel_timer(job)
        attempt = job.attempts[-1]
        attempt.stopped_ms = self._now_ms
        said = COMPLETED if end.exit_code == 0 else FAILED_WITH.format(end.exit_code)
        attempt.status_reason = job.stopping or said
        succeeded = job.stopping is None and end.exit_code == 0
        preempted = job.stopping in (placing.PREEMPTED_ACROSS, placing.PREEMPTED_WITHIN)
        again = self._again(job, preempted) if not succeeded else False
        self._release(job)
        if preempted:
            job.preempted.append(job.attempts.pop())
        if again:
            job.stopping = None
            job.status_reason = attempt.status_reason
            self._runnable(job)
        else:
            self._end(job, SUCCEEDED if succeeded else FAILED, attempt.status_reason)

    def _again(self, job: ServiceJob, preempted: bool) -> bool:
        """Whether it becomes RUNNABLE once more. What was preempted costs no attempt."""
        if job.terminated is not None:
            return False
        if preempted:
            most = (job.settings.get("preemptionConfiguration") or {}).get("preemptionRetriesBeforeTermination")
            return most is None or len(job.preempted) < most
        if job.stopping is not None or len(job.attempts) >= job.attempts_allowed:
            return False
        reason = job.attempts[-1].status_reason or ""
        for rule in job.settings["retryStrategy"].get("evaluateOnExit") or ():
            pattern: str = rule.get("onStatusReason", "*")
            if reason == pattern or (pattern.endswith("*") and reason.startswith(pattern[:-1])):
                return bool(rule.get("action", "RETRY").upper() == "RETRY")
        return True

    # -- stopping ----------------------------------------------------------------------------------------------------

    def terminate(self, job: ServiceJob, reason: str) -> None:
        """TerminateServiceJob; the first reason counts."""
        if job.ended or job.terminated is not None:
            return
        job.terminated = reason
        if job.is_placed:
            self.stop(job, reason)
        else:
            self.fail(job, reason)

    def preempt(self, job: ServiceJob, reason: str) -> None:
        """Its instances are wanted for another job."""
        self.stop(job, reason)

    def stop(self, job: ServiceJob, reason: str) -> None:
        """StopTrainingJob: what runs has its grace."""
        if job.stopping is not None:
            return
        job.stopping = reason
        self._cancel_timer(job)
        if job.status == RUNNING:
            self._later(job, "training_grace", self._kill)
        else:
            job.timer = self.world.simulation.at(self.world.now_us, self.finished, job, Ended(None))

    def _kill(self, job: ServiceJob) -> None:
        if job.work is not None:
            job.work.stop()
        self.finished(job, Ended(None))

    def fail(self, job: ServiceJob, reason: str) -> None:
        """It ends without having a place."""
        if job.ended:
            return
        self._cancel_timer(job)
        if job.share is not None:
            job.share.waiting.pop(job.id, None)
        self._service.dispatcher.remove(as_job(job))
        self._service.dispatcher.kick()
        self._end(job, FAILED, reason)

    def terminate_all(self, jobs: list[ServiceJob], reason: str) -> None:
        """Of a queue or a quota share that is deleted."""
        for each in jobs:
            self.terminate(each, reason)

    # -- within ------------------------------------------------------------------------------------------------------

    @property
    def _now_ms(self) -> int:
        return self.world.wall_us // 1000

    def _later(self, job: ServiceJob, duration: str, then: object) -> None:
        due_us = self.world.now_us + self._durations[duration]
        job.timer = self.world.simulation.at(due_us, then, job)  # type: ignore[arg-type]

    def _cancel_timer(self, job: ServiceJob) -> None:
        timer, job.timer = job.timer, None
        if timer is not None:
            self.world.simulation.cancel(timer)

    def _release(self, job: ServiceJob) -> None:
        environment, job.placement = job.placement, None
        assert environment is not None
        environment.take(job, -1)
        job.queue.used_milli -= job.need.milli_vcpus
        if job.share is not None:
            job.share.take(job.instances, -1)
        if job.queue.fair_share is not None:
            job.queue.fair_share.released(as_job(job), self.world.now_us)
        self._service.dispatcher.kick()

    def _end(self, job: ServiceJob, status: str, reason: str | None) -> None:
        job.status_reason = reason
        job.stopped_ms = self._now_ms
        self._set(job, status)
        self.open.pop(job, None)
        self._ended.append((self.world.now_us + RETENTION_US, job))
        if job.share is not None:
            job.share.open.pop(job.id, None)
        self._service.dispatcher.ended(as_job(job))

    def _set(self, job: ServiceJob, status: str) -> None:
        job.status = status
        self._service.service_job_changed(job)

    def _training_job_arn(self, job: ServiceJob) -> str:
        name = str(job.payload.get("TrainingJobName", job.name))[:_NAME_CHARACTERS]
        unique = f"{self._service.ids.getrandbits(128):032x}"
        place = self._service.arn_of("").replace(":batch:", ":sagemaker:", 1)
        return f"{place}training-job/AWSBatch{name}{unique}"
