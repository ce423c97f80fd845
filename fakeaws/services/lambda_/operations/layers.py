"""Publishing, describing, sharing and deleting layers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fakeaws.aws.service import Call, Result
from fakeaws.services.lambda_ import errors, locations
from fakeaws.services.lambda_.checks import check_layer_runtimes
from fakeaws.services.lambda_.code import unzipped_size
from fakeaws.services.lambda_.layers import Layer, LayerReference, LayerVersion
from fakeaws.services.lambda_.operations.base import LambdaBase
from fakeaws.services.lambda_.packages import Package, in_awss_words, zip_of
from fakeaws.services.lambda_.policies import ResourcePolicy, json_of, statement_of


class LayerOperations(LambdaBase):
    """Operations on layers and their versions."""

    def publish_layer_version(self, call: Call) -> Result:
        name = self._layer_name(call.params["LayerName"])
        check_layer_runtimes(call.params.get("CompatibleRuntimes") or (), "compatibleRuntimes")
        package = Package.of_zip(zip_of(self, call.params["Content"], "PublishLayerVersion"))
        with in_awss_words():
            unzipped_size(package.content or b"")
        layer = self.layers.get(name) or Layer(self, name)
        self.layers[name] = layer
        return self._whole(layer.publish(package, call.params))

    def get_layer_version(self, call: Call) -> Result:
        return self._whole(self._layer_version(call.params))

    def get_layer_version_by_arn(self, call: Call) -> Result:
        reference = LayerReference.parse(call.params["Arn"])
        if reference.number is None:
            raise errors.nothing_there()
        return self._whole(self._found(reference, reference.number))

    def delete_layer_version(self, call: Call) -> Result:
        reference = LayerReference.parse(call.params["LayerName"])
        layer = self.layers.get(reference.name)
        version = layer.versions.pop(call.params["VersionNumber"], None) if layer is not None else None
        if version is not None:
            version.deleted = True
        return {}

    def list_layers(self, call: Call) -> Result:
        params = call.params
        _check_runtime(params)
        latest = []
        for name in sorted(self.layers):
            fitting = [version for version in self.layers[name].versions.values() if version.fits(params)]
            if fitting:
                latest.append(fitting[-1])
        found, more = self.listed(latest, params, lambda version: version.layer.name, _scope("ListLayers", params))
        layers = [
            {"LayerName": each.layer.name, "LayerArn": each.layer.arn, "LatestMatchingVersion": each.members()}
            for each in found
        ]
        return {"Layers": layers, **more}

    def list_layer_versions(self, call: Call) -> Result:
        params = call.params
        _check_runtime(params)
        layer = self.layers.get(self._layer_name(params["LayerName"]))
        versions = [] if layer is None else [each for each in layer.versions.values() if each.fits(params)]
        versions.reverse()
        scope = _scope(f"ListLayerVersions/{params['LayerName']}", params)
        found, more = self.listed(versions, params, lambda version: -version.number, scope)
        return {"LayerVersions": [version.members() for version in found], **more}

    # -- sharing -----------------------------------------------------------------------------------------------------

    def add_layer_version_permission(self, call: Call) -> Result:
        params = call.params
        version = self._layer_version(params)
        self._check_revision(version, params)
        statement = statement_of(params, version.arn, self.region)
        policy = version.policy or ResourcePolicy(self)
        policy.add(statement)
        version.policy = policy
        return {"Statement": json_of(statement), "RevisionId": policy.revision}

    def remove_layer_version_permission(self, call: Call) -> Result:
        version = self._layer_version(call.params)
        if version.policy is None:
            raise errors.not_found("No policy is associated with the given resource.")
        self._check_revision(version, call.params)
        version.policy.remove(call.params["StatementId"])
        if not version.policy.statements:
            version.policy = None
        return {}

    def get_layer_version_policy(self, call: Call) -> Result:
        policy = self._layer_version(call.params).policy
        if policy is None:
            raise errors.not_found("No policy is associated with the given resource.")
        return {"Policy": policy.text, "RevisionId": policy.revision}

    # -- what functions ask ------------------------------------------------------------------------------------------

    def use_layers(self, arns: tuple[str, ...], known: tuple[str, ...] = ()) -> None:
        """Look up the layer versions that a function is to have; raises AWS's refusals.

        ``known``: those that it has already, and keeps even when they were deleted since.
        """
        found: dict[str, LayerVersion] = {}
        for arn in arns:
            if arn in known:
                continue
            reference = LayerReference.parse(arn)
            version = self._at(reference, reference.number)
            if version is None:
                raise errors.invalid(f"Layer version {arn} does not exist.")
            self._check_shared(version)
            found[arn] = version
        self.layer_versions.update(found)

    def _check_shared(self, version: LayerVersion) -> None:
        """Another account's layer has to allow it."""
        if version.layer.service.account == self.account or self.world.policies == "off":
            return
        for statement in version.policy.statements if version.policy is not None else ():
            principal = statement["Principal"]
            if principal == "*" or principal["AWS"].split(":")[4] == self.account:
                return
        raise errors.not_authorized(f"arn:aws:iam::{self.account}:user/test", "GetLayerVersion", version.arn)

    def _layer_name(self, text: str) -> str:
        return LayerReference.parse(text).name

    def _layer_version(self, params: Mapping[str, Any]) -> LayerVersion:
        return self._found(LayerReference.parse(params["LayerName"]), params["VersionNumber"])

    def _found(self, reference: LayerReference, number: int) -> LayerVersion:
        version = self._at(reference, number)
        if version is None:
            raise errors.nothing_there()
        self._check_shared(version)
        return version

    def _at(self, reference: LayerReference, number: int | None) -> LayerVersion | None:
        if reference.region not in (None, self.region) or number is None:
            return None
        owner = self.in_account(reference.account or self.account)
        layer = owner.layers.get(reference.name) if owner is not None else None
        return layer.versions.get(number) if layer is not None else None

    def _check_revision(self, version: LayerVersion, params: Mapping[str, Any]) -> None:
        revision = params.get("RevisionId")
        if revision is not None and (version.policy is None or revision != version.policy.revision):
            raise errors.revision_mismatch("GetLayerVersionPolicy")

    def _whole(self, version: LayerVersion) -> Result:
        members = version.members()
        package = version.package
        return {
            "Content": {
                "Location": locations.of_layer(version),
                "CodeSha256": package.sha256,
                "CodeSize": package.size,
            },
            "LayerArn": version.layer.arn,
            **members,
        }


def _check_runtime(params: Mapping[str, Any]) -> None:
    if params.get("CompatibleRuntime") is not None:
        check_layer_runtimes((params["CompatibleRuntime"],), "compatibleRuntime")


def _scope(name: str, params: Mapping[str, Any]) -> str:
    return json.dumps([name, params.get("CompatibleRuntime"), params.get("CompatibleArchitecture")])
