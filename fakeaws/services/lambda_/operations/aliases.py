"""Names for versions."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.lambda_ import errors
from fakeaws.services.lambda_.aliases import Alias, check_routing
from fakeaws.services.lambda_.functions import Function
from fakeaws.services.lambda_.operations.base import LambdaBase


class AliasOperations(LambdaBase):
    """Operations on aliases."""

    def create_alias(self, call: Call) -> Result:
        params = call.params
        function = self._aliased(params["FunctionName"])
        name = params["Name"]
        if name in function.aliases:
            raise errors.conflict(f"Alias already exists: {function.arn}:{name}")
        weights = (params.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {}
        check_routing(function, params["FunctionVersion"], weights)
        alias = Alias(function, name, params["FunctionVersion"])
        alias.change(params)
        function.aliases[name] = alias
        return alias.members()

    def get_alias(self, call: Call) -> Result:
        function = self._aliased(call.params["FunctionName"])
        alias = function.aliases.get(call.params["Name"])
        if alias is None:
            raise errors.no_such_alias(f"{function.arn}:{call.params['Name']}")
        return alias.members()

    def update_alias(self, call: Call) -> Result:
        params = call.params
        function = self._aliased(params["FunctionName"])
        alias = function.aliases.get(params["Name"])
        if alias is None:
            raise errors.not_found(f"Alias not found: {function.arn}:{params['Name']}")
        revision = params.get("RevisionId")
        if revision is not None and revision != alias.revision:
            raise errors.revision_mismatch()
        alias.change(params)
        return alias.members()

    def delete_alias(self, call: Call) -> Result:
        function = self._aliased(call.params["FunctionName"])
        name = call.params["Name"]
        if function.aliases.pop(name, None) is None:
            raise errors.no_such_alias(f"{function.arn}:{name}")
        function.policies.pop(name, None)
        url = function.urls.pop(name, None)
        if url is not None:
            del self.urls[url.id]
        return {}

    def list_aliases(self, call: Call) -> Result:
        params = call.params
        function = self._aliased(params["FunctionName"])
        of_version = params.get("FunctionVersion")
        aliases = [
            alias
            for _, alias in sorted(function.aliases.items())
            if of_version is None or of_version in (alias.version, *alias.weights)
        ]
        scope = f"ListAliases/{function.name}/{of_version}"
        found, more = self.listed(aliases, params, lambda alias: alias.name, scope)
        return {"Aliases": [alias.members() for alias in found], **more}

    def _aliased(self, text: str) -> Function:
        return self.function_named(text)[0]
