"""A script of shell words, run in virtual time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.batch.workloads.shell import Script, echoed, sleep_us
from fakeaws.services.batch.workloads.work import Ended

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Job
    from fakeaws.services.batch.operations.base import BatchBase
    from fakeaws.simulation.scheduler import Timer


class RunningScript:
    """It takes the time that its sleeps take. SIGTERM does not end it, as a container's first process does not hear it."""

    def __init__(self, service: BatchBase, job: Job, script: Script) -> None:
        self._service = service
        self._job = job
        self._script = script
        self._next = 0
        self._status = 0
        self._begun = ""
        self._timer: Timer = service.world.simulation.at(service.world.now_us, self._go)

    def stop(self) -> None:
        self._service.world.simulation.cancel(self._timer)
        self._end_line()

    def _go(self) -> None:
        """On to the next sleep, or to the end."""
        steps = self._script.steps
        while self._next < len(steps):
            operator, words = steps[self._next]
            self._next += 1
            if (operator == "&&" and self._status != 0) or (operator == "||" and self._status == 0):
                continue
            if words[0] == "exit":
                self._end(self._exit_code(words))
                return
            lasts_us = self._do(words)
            if lasts_us:
                world = self._service.world
                self._timer = world.simulation.at(world.now_us + lasts_us, self._go)
                return
            if self._status and self._script.stops_at_failure and self._ends_list():
                break
        self._end(self._status)

    def _do(self, words: tuple[str, ...]) -> int:
        """What one word does; for how long it lasts."""
        name = words[0]
        self._status = 1 if name == "false" else 0
        if name == "echo":
            text, ends = echoed(words)
            self._begun += text
            if ends:
                self._write(self._begun)
                self._begun = ""
        elif name == "sleep":
            lasts_us = sleep_us(words)
            if lasts_us is not None:
                return lasts_us
            self._status = 1
            said = f"invalid time interval '{' '.join(words[1:])}'" if words[1:] else "missing operand"
            self._write(f"sleep: {said}")
        return 0

    def _exit_code(self, words: tuple[str, ...]) -> int:
        if len(words) == 1:
            return self._status
        if words[1].isdecimal():
            return int(words[1]) & 0xFF
        self._write(f"sh: exit: Illegal number: {words[1]}")
        return 2

    def _ends_list(self) -> bool:
        steps = self._script.steps
        return self._next == len(steps) or steps[self._next].operator == ";"

    def _write(self, text: str) -> None:
        self._service.workloads.logs.add(self._job.attempts[-1], text)

    def _end_line(self) -> None:
        begun, self._begun = self._begun, ""
        if begun:
            self._write(begun)

    def _end(self, exit_code: int) -> None:
        self._end_line()
        self._service.life.finished(self._job, Ended(exit_code))
