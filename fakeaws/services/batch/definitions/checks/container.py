"""``containerProperties``, and what a task's containers have in common with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from fakeaws.services.batch.definitions.checks.environment import check_environment
from fakeaws.services.batch.definitions.checks.resources import check_fargate_pair, check_resources
from fakeaws.services.batch.definitions.checks.volumes import check_volumes
from fakeaws.services.batch.definitions.invalid import Invalid
from fakeaws.services.batch.definitions.requirements import requirements_of

LOG_DRIVERS: Final = ("json-file", "syslog", "journald", "gelf", "fluentd", "awslogs", "splunk", "awsfirelens")
_FARGATE_LOG_DRIVERS = {
    "containerProperties": ("awslogs", "splunk"),
    "ecsProperties": ("awslogs", "splunk", "awsfirelens"),
}
_FARGATE_ONLY = ("networkConfiguration", "fargatePlatformConfiguration", "ephemeralStorage", "runtimePlatform")
_EC2_ONLY = ("instanceType", "ulimits")
_FAMILIES = (
    "LINUX",
    "WINDOWS_SERVER_2019_CORE",
    "WINDOWS_SERVER_2019_FULL",
    "WINDOWS_SERVER_2022_CORE",
    "WINDOWS_SERVER_2022_FULL",
)
_ARCHITECTURES = ("X86_64", "ARM64")
EPHEMERAL_GIB: Final = range(21, 201)
_PERMISSIONS = ("READ", "WRITE", "MKNOD")
_SWAPPINESS = range(101)
LATEST: Final = "LATEST"


def check_container(container: Mapping[str, Any], *, fargate: bool) -> None:
    """``containerProperties`` of a definition for EC2 or Fargate."""
    if not container.get("image"):
        raise Invalid("Container image is required.")
    check_parts(container, fargate=fargate)
    if fargate:
        for name in _EC2_ONLY:
            if container.get(name):
                raise not_for_fargate(name)
        if not container.get("executionRoleArn"):
            raise Invalid("executionRoleArn is required for Fargate.")
        values = requirements_of(container)
        check_fargate_pair(float(values["VCPU"]), int(values["MEMORY"]))
        version = (container.get("fargatePlatformConfiguration") or {}).get("platformVersion", LATEST)
        check_fargate_settings(container, version)
    else:
        check_not_fargate(container, _FARGATE_ONLY)


def check_parts(container: Mapping[str, Any], *, fargate: bool, form: str = "containerProperties") -> None:
    """What every container of a job has: resources, environment, devices, logs, mount points."""
    check_resources(container, fargate=fargate)
    check_environment(container.get("environment", ()))
    if fargate and container.get("privileged"):
        raise Invalid("Fargate requires that privileged is false at container level.")
    _check_linux(container.get("linuxParameters") or {}, fargate=fargate)
    for each in container.get("ulimits", ()):
        if each["softLimit"] > each["hardLimit"]:
            raise Invalid(f"The soft limit of ulimit {each['name']} must not be greater than its hard limit.")
    logs = container.get("logConfiguration")
    if logs is not None:
        _check_log_driver(logs["logDriver"], _FARGATE_LOG_DRIVERS[form] if fargate else LOG_DRIVERS)


def check_fargate_settings(settings: Mapping[str, Any], version: str) -> None:
    """Of a container, or of a task."""
    if version != LATEST and not _is_version(version):
        raise Invalid(f"Fargate platform version {version} is not valid.")
    storage = settings.get("ephemeralStorage")
    if storage is not None and storage["sizeInGiB"] not in EPHEMERAL_GIB:
        first, last = EPHEMERAL_GIB[0], EPHEMERAL_GIB[-1]
        raise Invalid(f"ephemeralStorage must be between {first} and {last} GiB.")
    public = (settings.get("networkConfiguration") or {}).get("assignPublicIp", "DISABLED")
    if public not in ("ENABLED", "DISABLED"):
        raise Invalid(f"assignPublicIp {public} is not valid.")
    platform = settings.get("runtimePlatform") or {}
    family, architecture = platform.get("operatingSystemFamily", "LINUX"), platform.get("cpuArchitecture", "X86_64")
    if family not in _FAMILIES:
        raise Invalid(f"operatingSystemFamily {family} is not valid.")
    if architecture not in _ARCHITECTURES or (family != "LINUX" and architecture != "X86_64"):
        raise Invalid(f"cpuArchitecture {architecture} is not valid for {family}.")
    check_volumes(settings, fargate=True, version=version)


def check_not_fargate(settings: Mapping[str, Any], names: Iterable[str]) -> None:
    """On EC2: what is only Fargate's is refused."""
    for name in names:
        if settings.get(name):
            raise Invalid(f"{name} not applicable for EC2.")
    check_volumes(settings, fargate=False)


def not_for_fargate(name: str) -> Invalid:
    return Invalid(f"{name} is not applicable for Fargate.")


def _check_linux(linux: Mapping[str, Any], *, fargate: bool) -> None:
    if fargate:
        for name in linux:
            if name != "initProcessEnabled" and linux[name] not in (None, []):
                raise not_for_fargate(f"linuxParameters.{name}")
    for device in linux.get("devices", ()):
        for each in device.get("permissions", ()):
            if each not in _PERMISSIONS:
                raise Invalid(f"Device permission {each} is not valid.")
    for name in ("sharedMemorySize", "maxSwap"):
        if linux.get(name, 0) < 0:
            raise Invalid(f"{name} must be a non-negative integer.")
    if linux.get("swappiness", 0) not in _SWAPPINESS:
        raise Invalid(f"swappiness must be between {_SWAPPINESS[0]} and {_SWAPPINESS[-1]}.")
    for each in linux.get("tmpfs", ()):
        if each["size"] < 1:
            raise Invalid("The size of a tmpfs must be at least 1 MiB.")


def _check_log_driver(driver: str, allowed: tuple[str, ...]) -> None:
    if driver not in LOG_DRIVERS:
        raise Invalid(f"Log driver {driver} is not valid.")
    if driver not in allowed:
        raise Invalid(f"Log driver {driver} is not applicable for Fargate.")


def _is_version(text: str) -> bool:
    return len(text.split(".")) == 3 and all(part.isdecimal() for part in text.split("."))
