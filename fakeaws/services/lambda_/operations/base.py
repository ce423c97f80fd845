"""What the operations of Lambda share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.aws.arns import partition_of
from fakeaws.aws.service import Service
from fakeaws.services.lambda_ import errors
from fakeaws.services.lambda_.code import Folders
from fakeaws.services.lambda_.names import LATEST, FunctionReference

if TYPE_CHECKING:
    from fakeaws.services.lambda_.functions import Function, Version
    from fakeaws.services.lambda_.invocations.running import Running
    from fakeaws.world import World


class LambdaBase(Service):
    """State of Lambda in one account and region."""

    name = "lambda"

    def __init__(self, world: World, account: str, region: str) -> None:
        super().__init__(world, account, region)
        self.functions: dict[str, Function] = {}
        #: Where the code of functions lies unpacked.
        self.folders = Folders()
        #: Log groups of functions that are known to be there.
        self.log_groups: dict[str, None] = {}
        #: Invocations under way, in the order of their beginning.
        self.running: dict[Running, None] = {}

    def arn_of(self, name: str) -> str:
        """The unqualified ARN that a function of this name has."""
        return f"arn:{partition_of(self.region)}:lambda:{self.region}:{self.account}:function:{name}"

    def version(self, text: str, qualifier: str | None = None) -> Version:
        """The version that a function's name and a qualifier lead to; raises AWS's error if there is none."""
        reference = FunctionReference.parse(text)
        wanted = qualifier or reference.qualifier or LATEST
        function = self.functions.get(reference.name)
        if function is None or wanted != LATEST:
            raise errors.function_not_found(f"{self.arn_of(reference.name)}:{wanted}")
        return function.latest

    def under_way(self) -> list[str]:
        return [f"lambda runs {running.invocation.version.function.resource}" for running in self.running]

    def close(self) -> None:
        self.folders.close()
