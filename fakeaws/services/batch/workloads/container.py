"""The container of an attempt, as its job definition and what the submission overrides make it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Job


class Container(NamedTuple):
    """``settings``: its properties, by the API's names."""

    command: tuple[str, ...]
    settings: Mapping[str, Any]

    @property
    def image(self) -> str | None:
        found: str | None = self.settings.get("image")
        return found

    @property
    def job_role(self) -> str | None:
        """The ARN of the role that its code acts as."""
        found: str | None = self.settings.get("jobRoleArn")
        return found

    @property
    def variables(self) -> dict[str, str]:
        """The environment variables that the definition and the submission give it."""
        return {each["name"]: each.get("value", "") for each in self.settings.get("environment", ())}


def container_of(job: Job) -> Container:
    """The container that decides how an attempt of the job ends."""
    settings = job.container
    return Container(tuple(settings.get("command", ())), settings)


def parameters_of(job: Job) -> dict[str, str]:
    """The submission's over the definition's."""
    return dict(job.settings["parameters"])
