"""What a version of a function is configured with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Configuration:
    """Settings as CreateFunction and UpdateFunctionConfiguration give them; a published version keeps its own.

    ``timeout``: seconds; ``memory`` and ``ephemeral_storage``: MB. ``environment``: the function's own variables,
    ``None`` if none were given. ``layers``: ARNs of layer versions. The mappings are as the API has them.
    """

    timeout: int = 3
    memory: int = 128
    handler: str | None = None
    runtime: str | None = None
    role: str | None = None
    description: str = ""
    environment: Mapping[str, str] | None = None
    dead_letter_arn: str | None = None
    layers: tuple[str, ...] = field(default=())
    package_type: str = "Zip"
    architectures: tuple[str, ...] = ("x86_64",)
    ephemeral_storage: int = 512
    tracing: str = "PassThrough"
    snap_start: str = "None"
    logging: Mapping[str, str] = field(default_factory=dict)
    kms_key_arn: str | None = None
    vpc: Mapping[str, Any] | None = None
    file_systems: tuple[Mapping[str, Any], ...] = ()
    image: Mapping[str, Any] | None = None
    tenancy: Mapping[str, Any] | None = None

    def changed(self, params: Mapping[str, Any]) -> Configuration:
        """With what the parameters of CreateFunction or UpdateFunctionConfiguration give; the rest stays."""
        given: dict[str, Any] = {
            ours: params[theirs] for theirs, ours in _PLAIN.items() if params.get(theirs) is not None
        }
        for theirs, take in _TAKEN.items():
            if params.get(theirs) is not None:
                given.update(take(params[theirs]))
        return replace(self, **given)

    def members(self, name: str, number: str) -> dict[str, Any]:
        """As members of the model's ``FunctionConfiguration``; absent what nobody gave."""
        given = {
            "Runtime": self.runtime,
            "Role": self.role,
            "Handler": self.handler,
            "KMSKeyArn": self.kms_key_arn or None,
            "VpcConfig": self.vpc,
            "DeadLetterConfig": {"TargetArn": self.dead_letter_arn} if self.dead_letter_arn else None,
            "Environment": None if self.environment is None else {"Variables": dict(self.environment)},
            "FileSystemConfigs": [dict(each) for each in self.file_systems] or None,
            "ImageConfigResponse": None if self.image is None else {"ImageConfig": dict(self.image)},
            "TenancyConfig": self.tenancy,
        }
        optimized = self.snap_start == "PublishedVersions" and number.isdecimal()
        return {
            **{key: value for key, value in given.items() if value is not None},
            "Description": self.description,
            "Timeout": self.timeout,
            "MemorySize": self.memory,
            "TracingConfig": {"Mode": self.tracing},
            "PackageType": self.package_type,
            "Architectures": list(self.architectures),
            "EphemeralStorage": {"Size": self.ephemeral_storage},
            "SnapStart": {"ApplyOn": self.snap_start, "OptimizationStatus": "On" if optimized else "Off"},
            "LoggingConfig": {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{name}", **self.logging},
        }


_PLAIN = {
    "Timeout": "timeout",
    "MemorySize": "memory",
    "Handler": "handler",
    "Runtime": "runtime",
    "Role": "role",
    "Description": "description",
    "PackageType": "package_type",
    "KMSKeyArn": "kms_key_arn",
}

_TAKEN: Mapping[str, Any] = {
    "Environment": lambda given: {"environment": dict(given.get("Variables", {}))},
    "DeadLetterConfig": lambda given: {"dead_letter_arn": given.get("TargetArn") or None},
    "Layers": lambda given: {"layers": tuple(given)},
    "Architectures": lambda given: {"architectures": tuple(given)},
    "EphemeralStorage": lambda given: {"ephemeral_storage": given["Size"]},
    "TracingConfig": lambda given: {"tracing": given.get("Mode", "PassThrough")},
    "SnapStart": lambda given: {"snap_start": given.get("ApplyOn", "None")},
    "LoggingConfig": lambda given: {"logging": _logging(given)},
    "VpcConfig": lambda given: {"vpc": _vpc(given)},
    "FileSystemConfigs": lambda given: {"file_systems": tuple(given)},
    "ImageConfig": lambda given: {"image": dict(given) or None},
    "TenancyConfig": lambda given: {"tenancy": dict(given)},
}


def _logging(given: Mapping[str, str]) -> Mapping[str, str]:
    levels = {"ApplicationLogLevel": "INFO", "SystemLogLevel": "INFO"} if given.get("LogFormat") == "JSON" else {}
    return {**levels, **given}


def _vpc(given: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """AWS looks the VPC up; here a name that follows from the subnets stands for it."""
    subnets = list(given.get("SubnetIds", ()))
    if not subnets:
        return None
    return {
        "SubnetIds": subnets,
        "SecurityGroupIds": list(given.get("SecurityGroupIds", ())),
        "VpcId": subnets[0].replace("subnet-", "vpc-", 1),
        "Ipv6AllowedForDualStack": bool(given.get("Ipv6AllowedForDualStack", False)),
    }
