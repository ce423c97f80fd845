"""Activities: names at which workers fetch tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fakeaws.aws.tags import Tags
from fakeaws.services.stepfunctions.machines import AWS_OWNED_KEY
from fakeaws.services.stepfunctions.task_queues import TaskQueue


@dataclass(eq=False)
class Activity:
    """An activity in its account and region; ``created_us`` is microseconds since 1970."""

    name: str
    arn: str
    created_us: int
    tags: Tags = field(default_factory=Tags)
    encryption: Mapping[str, Any] = field(default_factory=lambda: AWS_OWNED_KEY)
    #: Tasks that no worker has fetched yet, and workers that wait for one.
    tasks: TaskQueue = field(default_factory=TaskQueue)
