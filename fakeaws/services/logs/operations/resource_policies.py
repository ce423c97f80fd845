"""PutResourcePolicy, DescribeResourcePolicies, DeleteResourcePolicy."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.logs import errors, names
from fakeaws.services.logs.operations.base import LogsBase, listed
from fakeaws.services.logs.resource_policies import ACCOUNT, RESOURCE, ResourcePolicy


class ResourcePolicyOperations(LogsBase):
    """Operations on resource policies."""

    def put_resource_policy(self, call: Call) -> Result:
        params = call.params
        document = params.get("policyDocument")
        if document is None:
            raise errors.invalid_parameter("policyDocument is required.")
        resource = self._resource(call)
        policy = self.policies.put(
            params.get("policyName"), document, resource, params.get("expectedRevisionId"), self.now_ms
        )
        answer: Result = {"resourcePolicy": policy.shown()}
        if resource is not None:
            answer["revisionId"] = policy.revision
        return answer

    def describe_resource_policies(self, call: Call) -> Result:
        params = call.params
        resource = self._resource(call)
        scope = params.get("policyScope") or (ACCOUNT if resource is None else RESOURCE)
        found = [
            policy
            for policy in self.policies
            if policy.scope == scope and (resource is None or policy.resource == resource)
        ]
        return listed(
            found,
            params,
            "resourcePolicies",
            key=lambda policy: (policy.resource or "", policy.name or ""),
            shown=ResourcePolicy.shown,
            scope="DescribeResourcePolicies",
        )

    def delete_resource_policy(self, call: Call) -> Result:
        params = call.params
        self.policies.delete(params.get("policyName"), self._resource(call), params.get("expectedRevisionId"))
        return {}

    def _resource(self, call: Call) -> str | None:
        """The ARN of the log group that the policy is about; raises AWS's refusal of one that is not there."""
        text = call.params.get("resourceArn")
        if text is None:
            return None
        name = names.group_in(text, self.account, self.region)
        if name is None:
            raise errors.not_found("log group")
        return self.group(name).arn
