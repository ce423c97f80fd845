"""Topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.aws.arns import partition_of

if TYPE_CHECKING:
    from fakeaws.services.sns.operations.base import SnsBase


class Topic:
    """A topic: its attributes and its subscriptions."""

    def __init__(self, service: SnsBase, name: str) -> None:
        self.service = service
        self.name = name
        account, region = service.account, service.region
        self.arn = f"arn:{partition_of(region)}:sns:{region}:{account}:{name}"
        world = service.world
        #: Its name on the timeline.
        self.resource = name if (account, region) == (world.account, world.region) else self.arn
        self.tags: dict[str, str] = {}
        self.policy_text = ""
