"""Publishing and listing versions."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.lambda_ import errors
from fakeaws.services.lambda_.checks import refuse_what_is_not_here
from fakeaws.services.lambda_.names import LATEST
from fakeaws.services.lambda_.operations.functions import FunctionOperations


class VersionOperations(FunctionOperations):
    """Operations on versions."""

    def publish_version(self, call: Call) -> Result:
        params = call.params
        refuse_what_is_not_here(params)
        function, qualifier = self.function_named(params["FunctionName"])
        if qualifier not in (None, LATEST):
            raise errors.function_not_found(f"{function.arn}:{qualifier}")
        latest = function.latest
        revision = params.get("RevisionId")
        if revision is not None and revision != latest.revision:
            raise errors.revision_mismatch()
        wanted, current = params.get("CodeSha256"), latest.package.sha256
        if wanted and wanted != current:
            raise errors.invalid(
                f"CodeSHA256 ({wanted}) is different from current CodeSHA256 in $LATEST ({current}). Please try again "
                "with the CodeSHA256 in $LATEST."
            )
        self.refuse_in_transition(function)
        version = function.publish(params.get("Description"))
        return function.members(version)

    def list_versions_by_function(self, call: Call) -> Result:
        function, _ = self.function_named(call.params["FunctionName"])
        found, more = self.listed(
            function.all_versions,
            call.params,
            lambda version: 0 if version.number == LATEST else int(version.number),
            f"ListVersionsByFunction/{function.name}",
        )
        return {"Versions": [function.members(version, version.arn, {}) for version in found], **more}
