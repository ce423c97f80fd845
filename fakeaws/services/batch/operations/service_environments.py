"""Operations on service environments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fakeaws.aws.service import Call, Result
from fakeaws.services.batch import errors
from fakeaws.services.batch.compute.environment import CREATING, DELETING, DISABLED, ENABLED, UPDATING, VALID
from fakeaws.services.batch.limits import DESCRIBED, SERVICE_ENVIRONMENTS
from fakeaws.services.batch.names import is_name, name_in
from fakeaws.services.batch.operations.base import BatchBase
from fakeaws.services.batch.operations.pages import listed
from fakeaws.services.batch.queues.checks import check_state
from fakeaws.services.batch.service_jobs import checks
from fakeaws.services.batch.service_jobs.environments import ServiceEnvironment
from fakeaws.services.batch.tagging import tags_of

_MODIFIED = (CREATING, UPDATING, DELETING)


class ServiceEnvironmentOperations(BatchBase):
    """Create, update, delete, describe."""

    def create_service_environment(self, call: Call) -> Result:
        params = call.params
        name, state = params["serviceEnvironmentName"], params.get("state", ENABLED)
        if not is_name(name):
            raise errors.bad_name("serviceEnvironmentName", name)
        checks.check_type("serviceEnvironmentType", params["serviceEnvironmentType"])
        check_state(state)
        limits = checks.limits_of(params["capacityLimits"])
        tags = tags_of(params)
        environments = self.service_jobs.environments
        if name in environments:
            raise errors.already_exists()
        if len(environments) >= SERVICE_ENVIRONMENTS:
            raise errors.too_many("service environments", SERVICE_ENVIRONMENTS)
        arn = self.arn_of(f"service-environment/{name}")
        made = ServiceEnvironment(name, arn, params["serviceEnvironmentType"], limits, state, tags=tags)
        environments[name] = made
        self._soon(made, "environment_created", self._environment_valid)
        return {"serviceEnvironmentName": name, "serviceEnvironmentArn": arn}

    def update_service_environment(self, call: Call) -> Result:
        """Everything holds at once; its status is UPDATING for a while. Jobs that are placed stay."""
        params = call.params
        environment = self._service_environment(params["serviceEnvironment"])
        if environment is None:
            raise errors.no_such(params["serviceEnvironment"])
        if environment.status in _MODIFIED:
            raise errors.being_modified("update")
        state = params.get("state", environment.state)
        check_state(state)
        limits = environment.limits
        if "capacityLimits" in params:
            limits = checks.limits_of(params["capacityLimits"])
        environment.state, environment.limits, environment.status = state, limits, UPDATING
        self._count_again(environment)
        self._soon(environment, "environment_updated", self._environment_valid)
        self.dispatcher.kick()
        return {"serviceEnvironmentName": environment.name, "serviceEnvironmentArn": environment.arn}

    def delete_service_environment(self, call: Call) -> Result:
        environment = self._service_environment(call.params["serviceEnvironment"])
        if environment is None:
            return {}
        if environment.status in _MODIFIED:
            raise errors.being_modified("delete")
        if environment.state != DISABLED:
            raise errors.not_disabled()
        if any(self.service_jobs.environment_of(queue) is environment for queue in self.queues.values()):
            raise errors.client("Cannot delete, found existing JobQueue relationship")
        environment.status = DELETING
        self._soon(environment, "environment_deleted", self._environment_gone)
        return {}

    def describe_service_environments(self, call: Call) -> Result:
        params = call.params
        wanted = params.get("serviceEnvironments")
        if wanted is not None and len(wanted) > DESCRIBED:
            raise errors.client(f"Maximum number of service environments supported is {DESCRIBED}")
        names = None if not wanted else {name_in(each, "service-environment") for each in wanted}
        found = [each for each in self.service_jobs.environments.values() if names is None or each.name in names]
        return listed(found, params, "serviceEnvironments", key=_name, shown=ServiceEnvironment.described)

    def _service_environment(self, text: str) -> ServiceEnvironment | None:
        return self.service_jobs.environments.get(name_in(text, "service-environment"))

    def _count_again(self, environment: ServiceEnvironment) -> None:
        """Its units may be others now."""
        environment.used = {}
        for job in self.service_jobs.open:
            if job.placement is environment:
                environment.take(job)

    def _soon(self, resource: Any, duration: str, then: Callable[..., object]) -> None:
        """``then(resource, generation)``, which is to do nothing if the resource has changed again."""
        resource.generation += 1
        due_us = self.world.now_us + self.durations[duration]
        self.world.simulation.at(due_us, then, resource, resource.generation)

    def _environment_valid(self, environment: ServiceEnvironment, generation: int) -> None:
        if environment.generation == generation:
            environment.status = VALID
            self.dispatcher.kick()

    def _environment_gone(self, environment: ServiceEnvironment, generation: int) -> None:
        if environment.generation == generation:
            self.service_jobs.environments.pop(environment.name, None)


def _name(environment: ServiceEnvironment) -> str:
    return environment.name
