"""The container of an attempt, as its job definition and what the submission overrides make it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Job

_REFERENCE = re.compile(r"Ref::([A-Za-z0-9_-]+)")


class Container(NamedTuple):
    """``settings``: its properties, by the API's names."""

    command: tuple[str, ...]
    settings: Mapping[str, Any]
    overrides: Mapping[str, Any]

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
        given = (*self.settings.get("environment", ()), *self.overrides.get("environment", ()))
        return {each["name"]: each.get("value", "") for each in given}


def container_of(job: Job) -> Container:
    """The container that decides how an attempt of the job ends."""
    settings: Mapping[str, Any] = job.container
    overrides: Mapping[str, Any] = job.settings.get("containerOverrides") or {}
    command = overrides.get("command") or settings.get("command") or ()
    parameters = parameters_of(job)
    return Container(tuple(_substituted(word, parameters) for word in command), settings, overrides)


def parameters_of(job: Job) -> dict[str, str]:
    """The submission's over the definition's."""
    return {**(job.definition.settings.get("parameters") or {}), **(job.settings.get("parameters") or {})}


def _substituted(word: str, parameters: Mapping[str, str]) -> str:
    if "Ref::" not in word:
        return word
    return _REFERENCE.sub(lambda found: parameters.get(found[1], found[0]), word)
