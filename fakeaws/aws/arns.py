"""Amazon Resource Names, and what a region's name says: its partition and its DNS suffix."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True, slots=True)
class Arn:
    """``arn:partition:service:region:account:resource``; region and account are "" where the service has none."""

    partition: str
    service: str
    region: str
    account: str
    resource: str

    @classmethod
    def parse(cls, text: str) -> Arn:
        """Raises ``ValueError`` unless the text has an ARN's six parts with partition, service and resource filled."""
        parts = text.split(":", 5)
        if len(parts) != 6 or parts[0] != "arn" or not (parts[1] and parts[2] and parts[5]):
            raise ValueError(f"not an ARN: {text!r}")
        return cls(parts[1], parts[2], parts[3], parts[4], parts[5])

    @classmethod
    def or_none(cls, text: str) -> Arn | None:
        """`parse`, and ``None`` for a text that is no ARN."""
        try:
            return cls.parse(text)
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"arn:{self.partition}:{self.service}:{self.region}:{self.account}:{self.resource}"

    @property
    def resource_type(self) -> str:
        """What stands before the resource's first ``:`` or ``/`` (``function``, ``rule``); "" for an SQS queue."""
        return self._split()[0]

    @property
    def resource_id(self) -> str:
        """The resource without its type: ``name:alias`` of ``function:name:alias``."""
        return self._split()[1]

    def _split(self) -> tuple[str, str]:
        found = re.match(r"([^:/]*)[:/](.*)", self.resource, re.DOTALL)
        return (found[1], found[2]) if found is not None else ("", self.resource)


@cache
def partition_of(region: str) -> str:
    """``aws``, ``aws-cn``, ``aws-us-gov``, …: by botocore's list of regions, then by its pattern for new ones.

    A name that fits no partition counts as one of ``aws``, as it does in AWS's own SDKs.
    """
    return str(_partition(region)["id"])


@cache
def dns_suffix(region: str) -> str:
    """The last part of the region's endpoints: ``amazonaws.com``, ``amazonaws.com.cn``, …"""
    partition = _partition(region)
    return str({**partition["outputs"], **partition["regions"].get(region, {})}["dnsSuffix"])


def region_description(region: str) -> str:
    """The region in words, ``US East (N. Virginia)``, as botocore has it; the name itself for one that it does not know."""
    return str(_partition(region)["regions"].get(region, {}).get("description", region))


def _partition(region: str) -> dict[str, Any]:
    partitions = _partitions()
    for partition in partitions:
        if region in partition["regions"]:
            return partition
    for partition in partitions:
        if re.search(partition["regionRegex"], region):
            return partition
    return next(partition for partition in partitions if partition["id"] == "aws")


@cache
def _partitions() -> list[dict[str, Any]]:
    from botocore.loaders import create_loader

    found: list[dict[str, Any]] = create_loader().load_data("partitions")["partitions"]
    return found
