"""Layers and their versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from fakeaws.aws.arns import partition_of
from fakeaws.services.lambda_ import times
from fakeaws.services.lambda_.packages import Package

if TYPE_CHECKING:
    from fakeaws.services.lambda_.operations.base import LambdaBase
    from fakeaws.services.lambda_.policies import ResourcePolicy


class LayerReference(NamedTuple):
    """A layer or one of its versions, by name or ARN; ``None`` where the text leaves it open."""

    name: str
    number: int | None
    account: str | None
    region: str | None

    @classmethod
    def parse(cls, text: str) -> LayerReference:
        """The text has passed the model's pattern."""
        parts = text.split(":")
        if parts[0] != "arn":
            return cls(text, None, None, None)
        return cls(parts[6], int(parts[7]) if len(parts) > 7 else None, parts[4], parts[3])


class LayerVersion:
    """A published zip. It stays with the functions that have it when it is deleted."""

    def __init__(self, layer: Layer, number: int, package: Package, params: Mapping[str, Any]) -> None:
        self.layer = layer
        self.number = number
        self.package = package
        self.description: str = params.get("Description") or ""
        self.runtimes: list[str] = list(params.get("CompatibleRuntimes") or ())
        self.architectures: list[str] = list(params.get("CompatibleArchitectures") or ())
        self.license: str | None = params.get("LicenseInfo")
        self.created_us = layer.service.world.wall_us
        self.policy: ResourcePolicy | None = None
        self.deleted = False

    @property
    def arn(self) -> str:
        return f"{self.layer.arn}:{self.number}"

    def fits(self, params: Mapping[str, Any]) -> bool:
        """Whether a listing that asks for a runtime or an architecture shows it."""
        runtime, architecture = params.get("CompatibleRuntime"), params.get("CompatibleArchitecture")
        return (runtime is None or runtime in self.runtimes) and (
            architecture is None or architecture in self.architectures
        )

    def members(self) -> dict[str, Any]:
        """As the model's ``LayerVersionsListItem``."""
        given = {
            "CompatibleArchitectures": self.architectures or None,
            "CompatibleRuntimes": self.runtimes or None,
            "LicenseInfo": self.license,
        }
        return {
            "LayerVersionArn": self.arn,
            "Version": self.number,
            "Description": self.description,
            "CreatedDate": times.text(self.created_us),
            **{name: value for name, value in given.items() if value is not None},
        }


class Layer:
    """The versions of a name; numbers are never used again."""

    def __init__(self, service: LambdaBase, name: str) -> None:
        self.service = service
        self.name = name
        self.arn = f"arn:{partition_of(service.region)}:lambda:{service.region}:{service.account}:layer:{name}"
        self.published = 0
        #: By number, ascending; deleted ones are gone.
        self.versions: dict[int, LayerVersion] = {}

    def publish(self, package: Package, params: Mapping[str, Any]) -> LayerVersion:
        self.published += 1
        version = self.versions[self.published] = LayerVersion(self, self.published, package, params)
        return version
