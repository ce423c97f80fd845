"""A configuration and its revisions."""

from __future__ import annotations

from dataclasses import dataclass, field

from fakeaws.aws.service import Result
from fakeaws.aws.tags import Tags
from fakeaws.services.mq.engines.engine import Engine
from fakeaws.simulation.clock import from_us


@dataclass(frozen=True)
class Revision:
    """``data`` is base64 as it was given, or as it was after it was sanitized; never changed."""

    number: int
    created_us: int
    data: str
    description: str | None

    def described(self) -> Result:
        """``ConfigurationRevision``."""
        shown: Result = {"Created": from_us(self.created_us), "Revision": self.number}
        if self.description is not None:
            shown["Description"] = self.description
        return shown


@dataclass(eq=False)
class Configuration:
    """``revisions`` by number from 1, in that order."""

    id: str
    arn: str
    name: str
    engine: Engine
    version: str
    strategy: str
    created_us: int
    revisions: dict[int, Revision] = field(default_factory=dict)
    tags: Tags = field(default_factory=Tags)

    @property
    def latest(self) -> Revision:
        return self.revisions[len(self.revisions)]

    def described(self) -> Result:
        """As DescribeConfiguration and ListConfigurations show it."""
        shown: Result = {
            "Arn": self.arn,
            "AuthenticationStrategy": self.strategy,
            "Created": from_us(self.created_us),
            "EngineType": self.engine.type,
            "EngineVersion": self.version,
            "Id": self.id,
            "LatestRevision": self.latest.described(),
            "Name": self.name,
            "Tags": dict(self.tags),
        }
        description = next((each.description for each in reversed(self.revisions.values()) if each.description), None)
        if description is not None:
            shown["Description"] = description
        return shown
