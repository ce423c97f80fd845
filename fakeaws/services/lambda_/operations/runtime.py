"""When Lambda brings a function's runtime up to date. Here it never does."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.lambda_ import errors
from fakeaws.services.lambda_.operations.base import LambdaBase


class RuntimeOperations(LambdaBase):
    """PutRuntimeManagementConfig and GetRuntimeManagementConfig."""

    def put_runtime_management_config(self, call: Call) -> Result:
        params = call.params
        mode, runtime = params["UpdateRuntimeOn"], params.get("RuntimeVersionArn")
        if mode == "Manual" and runtime is None:
            raise errors.invalid("Runtime version ARN is required for Manual runtime update mode.")
        if mode != "Manual" and runtime is not None:
            raise errors.invalid(f"Runtime version ARN must not be specified for {mode} runtime update mode.")
        version, _ = self.described(params["FunctionName"], params.get("Qualifier"))
        version.runtime_updates = mode
        version.runtime_version_arn = runtime
        answer = {"UpdateRuntimeOn": mode, "FunctionArn": version.arn}
        return answer if runtime is None else {**answer, "RuntimeVersionArn": runtime}

    def get_runtime_management_config(self, call: Call) -> Result:
        version, _ = self.described(call.params["FunctionName"], call.params.get("Qualifier"))
        answer = {"UpdateRuntimeOn": version.runtime_updates, "FunctionArn": version.arn}
        runtime = version.runtime_version_arn
        return answer if runtime is None else {**answer, "RuntimeVersionArn": runtime}
