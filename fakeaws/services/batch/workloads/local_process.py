"""A container's command as a process on this machine. Virtual time stands still while it runs."""

from __future__ import annotations

import os
import subprocess
import tempfile
from typing import TYPE_CHECKING

from fakeaws.services.batch.jobs.life import TIMED_OUT
from fakeaws.services.batch.workloads.environment import environment_of
from fakeaws.services.batch.workloads.work import Ended
from fakeaws.simulation.variables import of_the_test

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Job
    from fakeaws.services.batch.operations.base import BatchBase
    from fakeaws.services.batch.workloads.container import Container
    from fakeaws.simulation.scheduler import Timer

#: Nobody listens there: an SDK in the process is refused at once, and never reaches AWS.
_NOWHERE = "http://127.0.0.1:9"


class LocalProcess:
    """In the test's current directory, with the job's variables and none of the test's but PATH."""

    def __init__(self, service: BatchBase, job: Job, container: Container) -> None:
        self._service = service
        self._job = job
        self._container = container
        self._timer: Timer = service.world.simulation.at(service.world.now_us, self._run)

    def stop(self) -> None:
        self._service.world.simulation.cancel(self._timer)

    def _run(self) -> None:
        seconds = (self._job.settings.get("timeout") or {}).get("attemptDurationSeconds")
        with tempfile.TemporaryDirectory(prefix="fakeaws-batch-") as home:
            end = self._run_in(home, seconds)
        self._service.life.finished(self._job, end)

    def _run_in(self, home: str, seconds: int | None) -> Ended:
        log = self._service.workloads.logs
        attempt = self._job.attempts[-1]
        variables = self._variables(home)
        with tempfile.TemporaryFile() as output:
            try:
                process = subprocess.Popen(
                    list(self._container.command),
                    env=variables,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                )
            except (OSError, ValueError) as error:
                command = (self._container.command or ("",))[0]
                why = getattr(error, "strerror", None) or str(error)
                return Ended(
                    None, f'CannotStartContainerError: exec: "{command}": {why.lower()}', "Task failed to start"
                )
            code = wait(process, seconds)
            output.seek(0)
            for line in output.read().decode("utf-8", "backslashreplace").splitlines():
                log.add(attempt, line)
        if code is None:
            self._job.stopping = TIMED_OUT
            return Ended(137)
        return Ended(code if code >= 0 else 128 - code)

    def _variables(self, home: str) -> dict[str, str]:
        own = of_the_test()
        return {
            **{name: own[name] for name in ("PATH", "SYSTEMROOT") if name in own},
            "HOME": home,
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "AWS_REGION": self._service.region,
            "AWS_DEFAULT_REGION": self._service.region,
            **environment_of(self._job, self._container),
            "AWS_ACCESS_KEY_ID": "fakeaws",
            "AWS_SECRET_ACCESS_KEY": "fakeaws",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL": _NOWHERE,
        }


def wait(process: subprocess.Popen[bytes], seconds: int | None) -> int | None:
    """The code of a process that ends within so many real seconds; else it is killed, and the answer is None."""
    from fakeaws.simulation.real import Real

    if seconds is None:
        return process.wait()
    last = Real.monotonic() + seconds
    while process.poll() is None:
        if Real.monotonic() >= last:
            process.kill()
            process.wait()
            return None
        Real.sleep(0.005)
    return process.returncode
