"""CreateComputeEnvironment, UpdateComputeEnvironment, DeleteComputeEnvironment, DescribeComputeEnvironments."""

from __future__ import annotations

from fakeaws.aws.arns import partition_of
from fakeaws.aws.service import Call, Result
from fakeaws.services.batch import errors
from fakeaws.services.batch.compute.building import adjust, capacity_of
from fakeaws.services.batch.compute.capacity import InstanceCapacity
from fakeaws.services.batch.compute.checks import Unacceptable
from fakeaws.services.batch.compute.course import is_changing
from fakeaws.services.batch.compute.creating import settings_of
from fakeaws.services.batch.compute.environment import DISABLED, ComputeEnvironment
from fakeaws.services.batch.compute.showing import named, shown
from fakeaws.services.batch.compute.updating import SCALING_DOWN, planned, timeout_minutes
from fakeaws.services.batch.limits import COMPUTE_ENVIRONMENTS, DESCRIBED, ENVIRONMENTS_PER_EKS_CLUSTER, SECOND_US
from fakeaws.services.batch.names import is_name, name_in
from fakeaws.services.batch.operations.base import BatchBase
from fakeaws.services.batch.operations.pages import listed
from fakeaws.services.batch.tagging import tags_of


class ComputeEnvironmentOperations(BatchBase):
    """Operations on compute environments."""

    def create_compute_environment(self, call: Call) -> Result:
        params = call.params
        name = params.get("computeEnvironmentName", "")
        if not is_name(name):
            raise errors.bad_name("computeEnvironmentName", name)
        try:
            settings = settings_of(params, self.service_linked_role)
        except Unacceptable as refused:
            raise errors.wrapped(str(refused), call.request_id) from None
        tags = tags_of(params)
        if name in self.environments:
            raise errors.already_exists()
        if len(self.environments) >= COMPUTE_ENVIRONMENTS:
            raise errors.too_many("compute environments", COMPUTE_ENVIRONMENTS)
        self._check_cluster(settings.get("eksConfiguration", {}).get("eksClusterArn"))
        capacity = capacity_of(settings.get("computeResources"), self.durations)
        config = self.world.config.get("batch", {})
        if isinstance(capacity, InstanceCapacity):
            capacity.unobtainable = tuple(config.get("unobtainable", {}).get(name, ()))
        self.environments_made += 1
        environment = self.environments[name] = ComputeEnvironment(
            name,
            self.arn_of(f"compute-environment/{name}"),
            self.new_id(),
            params["type"],
            settings,
            capacity=capacity,
            tags=tags,
            number=self.environments_made,
            fault=config.get("invalid_environments", {}).get(name),
        )
        self.course.create(environment)
        return named(environment)

    def update_compute_environment(self, call: Call) -> Result:
        """Everything holds at once, though its status is UPDATING for a while, and old instances may have to go first."""
        params = call.params
        environment = self._existing(params.get("computeEnvironment", ""))
        if is_changing(environment):
            raise errors.being_modified("update")
        try:
            update = planned(environment, params, self.service_linked_role)
        except Unacceptable as refused:
            text = str(refused)
            raise (errors.client(text) if text == SCALING_DOWN else errors.wrapped(text, call.request_id)) from None
        environment.state, environment.settings = update.state, update.settings
        if "computeResources" in params or "serviceRole" in params:
            environment.fault = None
        self.course.update(environment)
        capacity = environment.capacity
        if capacity is not None:
            adjust(capacity, update.settings["computeResources"], self.durations)
        if isinstance(capacity, InstanceCapacity):
            if update.replaces:
                policy = update.settings.get("updatePolicy", {})
                timeout_us = timeout_minutes(update.settings) * 60 * SECOND_US
                self.scaling.replace(
                    environment, terminate=policy.get("terminateJobsOnUpdate", False), timeout_us=timeout_us
                )
            if environment.fault is None:
                self.scaling.fill(environment, max(update.desired or 0, capacity.min_milli // 1000))
            self.scaling.look(environment)
        self.dispatcher.kick()
        return named(environment)

    def delete_compute_environment(self, call: Call) -> Result:
        """One that is not there is as good as deleted."""
        environment = self.environments.get(name_in(call.params.get("computeEnvironment", ""), "compute-environment"))
        if environment is None:
            return {}
        if is_changing(environment):
            raise errors.being_modified("delete")
        if environment.state != DISABLED:
            raise errors.not_disabled()
        if any(environment in queue.environments for queue in self.queues.values()):
            raise errors.client("Cannot delete, found existing JobQueue relationship")
        self.course.delete(environment)
        return {}

    def describe_compute_environments(self, call: Call) -> Result:
        wanted = call.params.get("computeEnvironments")
        found = list(self.environments.values())
        if wanted:
            if len(wanted) > DESCRIBED:
                raise errors.client(f"At most {DESCRIBED} compute environments can be described at once.")
            names = dict.fromkeys(name_in(each, "compute-environment") for each in wanted)
            found = [self.environments[name] for name in names if name in self.environments]
        return listed(found, call.params, "computeEnvironments", key=_number, shown=shown)

    @property
    def service_linked_role(self) -> str:
        """The ARN of Batch's own role in the account."""
        role = "role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch"
        return f"arn:{partition_of(self.region)}:iam::{self.account}:{role}"

    def _existing(self, text: str) -> ComputeEnvironment:
        name = name_in(text, "compute-environment")
        if name not in self.environments:
            raise errors.no_such(text if text.startswith("arn:") else self.arn_of(f"compute-environment/{name}"))
        return self.environments[name]

    def _check_cluster(self, cluster: str | None) -> None:
        if cluster is None:
            return
        clusters = [
            each.settings.get("eksConfiguration", {}).get("eksClusterArn") for each in self.environments.values()
        ]
        if clusters.count(cluster) >= ENVIRONMENTS_PER_EKS_CLUSTER:
            raise errors.too_many("compute environments of an Amazon EKS cluster", ENVIRONMENTS_PER_EKS_CLUSTER)


def _number(environment: ComputeEnvironment) -> int:
    return environment.number
