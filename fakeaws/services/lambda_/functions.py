"""Functions and their versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import partition_of
from fakeaws.services.lambda_.code import Code
from fakeaws.services.lambda_.configuration import Configuration
from fakeaws.services.lambda_.names import LATEST

if TYPE_CHECKING:
    from fakeaws.services.lambda_.asynchronous.configuration import EventInvokeConfig
    from fakeaws.services.lambda_.concurrency.provisioned import Provisioned
    from fakeaws.services.lambda_.environments.environment import Environment
    from fakeaws.services.lambda_.invocations.invocation import Invocation
    from fakeaws.services.lambda_.operations.base import LambdaBase


class Version:
    """Code and configuration under a number, or under ``$LATEST``."""

    def __init__(self, function: Function, number: str, configuration: Configuration, code: Code) -> None:
        self.function = function
        self.number = number
        self.configuration = configuration
        self.code = code
        #: Environments that wait for their next invocation, the one used last at the end.
        self.idle: list[Environment] = []

    @property
    def arn(self) -> str:
        """Qualified."""
        return f"{self.function.arn}:{self.number}"


class Function:
    """A function of one account and region, with its versions."""

    def __init__(self, service: LambdaBase, name: str, configuration: Configuration, code: Code) -> None:
        self.service = service
        self.name = name
        region, account = service.region, service.account
        self.arn = f"arn:{partition_of(region)}:lambda:{region}:{account}:function:{name}"
        at_home = (account, region) == (service.world.account, service.world.region)
        #: The function's name on the timeline.
        self.resource = name if at_home else self.arn
        self.latest = Version(self, LATEST, configuration, code)
        self.versions: dict[str, Version] = {}
        self.aliases: dict[str, Any] = {}
        self.recursive_loop = "Terminate"
        self.reserved_concurrency: int | None = None
        #: By qualifier.
        self.provisioned: dict[str, Provisioned] = {}
        self.event_invoke_configs: dict[str, EventInvokeConfig] = {}
        #: All that were begun, in order.
        self.invocations: list[Invocation] = []
