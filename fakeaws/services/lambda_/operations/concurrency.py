"""Reserved and provisioned concurrency."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.lambda_ import errors
from fakeaws.services.lambda_.concurrency.provisioned import Provisioned
from fakeaws.services.lambda_.functions import Function
from fakeaws.services.lambda_.names import LATEST
from fakeaws.services.lambda_.operations.base import LambdaBase


class ConcurrencyOperations(LambdaBase):
    def put_function_concurrency(self, call: Call) -> Result:
        function = self.function_only(call.params["FunctionName"])
        number = call.params["ReservedConcurrentExecutions"]
        self.concurrency.reserve(function, number)
        return {"ReservedConcurrentExecutions": number}

    def get_function_concurrency(self, call: Call) -> Result:
        reserved = self.function_only(call.params["FunctionName"]).reserved_concurrency
        return {} if reserved is None else {"ReservedConcurrentExecutions": reserved}

    def delete_function_concurrency(self, call: Call) -> Result:
        self.concurrency.reserve(self.function_only(call.params["FunctionName"]), None)
        return {}

    # -- provisioned -------------------------------------------------------------------------------------------------

    def put_provisioned_concurrency_config(self, call: Call) -> Result:
        function, qualifier = self._published(
            call, "Provisioned Concurrency Configs cannot be applied to unpublished function versions."
        )
        self._check_not_both(function, qualifier)
        number = call.params["ProvisionedConcurrentExecutions"]
        return self.concurrency.provisioned.put(function, qualifier, number).members()

    def get_provisioned_concurrency_config(self, call: Call) -> Result:
        function, qualifier = self._published(call)
        return self.concurrency.provisioned.get(function, qualifier).members()

    def delete_provisioned_concurrency_config(self, call: Call) -> Result:
        function, qualifier = self._published(call)
        self.concurrency.provisioned.delete(function, qualifier)
        return {}

    def list_provisioned_concurrency_configs(self, call: Call) -> Result:
        function = self.function_only(call.params["FunctionName"])
        all_of_it = sorted(function.provisioned.values(), key=_qualifier)
        found, more = self.listed(all_of_it, call.params, _qualifier, f"provisioned/{function.arn}")
        listed = [{"FunctionArn": f"{function.arn}:{each.qualifier}", **each.members()} for each in found]
        return {"ProvisionedConcurrencyConfigs": listed, **more}

    def _published(
        self, call: Call, otherwise: str = "The function resource provided must be an alias or a published version."
    ) -> tuple[Function, str]:
        """The function and its version or alias; the text is AWS's refusal of ``$LATEST``."""
        function, qualifier = self.function_named(call.params["FunctionName"], call.params["Qualifier"])
        if not qualifier or qualifier == LATEST:
            raise errors.invalid(otherwise)
        if qualifier in function.aliases or qualifier in function.versions:
            return function, qualifier
        if qualifier.isdecimal():
            raise errors.function_not_found(f"{function.arn}:{qualifier}")
        raise errors.not_found(f"Cannot find alias arn: {function.arn}:{qualifier}")

    def _check_not_both(self, function: Function, qualifier: str) -> None:
        """A version is provisioned by its number or by an alias, not by both."""
        alias = function.aliases.get(qualifier)
        if alias is not None:
            if alias.main.number in function.provisioned:
                raise errors.conflict(
                    "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version"
                )
            return
        aliases = [function.aliases.get(each) for each in function.provisioned]
        if any(each is not None and each.main.number == qualifier for each in aliases):
            raise errors.conflict("Version is pointed by a Provisioned Concurrency alias")


def _qualifier(provisioned: Provisioned) -> str:
    return provisioned.qualifier
