"""Provisioned concurrency: environments of a version or alias that are kept ready."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.aws.errors import AwsError
from fakeaws.services.lambda_ import errors
from fakeaws.services.lambda_.concurrency import limits
from fakeaws.services.lambda_.names import LATEST, FunctionReference
from fakeaws.simulation.clock import from_us

if TYPE_CHECKING:
    from fakeaws.services.lambda_.concurrency.admission import Concurrency
    from fakeaws.services.lambda_.functions import Function
    from fakeaws.services.lambda_.invocations.invocation import Invocation
    from fakeaws.services.lambda_.operations.base import LambdaBase
    from fakeaws.simulation.scheduler import Timer


class Provisioned:
    """Of one version or alias. ``requested`` counts against the account at once; ``available`` once it is ready."""

    def __init__(self, function: Function, qualifier: str) -> None:
        self.function = function
        self.qualifier = qualifier
        self.requested = 0
        self.available = 0
        #: Invocations on it.
        self.running = 0
        self.modified_us = 0
        self.timer: Timer | None = None

    def members(self) -> dict[str, Any]:
        """As the operations answer."""
        return {
            "RequestedProvisionedConcurrentExecutions": self.requested,
            "AvailableProvisionedConcurrentExecutions": self.available,
            "AllocatedProvisionedConcurrentExecutions": self.available,
            "Status": "IN_PROGRESS" if self.timer is not None else "READY",
            "LastModified": from_us(self.modified_us).strftime("%Y-%m-%dT%H:%M:%S+0000"),
        }


class ProvisionedConcurrency:
    """Of all functions of one account and region."""

    def __init__(self, service: LambdaBase, concurrency: Concurrency) -> None:
        self._service = service
        self._concurrency = concurrency

    def of(self, function: Function) -> int:
        """How much the function has been promised."""
        return sum(each.requested for each in function.provisioned.values())

    def for_invocation(self, invocation: Invocation) -> Provisioned | None:
        """What the invocation may use: its alias's or its version's."""
        version = invocation.version
        mine = version.function.provisioned
        if not mine:
            return None
        named = FunctionReference.parse(invocation.invoked_arn).qualifier
        return mine.get(named or LATEST) or mine.get(version.number)

    def get(self, function: Function, qualifier: str) -> Provisioned:
        """Raises AWS's error if there is none."""
        found = function.provisioned.get(qualifier)
        if found is None:
            text = "No Provisioned Concurrency Config found for this function"
            raise AwsError("ProvisionedConcurrencyConfigNotFoundException", text, 404, fields={"Type": "User"})
        return found

    def put(self, function: Function, qualifier: str, number: int) -> Provisioned:
        """Provision so much from now on; raises AWS's error."""
        provisioned = function.provisioned.get(qualifier) or Provisioned(function, qualifier)
        before = provisioned.requested
        reserved = function.reserved_concurrency
        if reserved is not None:
            if self.of(function) - before + number > reserved:
                raise errors.invalid(
                    "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for "
                    "function"
                )
        else:
            self._check_pool(self._concurrency.unreserved + before, number)
        world = self._service.world
        function.provisioned[qualifier] = provisioned
        provisioned.requested = number
        provisioned.available = min(provisioned.available, number)
        provisioned.modified_us = world.wall_us
        self._stop(provisioned)
        provisioned.timer = world.simulation.at(world.now_us + limits.PROVISIONING, self._ready, provisioned)
        return provisioned

    def delete(self, function: Function, qualifier: str) -> None:
        """Provision no more; invocations under way go on."""
        found = function.provisioned.pop(qualifier, None)
        if found is not None:
            self._stop(found)

    def _ready(self, provisioned: Provisioned) -> None:
        provisioned.timer = None
        provisioned.available = provisioned.requested

    def _stop(self, provisioned: Provisioned) -> None:
        if provisioned.timer is not None:
            self._service.world.simulation.cancel(provisioned.timer)
            provisioned.timer = None

    def _check_pool(self, unreserved: int, number: int) -> None:
        if number > unreserved:
            raise errors.invalid(
                "Specified ConcurrentExecutions for function is greater than account's unreserved concurrency "
                f"[{unreserved}]."
            )
        minimum = self._concurrency.minimum
        if unreserved - number < minimum:
            raise errors.invalid(
                "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its "
                f"minimum value of [{minimum}]."
            )
