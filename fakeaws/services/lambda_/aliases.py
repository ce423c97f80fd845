"""Aliases: names of versions, or of a choice between two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.services.lambda_ import errors
from fakeaws.services.lambda_.names import LATEST

if TYPE_CHECKING:
    from fakeaws.services.lambda_.functions import Function, Version


class Alias:
    """``version`` is the number it points to; ``weights`` what share of invocations others get, by number."""

    def __init__(self, function: Function, name: str, version: str) -> None:
        self.function = function
        self.name = name
        self.version = version
        self.description = ""
        self.weights: dict[str, float] = {}
        self.revision = function.service.new_id()

    @property
    def arn(self) -> str:
        return f"{self.function.arn}:{self.name}"

    def chosen(self) -> Version:
        """The version of one invocation: by the weights, else the one it points to."""
        if self.weights:
            draw = self.function.service.alias_stream.random()
            for number, weight in self.weights.items():
                if draw < weight:
                    return self.function.versions[number]
                draw -= weight
        return self.main

    @property
    def main(self) -> Version:
        """The version that it points to."""
        return self.function.latest if self.version == LATEST else self.function.versions[self.version]

    def change(self, params: Mapping[str, Any]) -> None:
        """Take the parameters of UpdateAlias; raises AWS's refusals and then changes nothing."""
        version = params.get("FunctionVersion") or self.version
        weights = self.weights
        if params.get("RoutingConfig") is not None:
            weights = dict(params["RoutingConfig"].get("AdditionalVersionWeights") or {})
        check_routing(self.function, version, weights)
        self.version = version
        self.weights = weights
        if params.get("Description") is not None:
            self.description = params["Description"]
        self.revision = self.function.service.new_id()

    def members(self) -> dict[str, Any]:
        """As the model's ``AliasConfiguration``."""
        routing = {"RoutingConfig": {"AdditionalVersionWeights": dict(self.weights)}} if self.weights else {}
        return {
            "AliasArn": self.arn,
            "Name": self.name,
            "FunctionVersion": self.version,
            "Description": self.description,
            **routing,
            "RevisionId": self.revision,
        }


def check_routing(function: Function, version: str, weights: Mapping[str, float]) -> None:
    """Raise AWS's refusal of an alias that points so."""
    if len(weights) > 1:
        raise errors.invalid("Number of items in AdditionalVersionWeights cannot be greater than 1")
    if weights and version == LATEST:
        raise errors.invalid("$LATEST is not supported for an alias pointing to more than 1 version")
    if version in weights:
        raise errors.invalid(
            f"Invalid function version {version}. Function version {version} is already included in routing "
            "configuration."
        )
    for number in (version, *weights):
        if number != LATEST and number not in function.versions:
            raise errors.function_not_found(f"{function.arn}:{number}")
