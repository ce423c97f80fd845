"""Event invoke configurations: retries, age and destinations of asynchronous invocations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeaws.aws.arns import Arn
from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Call, Result
from fakeaws.services.lambda_ import errors
from fakeaws.services.lambda_.asynchronous.configuration import EventInvokeConfig
from fakeaws.services.lambda_.functions import Function
from fakeaws.services.lambda_.names import LATEST, FunctionReference
from fakeaws.services.lambda_.operations.base import LambdaBase

_SETTINGS = ("MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig")
_SERVICES = ("sqs", "sns", "lambda", "events")


class EventInvokeConfigOperations(LambdaBase):
    def put_function_event_invoke_config(self, call: Call) -> Result:
        params = call.params
        if all(params.get(name) is None for name in _SETTINGS):
            raise errors.invalid("You must specify at least one of error handling or destination setting.")
        function, qualifier = self._configurable(params)
        on_success, on_failure = self._destinations(function, params.get("DestinationConfig") or {})
        configuration = EventInvokeConfig(
            self.world.wall_us,
            params.get("MaximumRetryAttempts"),
            params.get("MaximumEventAgeInSeconds"),
            on_success,
            on_failure,
        )
        function.event_invoke_configs[qualifier] = configuration
        return configuration.members(f"{function.arn}:{qualifier}")

    def update_function_event_invoke_config(self, call: Call) -> Result:
        params = call.params
        if all(params.get(name) is None for name in _SETTINGS):
            raise errors.invalid("You must specify at least one of error handling or destination setting.")
        function, qualifier = self._configurable(params)
        configuration = _configuration(function, qualifier)
        changes: dict[str, Any] = {"modified_us": self.world.wall_us}
        if params.get("MaximumRetryAttempts") is not None:
            changes["retries"] = params["MaximumRetryAttempts"]
        if params.get("MaximumEventAgeInSeconds") is not None:
            changes["age"] = params["MaximumEventAgeInSeconds"]
        destinations = params.get("DestinationConfig")
        if destinations is not None:
            on_success, on_failure = self._destinations(function, destinations)
            if destinations.get("OnSuccess") is not None:
                changes["on_success"] = on_success
            if destinations.get("OnFailure") is not None:
                changes["on_failure"] = on_failure
        configuration = function.event_invoke_configs[qualifier] = configuration._replace(**changes)
        return configuration.members(f"{function.arn}:{qualifier}")

    def get_function_event_invoke_config(self, call: Call) -> Result:
        function, qualifier = self._configurable(call.params)
        return _configuration(function, qualifier).members(f"{function.arn}:{qualifier}")

    def delete_function_event_invoke_config(self, call: Call) -> Result:
        function, qualifier = self._configurable(call.params)
        _configuration(function, qualifier)
        del function.event_invoke_configs[qualifier]
        return {}

    def list_function_event_invoke_configs(self, call: Call) -> Result:
        function, _ = self._configurable(call.params)
        found, more = self.listed(
            sorted(function.event_invoke_configs), call.params, str, f"event-invoke-configs/{function.arn}"
        )
        listed = [function.event_invoke_configs[each].members(f"{function.arn}:{each}") for each in found]
        return {"FunctionEventInvokeConfigs": listed, **more}

    def _configurable(self, params: Mapping[str, Any]) -> tuple[Function, str]:
        """The function, and the qualifier that a configuration belongs to."""
        try:
            function, qualifier = self.function_named(params["FunctionName"], params.get("Qualifier"))
        except AwsError as error:
            if error.code != "ResourceNotFoundException":
                raise
            raise errors.not_found("The function doesn't exist.") from None
        qualifier = qualifier or LATEST
        if qualifier != LATEST and qualifier not in function.versions and qualifier not in function.aliases:
            raise errors.not_found("The function doesn't exist.")
        return function, qualifier

    def _destinations(self, function: Function, given: Mapping[str, Any]) -> tuple[str | None, str | None]:
        """The ARNs for successes and failures; raises AWS's errors."""
        on_success = (given.get("OnSuccess") or {}).get("Destination") or None
        on_failure = (given.get("OnFailure") or {}).get("Destination") or None
        for destination in (on_success, on_failure):
            if destination is None:
                continue
            try:
                arn = Arn.parse(destination)
            except ValueError:
                raise _unsupported(on_success, on_failure) from None
            fifo = arn.service in ("sqs", "sns") and destination.endswith(".fifo")
            bucket = arn.service == "s3" and destination == on_failure and destination != on_success
            if fifo or not (arn.service in _SERVICES or bucket):
                raise _unsupported(on_success, on_failure)
            if arn.service == "lambda":
                self._check_function(function, destination)
        return on_success, on_failure

    def _check_function(self, function: Function, destination: str) -> None:
        reference = FunctionReference.parse(destination)
        if destination == function.arn or destination.startswith(f"{function.arn}:"):
            raise errors.invalid("You can't specify the function as a destination for itself.")
        services = self.world.router.services("lambda")
        there = (reference.account, reference.region)
        if not any(
            isinstance(each, LambdaBase) and (each.account, each.region) == there and reference.name in each.functions
            for each in services
        ):
            raise errors.invalid(f"The destination ARN {destination} is invalid.")


def _configuration(function: Function, qualifier: str) -> EventInvokeConfig:
    found = function.event_invoke_configs.get(qualifier)
    if found is None:
        raise errors.not_found(f"The function {function.arn}:{qualifier} doesn't have an EventInvokeConfig")
    return found


def _unsupported(on_success: str | None, on_failure: str | None) -> AwsError:
    first = "null" if on_success is None else f"OnSuccess(destination={on_success})"
    second = "null" if on_failure is None else f"OnFailure(destination={on_failure})"
    return errors.invalid(
        f"The provided destination config DestinationConfig(onSuccess={first}, onFailure={second}) is invalid."
    )
