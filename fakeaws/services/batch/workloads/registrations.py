"""What the test says jobs do, and which of it holds for a job."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fakeaws.services.batch.names import name_in

if TYPE_CHECKING:
    from fakeaws.services.batch.definitions.definition import JobDefinition
    from fakeaws.services.batch.jobs.job import Job
    from fakeaws.services.batch.service_jobs.job import ServiceJob
    from fakeaws.services.batch.workloads.container import Container

_SHELLS = ("sh", "bash", "dash", "ash", "/bin/sh", "/bin/bash", "/bin/dash", "/bin/ash")


@dataclass(eq=False)
class Registration:
    """What stands for containers: a callable, a time and an exit code, or a process on this machine.

    ``job_definition`` is a name with or without a revision, or an ARN; ``command`` the words that the container's begins
    with. What is None holds for all.
    """

    job_definition: str | None = None
    image: str | None = None
    command: tuple[str, ...] | None = None
    body: Callable[..., Any] | None = None
    takes_us: int = 0
    exit_code: int = 0
    allow_subprocess: bool = False

    def fits(self, job: Job | ServiceJob, container: Container) -> bool:
        """Whether it holds for the job; a service job has no definition."""
        if self.job_definition is not None:
            definition: JobDefinition | None = getattr(job, "definition", None)
            if definition is None or not _is_named(self.job_definition, definition):
                return False
        if self.image is not None and self.image != container.image:
            return False
        return self.command is None or any(
            words[: len(self.command)] == self.command for words in _readings(container.command)
        )

    @property
    def closeness(self) -> tuple[bool, bool, int, bool]:
        """The more it says, the more it counts: a revision, a definition, words of a command, an image."""
        named = self.job_definition
        revised = named is not None and ":" in name_in(named, "job-definition")
        return revised, named is not None, len(self.command or ()), self.image is not None


def closest(registrations: list[Registration], job: Job | ServiceJob, container: Container) -> Registration | None:
    """The one that says most of those that hold; of equals, the last."""
    fitting = [each for each in registrations if each.fits(job, container)]
    if not fitting:
        return None
    return max(enumerate(fitting), key=lambda each: (each[1].closeness, each[0]))[1]


def _is_named(text: str, definition: JobDefinition) -> bool:
    name = name_in(text, "job-definition")
    return name in (definition.name, f"{definition.name}:{definition.revision}")


def _readings(command: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Its words, and those of the line that it gives to a shell."""
    if len(command) < 3 or command[0] not in _SHELLS:
        return [command]
    try:
        return [command, tuple(shlex.split(command[2]))]
    except ValueError:  # a quotation that does not end
        return [command]
