"""Operations on scheduling policies."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.batch import errors
from fakeaws.services.batch.limits import DESCRIBED
from fakeaws.services.batch.names import is_name
from fakeaws.services.batch.operations.base import BatchBase
from fakeaws.services.batch.operations.pages import listed
from fakeaws.services.batch.queues.policy import SchedulingPolicy, fair_share_of
from fakeaws.services.batch.tagging import tags_of

_ONE_KIND = "A scheduling policy has either a fairsharePolicy or a quotaSharePolicy, and keeps its kind."


class SchedulingPolicyOperations(BatchBase):
    """Create, update, delete, describe, list."""

    def create_scheduling_policy(self, call: Call) -> Result:
        """Without either policy it is a fair-share policy in which all shares weigh the same."""
        params = call.params
        name = params["name"]
        if not is_name(name):
            raise errors.bad_name("name", name)
        quota_share = params.get("quotaSharePolicy")
        if quota_share is not None:
            if "fairsharePolicy" in params:
                raise errors.client(_ONE_KIND)
            _check_strategy(quota_share["idleResourceAssignmentStrategy"])
        fair_share = fair_share_of(params.get("fairsharePolicy", {})) if quota_share is None else None
        tags = tags_of(params)
        arn = self.arn_of(f"scheduling-policy/{name}")
        if arn in self.policies:
            raise errors.already_exists()
        quota = None if quota_share is None else dict(quota_share)
        self.policies[arn] = SchedulingPolicy(name, arn, fair_share, quota, tags)
        return {"name": name, "arn": arn}

    def update_scheduling_policy(self, call: Call) -> Result:
        params = call.params
        policy = self._policy_of(params["arn"])
        fair_share, quota_share = params.get("fairsharePolicy"), params.get("quotaSharePolicy")
        if policy.fair_share is None:
            if fair_share is not None:
                raise errors.client(_ONE_KIND)
            if quota_share is not None:
                _check_strategy(quota_share["idleResourceAssignmentStrategy"])
            return {}
        if quota_share is not None:
            raise errors.client(_ONE_KIND)
        policy.update(fair_share_of(fair_share or {}))
        self.dispatcher.kick()
        return {}

    def delete_scheduling_policy(self, call: Call) -> Result:
        policy = self._policy_of(call.params["arn"])
        if any(each.policy is policy for each in self.queues.values()):
            raise errors.client("Cannot delete, found existing JobQueue relationship")
        del self.policies[policy.arn]
        return {}

    def describe_scheduling_policies(self, call: Call) -> Result:
        arns = call.params["arns"]
        if len(arns) > DESCRIBED:
            raise errors.client(f"Maximum number of scheduling policies supported is {DESCRIBED}")
        found = [self.policies[arn] for arn in dict.fromkeys(arns) if arn in self.policies]
        return {"schedulingPolicies": [each.described() for each in found]}

    def list_scheduling_policies(self, call: Call) -> Result:
        return listed(self.policies.values(), call.params, "schedulingPolicies", key=_arn, shown=_listed)

    def _policy_of(self, arn: str) -> SchedulingPolicy:
        policy = self.policies.get(arn)
        if policy is None:
            raise errors.no_such(arn)
        return policy


def _check_strategy(strategy: str) -> None:
    if strategy != "FIFO":
        raise errors.client(f"idleResourceAssignmentStrategy {strategy} is not valid.")


def _arn(policy: SchedulingPolicy) -> str:
    return policy.arn


def _listed(policy: SchedulingPolicy) -> Result:
    return {"arn": policy.arn}
