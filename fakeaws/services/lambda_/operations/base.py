"""What the operations of Lambda share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from fakeaws.aws.arns import partition_of
from fakeaws.aws.paging import BadToken, page
from fakeaws.aws.service import Call, Service
from fakeaws.services.lambda_ import errors
from fakeaws.services.lambda_.asynchronous.queue import AsyncInvocations
from fakeaws.services.lambda_.concurrency.admission import Concurrency
from fakeaws.services.lambda_.metrics import LambdaMetrics
from fakeaws.services.lambda_.names import LATEST, FunctionReference

if TYPE_CHECKING:
    from fakeaws.services.lambda_.functions import Function, Version
    from fakeaws.services.lambda_.invocations.running import Running
    from fakeaws.world import World


T = TypeVar("T")

#: Items of a page, where AWS gives no more whatever ``MaxItems`` says.
PAGE = 50


class Resolved(NamedTuple):
    """What a name and a qualifier lead to.

    ``invoked_arn`` is the function's ARN as the caller named it: unqualified without a qualifier, else with it.
    ``alias`` is the alias's name, if it is one; ``qualifier`` what was asked for, "" for the function itself.
    """

    version: Version
    invoked_arn: str
    alias: str | None
    qualifier: str


class LambdaBase(Service):
    """State of Lambda in one account and region."""

    name = "lambda"

    def __init__(self, world: World, account: str, region: str) -> None:
        super().__init__(world, account, region)
        self.functions: dict[str, Function] = {}
        #: Invocations under way, in the order of their beginning.
        self.running: dict[Running, None] = {}
        self.metrics = LambdaMetrics(self)
        self.concurrency = Concurrency(self)
        self.asynchronous = AsyncInvocations(self)

    def arn_of(self, name: str) -> str:
        """The unqualified ARN that a function of this name has."""
        return f"arn:{partition_of(self.region)}:lambda:{self.region}:{self.account}:function:{name}"

    def function_named(self, text: str, qualifier: str | None = None) -> tuple[Function, str | None]:
        """The caller's own function, and the qualifier as given; raises AWS's error if there is none."""
        reference = FunctionReference.parse(text)
        wanted = qualifier or reference.qualifier
        function = self.functions.get(reference.name)
        if function is None:
            arn = self.arn_of(reference.name)
            raise errors.function_not_found(arn if wanted is None else f"{arn}:{wanted}")
        return function, wanted

    def function_only(self, text: str) -> Function:
        """The caller's own function, for operations that take no qualifier."""
        function, qualifier = self.function_named(text)
        if qualifier is not None:
            raise errors.invalid(
                "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. "
                "Please specify either a function name or an unqualified function ARN."
            )
        return function

    def version(self, text: str, qualifier: str | None = None) -> Version:
        """The version that a function's name and a qualifier lead to; raises AWS's error if there is none."""
        return self.resolve(text, qualifier).version

    def resolve(self, text: str, qualifier: str | None = None, call: Call | None = None) -> Resolved:
        """What an invocation runs; raises AWS's error if there is none."""
        reference = FunctionReference.parse(text)
        named = qualifier or reference.qualifier or ""
        wanted = named or LATEST
        function = self.functions.get(reference.name)
        if function is None or wanted != LATEST:
            raise errors.function_not_found(f"{self.arn_of(reference.name)}:{wanted}")
        return Resolved(function.latest, f"{function.arn}:{named}" if named else function.arn, None, named)

    def listed(
        self,
        items: Iterable[T],
        params: Mapping[str, Any],
        key: Callable[[T], Any],
        scope: str,
        *,
        highest: int = PAGE,
    ) -> tuple[list[T], dict[str, str]]:
        """A page by ``Marker`` and ``MaxItems``, and ``NextMarker`` if there are more; ``items`` ascend by ``key``."""
        limit = min(params.get("MaxItems") or highest, highest)
        try:
            found, token = page(list(items), limit=limit, token=params.get("Marker"), key=key, scope=scope)
        except BadToken:
            raise errors.invalid("Invalid pagination token.") from None
        return found, {} if token is None else {"NextMarker": token}

    def under_way(self) -> list[str]:
        running = [f"lambda runs {running.invocation.version.function.resource}" for running in self.running]
        return running + self.asynchronous.under_way()
