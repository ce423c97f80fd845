"""Statements of functions' resource policies, and whole policies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeaws.aws.service import Call, Result
from fakeaws.services.lambda_ import errors
from fakeaws.services.lambda_.functions import Function
from fakeaws.services.lambda_.names import LATEST, is_number
from fakeaws.services.lambda_.operations.base import LambdaBase
from fakeaws.services.lambda_.policies import ResourcePolicy, given_policy, json_of, statement_of


class PermissionOperations(LambdaBase):
    """Operations on resource policies; each qualifier has its own."""

    def add_permission(self, call: Call) -> Result:
        params = call.params
        function, qualifier = self.function_named(params["FunctionName"], params.get("Qualifier"))
        if qualifier == LATEST:
            raise errors.invalid("We currently do not support adding policies for $LATEST.")
        key = self._qualified(function, qualifier)
        policy = function.policies.get(key)
        _check_revision(policy, params)
        arn = f"{function.arn}:{key}" if key else function.arn
        statement = statement_of(params, arn, self.region)
        policy = policy or ResourcePolicy(self)
        policy.add(statement)
        function.policies[key] = policy
        return {"Statement": json_of(statement)}

    def remove_permission(self, call: Call) -> Result:
        params = call.params
        reference = self.reference(params["FunctionName"], params.get("Qualifier"))
        self.refuse_other_account(reference, "RemovePermission")
        function = self.functions.get(reference.name)
        if function is None:
            raise errors.not_found(f"No policy found for: {self.arn_of(reference.name)}")
        key = reference.qualifier or ""
        policy = function.policies.get(key)
        if policy is None:
            raise errors.not_found("No policy is associated with the given resource.")
        _check_revision(policy, params)
        policy.remove(params["StatementId"])
        if not policy.statements:
            del function.policies[key]
        return {}

    def get_policy(self, call: Call) -> Result:
        function, qualifier = self.function_named(call.params["FunctionName"], call.params.get("Qualifier"))
        return self._shown(function, qualifier or "")

    # -- whole policies ----------------------------------------------------------------------------------------------

    def put_resource_policy(self, call: Call) -> Result:
        params = call.params
        function, qualifier = self.function_named(params["ResourceArn"])
        key = self._qualified(function, qualifier)
        _check_revision(function.policies.get(key), params, "GetResourcePolicy")
        function.policies[key] = given_policy(self, params["Policy"])
        return self._shown(function, key)

    def get_resource_policy(self, call: Call) -> Result:
        function, qualifier = self.function_named(call.params["ResourceArn"])
        return self._shown(function, qualifier or "")

    def delete_resource_policy(self, call: Call) -> Result:
        function, qualifier = self.function_named(call.params["ResourceArn"])
        policy = function.policies.get(qualifier or "")
        if policy is None:
            raise errors.nothing_there()
        _check_revision(policy, call.params, "GetResourcePolicy")
        del function.policies[qualifier or ""]
        return {}

    # -- what they share ---------------------------------------------------------------------------------------------

    def _shown(self, function: Function, key: str) -> Result:
        policy = function.policies.get(key)
        if policy is None:
            raise errors.nothing_there()
        return {"Policy": policy.text, "RevisionId": policy.revision}

    def _qualified(self, function: Function, qualifier: str | None) -> str:
        """The key of a qualifier's policy; raises AWS's refusal if there is no such version or alias."""
        if qualifier is None:
            return ""
        arn = f"{function.arn}:{qualifier}"
        if is_number(qualifier):
            if qualifier not in function.versions:
                raise errors.function_not_found(arn)
        elif qualifier not in function.aliases and qualifier != LATEST:
            raise errors.no_such_alias(arn)
        return qualifier


def _check_revision(policy: ResourcePolicy | None, params: Mapping[str, Any], operation: str = "GetPolicy") -> None:
    revision = params.get("RevisionId")
    if revision is not None and (policy is None or revision != policy.revision):
        raise errors.revision_mismatch(operation)
