"""Names and ARNs of state machines, executions, activities and map runs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from fakeaws.aws.arns import Arn, partition_of
from fakeaws.services.stepfunctions import errors

_FORBIDDEN = re.compile(r"[\s<>{}\[\]?*\"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f]")

MACHINE = "stateMachine"
EXECUTION = "execution"
EXPRESS = "express"
ACTIVITY = "activity"
MAP_RUN = "mapRun"


def check_name(name: str) -> None:
    """Raises InvalidName for the characters that no name may have; lengths are the model's."""
    if _FORBIDDEN.search(name):
        raise errors.invalid_name(name)


@dataclass(frozen=True, slots=True)
class StatesArn:
    """``arn:aws:states:…:<kind>:<name>[/<label>][:<rest>]``, as it was given in ``text``.

    ``rest``: a version's number, an alias's name, an execution's name, an express execution's ``name:uuid``, a map run's id.
    """

    text: str
    partition: str
    region: str
    account: str
    kind: str
    name: str
    label: str | None = None
    rest: str | None = None

    @property
    def machine(self) -> str:
        """The ARN without its ``rest``."""
        labelled = self.name if self.label is None else f"{self.name}/{self.label}"
        return f"arn:{self.partition}:states:{self.region}:{self.account}:{MACHINE}:{labelled}"


@lru_cache(4096)
def read_arn(text: str, *kinds: str) -> StatesArn:
    """An ARN of one of those kinds; raises InvalidArn."""
    arn = Arn.or_none(text)
    if arn is None or arn.service != "states" or ":" not in arn.resource:
        raise errors.invalid_arn_prefix(text)
    kind, _, resource = arn.resource.partition(":")
    if kind not in kinds:
        raise errors.wrong_resource_type(kind)
    name, _, rest = resource.partition(":")
    name, _, label = name.partition("/")
    return StatesArn(text, arn.partition, arn.region, arn.account, kind, name, label or None, rest or None)


def arn_of(account: str, region: str, resource: str) -> str:
    """The ARN of ``execution:machine:name`` and the like."""
    return f"arn:{partition_of(region)}:states:{region}:{account}:{resource}"
