"""The account's limits, and what functions do about loops."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.lambda_ import packages
from fakeaws.services.lambda_.code import archives
from fakeaws.services.lambda_.operations.base import LambdaBase

TOTAL_CODE_BYTES = 80_530_636_800


class AccountOperations(LambdaBase):
    """GetAccountSettings, and the recursion configuration."""

    def get_account_settings(self, call: Call) -> Result:
        functions = self.functions.values()
        sizes = [version.package.size for function in functions for version in function.all_versions]
        layers = [version.package.size for layer in self.layers.values() for version in layer.versions.values()]
        return {
            "AccountLimit": {
                "TotalCodeSize": TOTAL_CODE_BYTES,
                "CodeSizeUnzipped": archives.MAX_UNZIPPED,
                "CodeSizeZipped": packages.ZIPPED_BYTES,
                "ConcurrentExecutions": self.concurrency.limit,
                "UnreservedConcurrentExecutions": self.concurrency.unreserved,
            },
            "AccountUsage": {"TotalCodeSize": sum(sizes) + sum(layers), "FunctionCount": len(self.functions)},
        }

    def put_function_recursion_config(self, call: Call) -> Result:
        function = self.function_only(call.params["FunctionName"])
        function.recursive_loop = call.params["RecursiveLoop"]
        return {"RecursiveLoop": function.recursive_loop}

    def get_function_recursion_config(self, call: Call) -> Result:
        return {"RecursiveLoop": self.function_only(call.params["FunctionName"]).recursive_loop}
