"""A revision of a job definition."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fakeaws.aws.tags import Tags

ACTIVE = "ACTIVE"
INACTIVE = "INACTIVE"


@dataclass(eq=False)
class JobDefinition:
    """``settings``: as registered, by the API's names."""

    name: str
    revision: int
    arn: str
    settings: dict[str, Any]
    status: str = ACTIVE
    inactive_us: int | None = None
    tags: Tags = field(default_factory=Tags)

    @property
    def platform(self) -> str:
        """``EC2`` or ``FARGATE``."""
        return str((self.settings.get("platformCapabilities") or ["EC2"])[0])

    @property
    def container(self) -> dict[str, Any]:
        """``containerProperties``; ``{}`` for definitions of other forms."""
        found: dict[str, Any] = self.settings.get("containerProperties") or {}
        return found
