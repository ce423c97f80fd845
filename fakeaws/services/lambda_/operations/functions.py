"""Creating, describing, updating, listing and deleting functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fakeaws.aws.service import Call, Result
from fakeaws.aws.tags import Tags
from fakeaws.errors import NotSupportedError
from fakeaws.services.lambda_ import errors, locations
from fakeaws.services.lambda_.checks import check_settings, refuse_what_is_not_here
from fakeaws.services.lambda_.code import Code
from fakeaws.services.lambda_.configuration import Configuration
from fakeaws.services.lambda_.functions import IN_PROGRESS, PENDING, Function, Version
from fakeaws.services.lambda_.names import LATEST, is_number
from fakeaws.services.lambda_.operations.layers import LayerOperations
from fakeaws.services.lambda_.packages import Package, code_of, package_of
from fakeaws.services.lambda_.tagging import TAG_ERRORS

NAME_LENGTH = 64


class FunctionOperations(LayerOperations):
    """Operations on functions."""

    def create_function(self, call: Call) -> Result:
        params = call.params
        reference = self.reference(params["FunctionName"])
        self.refuse_other_account(reference, "CreateFunction")
        name = reference.name
        if len(name) > NAME_LENGTH:
            words = f"Member must have length less than or equal to {NAME_LENGTH}"
            raise errors.invalid(
                f"1 validation error detected: Value '{name}' at 'functionName' failed to satisfy constraint: {words}"
            )
        existing = self.functions.get(name)
        if existing is not None and existing.created:
            raise errors.exists(name)
        check_settings(params, self.account)
        if params.get("CodeSigningConfigArn") is not None:
            raise NotSupportedError("lambda.CreateFunction with CodeSigningConfigArn is not supported by fakeaws")
        configuration = Configuration().changed(params)
        if configuration.package_type == "Zip" and not (configuration.runtime and configuration.handler):
            raise errors.invalid(
                "Runtime and Handler are mandatory parameters for functions created with deployment packages."
            )
        tags = Tags.of(params.get("Tags") or {}, TAG_ERRORS)
        self.use_layers(configuration.layers)
        package = package_of(self, params["Code"], configuration.package_type, "CreateFunction")
        code = self._code_of(name, configuration, package)
        function = Function(self, name, configuration, code, package)
        function.created = True
        function.tags = tags
        if existing is not None:  # its registration went before
            function.invocations = existing.invocations
            function.reserved_concurrency = existing.reserved_concurrency
        function.pending_until_us = self.world.now_us + self.strict_us
        self.functions[name] = function
        version = function.publish() if params.get("Publish") else function.latest
        answer = function.members(version, function.arn, PENDING)
        version.revision = self.new_id()
        return answer

    def get_function(self, call: Call) -> Result:
        version, arn = self.described(call.params["FunctionName"], call.params.get("Qualifier"))
        function = version.function
        answer: Result = {
            "Configuration": function.members(version, arn),
            "Code": locations.of_function(version),
        }
        if function.tags:
            answer["Tags"] = dict(function.tags)
        if function.reserved_concurrency is not None:
            answer["Concurrency"] = {"ReservedConcurrentExecutions": function.reserved_concurrency}
        return answer

    def get_function_configuration(self, call: Call) -> Result:
        version, arn = self.described(call.params["FunctionName"], call.params.get("Qualifier"))
        return version.function.members(version, arn)

    def update_function_code(self, call: Call) -> Result:
        params = call.params
        refuse_what_is_not_here(params)
        function = self._updated(params)
        configuration = function.latest.configuration
        package = package_of(self, params, configuration.package_type, "UpdateFunctionCode")
        architectures = {name: params[name] for name in ("Architectures",) if params.get(name)}
        changed = configuration.changed(architectures)
        if params.get("DryRun"):
            preview = Version(function, LATEST, changed, function.latest.code, package)
            return function.members(preview)
        code = self._code_of(function.name, changed, package)
        function.update(configuration=changed, code=code, package=package)
        return self._update_answer(function, publish=bool(params.get("Publish")))

    def update_function_configuration(self, call: Call) -> Result:
        params = call.params
        function = self._updated(params)
        check_settings(params, self.account)
        old = function.latest
        configuration = old.configuration.changed(params)
        if configuration.timeout > old.configuration.timeout:
            self.check_timeout(function, configuration)
        self.use_layers(configuration.layers, known=old.configuration.layers)
        same = (configuration.layers, configuration.runtime) == (old.configuration.layers, old.configuration.runtime)
        code = (
            old.code
            if same or old.package.content is None
            else self._code_of(function.name, configuration, old.package)
        )
        function.update(configuration=configuration, code=code)
        return self._update_answer(function)

    def delete_function(self, call: Call) -> Result:
        function, qualifier = self.function_named(call.params["FunctionName"], call.params.get("Qualifier"))
        if qualifier is None:
            del self.functions[function.name]
            for url in function.urls.values():
                del self.urls[url.id]
            for version in function.all_versions:
                version.environments.retire()
            return {"StatusCode": 204}
        if qualifier == LATEST:
            raise errors.invalid("$LATEST version cannot be deleted without deleting the function.")
        if not is_number(qualifier):
            raise errors.invalid("Deletion of aliases is not currently supported.")
        users = [alias.name for alias in function.aliases.values() if qualifier in (alias.version, *alias.weights)]
        if users:
            raise errors.conflict(
                f"Version {qualifier} of function {function.arn} is referenced by the following aliases: "
                f"[{', '.join(users)}]. Remove the references and try again."
            )
        deleted = function.versions.pop(qualifier, None)
        if deleted is not None:
            deleted.environments.retire()
        function.policies.pop(qualifier, None)
        return {"StatusCode": 204}

    def list_functions(self, call: Call) -> Result:
        everything = call.params.get("FunctionVersion") == "ALL"

        def versions() -> Iterator[Version]:
            for name in sorted(self.functions):
                function = self.functions[name]
                yield from function.all_versions if everything else (function.latest,)

        found, more = self.listed(versions(), call.params, _place, f"ListFunctions/{everything}")
        return {"Functions": [_listed(version, qualified=everything) for version in found], **more}

    # -- what they share ---------------------------------------------------------------------------------------------

    def refuse_in_transition(self, function: Function) -> None:
        """While a function is being created or updated, it cannot be updated or published."""
        if function.pending:
            raise errors.still_pending(function.arn)
        if function.updating:
            raise errors.update_in_progress(function.arn)

    def _updated(self, params: Mapping[str, Any]) -> Function:
        """The function that an update is about; raises AWS's refusals of its name, revision and state."""
        function, qualifier = self.function_named(params["FunctionName"])
        if qualifier not in (None, LATEST):
            raise errors.function_not_found(f"{function.arn}:{qualifier}")
        revision = params.get("RevisionId")
        if revision is not None and revision != function.latest.revision:
            raise errors.revision_mismatch()
        self.refuse_in_transition(function)
        return function

    def _update_answer(self, function: Function, *, publish: bool = False) -> Result:
        version = function.publish() if publish else function.latest
        answer = function.members(version, None, {"State": "Active", **IN_PROGRESS})
        version.revision = self.new_id()
        return answer

    def _code_of(self, name: str, configuration: Configuration, package: Package) -> Code:
        layers = tuple(self.layer_versions[arn].package.content or b"" for arn in configuration.layers)
        code = code_of(name, configuration.runtime, package, layers)
        return self.registrations.get(name) or code


def _place(version: Version) -> tuple[str, int]:
    return version.function.name, 0 if version.number == LATEST else int(version.number)


def _listed(version: Version, *, qualified: bool) -> dict[str, Any]:
    function = version.function
    arn = version.arn if qualified else function.arn
    return function.members(version, arn, {})
