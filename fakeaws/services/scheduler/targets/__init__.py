"""What schedules call: templated targets, named by a resource, and universal ones, named by an API operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeaws.aws.arns import Arn
from fakeaws.services.scheduler import errors
from fakeaws.services.scheduler.targets.target import Target
from fakeaws.services.scheduler.targets.templated import Templated
from fakeaws.services.scheduler.targets.universal import Universal

UNIVERSAL = "aws-sdk:"


def target_of(given: Mapping[str, Any]) -> Target:
    """The target of `CreateSchedule`; raises AWS's refusals."""
    try:
        arn = Arn.parse(given["Arn"])
    except ValueError:
        raise errors.bad_arn() from None
    if arn.service == "scheduler" and not arn.region and not arn.account and arn.resource.startswith(UNIVERSAL):
        return Universal(arn.resource[len(UNIVERSAL) :], given)
    return Templated(arn, given)
