"""Which integration works on a Task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.engine.frames import Visit
from fakeaws.services.stepfunctions.integrations.activities import activities
from fakeaws.services.stepfunctions.integrations.functions import FUNCTIONS
from fakeaws.services.stepfunctions.integrations.integration import Integration
from fakeaws.services.stepfunctions.integrations.optimized import OPTIMIZED
from fakeaws.services.stepfunctions.integrations.other_services import OTHERS
from fakeaws.services.stepfunctions.integrations.sdk import sdk_call
from fakeaws.services.stepfunctions.integrations.unknown import UNKNOWN
from fakeaws.services.stepfunctions.language.definition.resources import ACTIVITY, LAMBDA, Resource

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.engine import Engine


def integration_for(engine: Engine, visit: Visit) -> Integration:
    """What stands in for the task, or what its resource names."""
    stand_in = engine.service.mocks.integration(visit)
    if stand_in is not None:
        return stand_in
    resource = visit.state.resource
    if resource.kind == LAMBDA:
        return FUNCTIONS
    if resource.kind == ACTIVITY:
        return activities(engine, resource.arn)
    return integration_of(resource)


def integration_of(resource: Resource) -> Integration:
    """What an integration's resource names."""
    named = (resource.service, resource.action)
    optimized = OPTIMIZED.get(named) or OTHERS.get(named)
    if optimized is not None:
        return optimized
    if resource.service.startswith("aws-sdk:"):
        return sdk_call(resource.service, resource.action)
    return UNKNOWN
