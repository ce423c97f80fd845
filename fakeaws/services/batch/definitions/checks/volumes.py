"""Volumes and mount points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from fakeaws.services.batch.definitions.invalid import Invalid

LEAST_FOR_EFS: Final = (1, 4, 0)


def check_volumes(settings: Mapping[str, Any], *, fargate: bool, version: str = "LATEST") -> None:
    """Of a container, or of a task; ``version`` of Fargate's platform."""
    for volume in settings.get("volumes", ()):
        if fargate and volume.get("host"):
            raise Invalid("volumes.host is not applicable for Fargate.")
        efs = volume.get("efsVolumeConfiguration")
        if efs is not None:
            _check_efs(efs)
            if fargate and version != "LATEST" and tuple(map(int, version.split("."))) < LEAST_FOR_EFS:
                raise Invalid("EFS is supported for Fargate platform version 1.4.0")
    check_mount_points(settings.get("mountPoints", ()), settings.get("volumes", ()))


def check_mount_points(points: Iterable[Mapping[str, Any]], volumes: Iterable[Mapping[str, Any]]) -> None:
    """Each names a volume."""
    names = [each.get("name") for each in volumes]
    for point in points:
        if point.get("sourceVolume") not in (None, *names):
            raise Invalid(f"Mount point volume {point['sourceVolume']} is not among the volumes.")


def _check_efs(efs: Mapping[str, Any]) -> None:
    access = efs.get("authorizationConfig") or {}
    encrypted = efs.get("transitEncryption") == "ENABLED"
    if access.get("accessPointId"):
        if efs.get("rootDirectory", "/") not in ("", "/"):
            raise Invalid("rootDirectory must be / or left out if an EFS access point is given.")
        if not encrypted:
            raise Invalid("transitEncryption must be ENABLED if an EFS access point is given.")
    if access.get("iam") == "ENABLED" and not encrypted:
        raise Invalid("transitEncryption must be ENABLED if IAM authorization of EFS is.")
