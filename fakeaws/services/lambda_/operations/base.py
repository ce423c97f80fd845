"""What the operations of Lambda share."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from fakeaws.aws.arns import partition_of
from fakeaws.aws.paging import BadToken, page
from fakeaws.aws.service import Call, Service
from fakeaws.services.lambda_ import errors
from fakeaws.services.lambda_.asynchronous.queue import AsyncInvocations
from fakeaws.services.lambda_.code import Folders
from fakeaws.services.lambda_.concurrency.admission import Concurrency
from fakeaws.services.lambda_.invocations.failure_report import failure_report
from fakeaws.services.lambda_.metrics import LambdaMetrics
from fakeaws.services.lambda_.names import LATEST, FunctionReference, is_number
from fakeaws.world import uuid_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fakeaws.services.lambda_.code import RegisteredCode
    from fakeaws.services.lambda_.configuration import Configuration
    from fakeaws.services.lambda_.functions import Function, Version
    from fakeaws.services.lambda_.invocations.running import Running
    from fakeaws.services.lambda_.layers import Layer, LayerVersion
    from fakeaws.services.lambda_.urls import FunctionUrl
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
        #: Callables that stand for the code of functions, by name, whether these exist or not.
        self.registrations: dict[str, RegisteredCode] = {}
        self.layers: dict[str, Layer] = {}
        #: Of layer versions that functions have, by ARN, also deleted ones.
        self.layer_versions: dict[str, LayerVersion] = {}
        #: Where the code of functions lies unpacked.
        self.folders = Folders()
        #: Log groups of functions that are known to be there.
        self.log_groups: dict[str, None] = {}
        #: Invocations under way, in the order of their beginning.
        self.running: dict[Running, None] = {}
        settings = world.config.get("lambda", {})
        #: How long functions are being created and updated; 0: at once.
        self.strict_us = round(settings.get("strict_states", 0) * 1_000_000)
        self.metrics = LambdaMetrics(self)
        self.concurrency = Concurrency(self)
        self.asynchronous = AsyncInvocations(self)
        #: Function URLs by the first part of their host.
        self.urls: dict[str, FunctionUrl] = {}
        self._ids = world.streams.stream(f"lambda.ids/{account}/{region}")
        #: Draws the versions of aliases that have weights.
        self.alias_stream = world.streams.stream(f"lambda.aliases/{account}/{region}")

    # -- names -------------------------------------------------------------------------------------------------------

    def arn_of(self, name: str) -> str:
        """The unqualified ARN that a function of this name has."""
        return f"arn:{partition_of(self.region)}:lambda:{self.region}:{self.account}:function:{name}"

    def new_id(self) -> str:
        """A UUID for whatever needs one."""
        return uuid_of(self._ids.getrandbits(128))

    def in_account(self, account: str) -> LambdaBase | None:
        """Lambda of another account in this region, if anybody has used it."""
        if account == self.account:
            return self
        for service in self.world.router.services("lambda"):
            if (service.account, service.region) == (account, self.region):
                return cast(LambdaBase, service)
        return None

    def runtime_arn(self, version: Version) -> str:
        """The ARN of the runtime's own version; it follows from the runtime's name."""
        digest = hashlib.sha256((version.configuration.runtime or "").encode()).hexdigest()
        chosen = version.runtime_version_arn
        return chosen or f"arn:{partition_of(self.region)}:lambda:{self.region}::runtime:{digest}"

    def layer_reference(self, arn: str) -> dict[str, Any]:
        """A layer version as a function's configuration shows it."""
        version = self.layer_versions.get(arn)
        return {"Arn": arn, "CodeSize": 0 if version is None else version.package.size}

    # -- finding -----------------------------------------------------------------------------------------------------

    def reference(self, text: str, qualifier: str | None = None) -> FunctionReference:
        """A function's name taken apart, for this region; the qualifier may come beside it.

        Raises AWS's refusals of two qualifiers that differ and of another region.
        """
        reference = FunctionReference.parse(text)
        if reference.region is not None and reference.region != self.region:
            raise errors.not_in_this_region(reference.region, self.region)
        if qualifier is not None:
            if reference.qualifier is not None and reference.qualifier != qualifier:
                raise errors.qualifiers_differ()
            reference = reference._replace(qualifier=qualifier)
        return reference

    def function_named(
        self, text: str, qualifier: str | None = None, *, action: str = "GetFunction"
    ) -> tuple[Function, str | None]:
        """The caller's own function, and the qualifier as given; raises AWS's error if there is none."""
        reference = self.reference(text, qualifier)
        self.refuse_other_account(reference, action)
        function = self.functions.get(reference.name)
        if function is None:
            arn = self.arn_of(reference.name)
            named = reference.qualifier is not None
            raise errors.function_not_found(f"{arn}:{reference.qualifier}" if named else arn)
        return function, reference.qualifier

    def function_only(self, text: str, *, action: str = "GetFunction") -> Function:
        """The caller's own function, for operations that take no qualifier."""
        function, qualifier = self.function_named(text, action=action)
        if qualifier is not None:
            raise errors.unqualified_only()
        return function

    def refuse_other_account(self, reference: FunctionReference, action: str) -> None:
        """Only invocations reach functions of other accounts."""
        if reference.account is not None and reference.account != self.account:
            who = f"arn:{partition_of(self.region)}:iam::{self.account}:user/test"
            arn = self.arn_of(reference.name).replace(f":{self.account}:", f":{reference.account}:")
            raise errors.not_authorized(who, action, arn)

    def described(self, text: str, qualifier: str | None = None) -> tuple[Version, str]:
        """The version that a name and a qualifier lead to, for operations that tell of it; and the ARN to show."""
        function, wanted = self.function_named(text, qualifier)
        if wanted is None:
            return function.latest, function.arn
        version = function.described(wanted)
        if version is None:
            raise errors.function_not_found(f"{function.arn}:{wanted}")
        return version, f"{function.arn}:{wanted}"

    def check_timeout(self, function: Function, configuration: Configuration) -> None:
        """Raise AWS's error if what is mapped to the function does not allow its new timeout."""

    def version(self, text: str, qualifier: str | None = None) -> Version:
        """The version that a function's name and a qualifier lead to; raises AWS's error if there is none."""
        return self.resolve(text, qualifier).version

    def resolve(self, text: str, qualifier: str | None = None, call: Call | None = None) -> Resolved:
        """What an invocation runs; an alias with weights draws. Raises AWS's error if there is none.

        The function may be another account's; whether the caller may invoke it is for `access.check_invoke` to say.
        With ``call``, a function that is being created is refused, and so is code that cannot run here.
        """
        reference = self.reference(text, qualifier)
        owner = self.in_account(reference.account or self.account)
        wanted = reference.qualifier or LATEST
        function = owner.functions.get(reference.name) if owner is not None else None
        if function is None and owner is not self:
            self.refuse_other_account(reference, "InvokeFunction")
        version = None if function is None else function.resolve(wanted)
        if function is None or version is None:
            raise errors.function_not_found(f"{self.arn_of(reference.name)}:{wanted}")
        if call is not None and function.pending:
            raise errors.pending_when_invoked()
        named = reference.qualifier or ""
        is_alias = bool(named) and named != LATEST and not is_number(named)
        return Resolved(
            version, f"{function.arn}:{named}" if named else function.arn, named if is_alias else None, named
        )

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

    def failure_report(self) -> list[str]:
        return failure_report(self.functions.values())

    def close(self) -> None:
        for function in self.functions.values():
            for version in function.all_versions:
                version.environments.close()
        self.folders.close()
