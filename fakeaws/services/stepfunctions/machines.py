"""State machines: what was created, and each text that it had since."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fakeaws.aws.tags import Tags
from fakeaws.services.stepfunctions.language.definition import states

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.executions.execution import Execution

_NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)

NO_LOGGING: Mapping[str, Any] = {"level": "OFF", "includeExecutionData": False}
NO_TRACING: Mapping[str, Any] = {"enabled": False}
AWS_OWNED_KEY: Mapping[str, Any] = {"type": "AWS_OWNED_KEY"}


@dataclass(frozen=True)
class Revision:
    """What runs: an execution keeps the revision that it began with. ``id`` is None for a machine that was never updated.

    ``machine`` is the definition as typed states; ``definition`` its text.
    """

    id: str | None
    definition: str
    machine: states.StateMachine
    role_arn: str
    logging: Mapping[str, Any] = field(default_factory=lambda: NO_LOGGING)
    tracing: Mapping[str, Any] = field(default_factory=lambda: NO_TRACING)
    encryption: Mapping[str, Any] = field(default_factory=lambda: AWS_OWNED_KEY)
    #: When the state machine came to be so.
    created_us: int = 0
    #: What executions of it reached: ``("state", name, None)``, ``("choice", state, rule or None for Default)``,
    #: ``("retry", state, retrier)``, ``("catch", state, catcher)``; places count from 0.
    reached: set[tuple[str, str, int | None]] = field(default_factory=set, compare=False)


@dataclass(frozen=True)
class Version:
    """A published revision."""

    number: int
    arn: str
    revision: Revision
    created_us: int
    description: str | None = None


@dataclass(eq=False)
class Alias:
    """``routes``: version ARN → weight, of a sum of 100."""

    name: str
    arn: str
    routes: dict[str, int]
    created_us: int
    updated_us: int
    description: str | None = None


@dataclass(eq=False)
class StateMachine:
    """A state machine in its account and region; instants are in microseconds since 1970."""

    name: str
    arn: str
    type: str
    created_us: int
    revision: Revision
    tags: Tags = field(default_factory=Tags)
    deleting: bool = False
    #: While it is being deleted: its executions that have not ended yet.
    remaining: dict[Execution, None] = field(default_factory=dict)
    #: By number; numbers are never used again.
    versions: dict[int, Version] = field(default_factory=dict)
    last_version: int = 0
    aliases: dict[str, Alias] = field(default_factory=dict)
    #: Standard executions by name, those of map runs left out.
    executions: dict[str, Execution] = field(default_factory=dict)

    @property
    def express(self) -> bool:
        return self.type == states.EXPRESS

    @property
    def published(self) -> Version | None:
        """The version of the current revision, if there is one."""
        version = self.versions.get(self.last_version)
        return version if version is not None and version.revision is self.revision else None

    def publish(self, description: str | None, now_us: int) -> Version:
        """The version of the current revision, a new one unless it has one already."""
        version = self.published
        if version is None:
            number = self.last_version = self.last_version + 1
            version = Version(number, f"{self.arn}:{number}", self.revision, now_us, description)
            self.versions[number] = version
        return version

    def version(self, number: str) -> Version | None:
        """By its number as the end of an ARN says it: ``1``, never ``01``."""
        return self.versions.get(int(number)) if _NUMBER.fullmatch(number) else None

    def version_at(self, arn: str) -> Version | None:
        """By its ARN."""
        return self.version(arn[len(self.arn) + 1 :]) if arn.startswith(f"{self.arn}:") else None
