"""What goes together: engine, version, deployment mode, instance type, storage; in AWS's words where it does not."""

from __future__ import annotations

from typing import Final

from fakeaws.services.mq import errors
from fakeaws.services.mq.engines.engine import ACTIVEMQ, CLUSTER, ENGINES, RABBITMQ, SINGLE_INSTANCE, Engine
from fakeaws.services.mq.engines.rules import check_storage

#: Gigabytes of each node of a RabbitMQ cluster by the instance type's size: unless told, and at most.
_CLUSTER_STORAGE: Final = {
    "medium": (5, 25),
    "large": (15, 75),
    "xlarge": (25, 125),
    "2xlarge": (45, 180),
    "4xlarge": (90, 250),
    "8xlarge": (175, 400),
    "12xlarge": (260, 500),
    "16xlarge": (345, 500),
}
_STORAGE_GB: Final = 200
_STORAGE_STEP_GB: Final = 5


def check_mode(engine: Engine, mode: str) -> None:
    """Raises BadRequestException for one that the engine does not have."""
    modes = list(dict.fromkeys(each for one in ENGINES.values() for each in one.modes))
    if mode not in modes:
        message = f"Deployment mode [{mode}] is invalid. Valid values: [{', '.join(modes)}]"
        raise errors.bad_request(message, "deploymentMode")
    if mode not in engine.modes:
        message = f"Broker engine type [{engine.name}] does not support deployment mode [{mode}]."
        raise errors.bad_request(message, "deploymentMode")


def check_instance_type(engine: Engine, version: str, instance: str) -> None:
    """Raises BadRequestException for one that the engine, or its version, is not offered on."""
    if instance not in engine.instance_types:
        message = f"Broker engine type [{engine.name}] does not support host instance type [{instance}]."
        raise errors.bad_request(message, "hostInstanceType")
    if version not in versions_on(engine, instance):
        message = (
            f"Broker engine type [{engine.name}] version [{version}] does not support host instance type [{instance}]."
        )
        raise errors.bad_request(message, "hostInstanceType")


def check_automatic_upgrades(engine: Engine, version: str, wanted: bool) -> None:
    """All versions that can be chosen insist on them; raises BadRequestException."""
    if not wanted:
        message = f"Brokers on [{engine.name}] version [{version}] must have [autoMinorVersionUpgrade] set to [true]"
        raise errors.bad_request(message, "autoMinorVersionUpgrade")


def check_storage_type(engine: Engine, mode: str, instance: str, storage: str) -> None:
    """Raises BadRequestException: EBS of ActiveMQ is for single instances of m5, RabbitMQ knows nothing else."""
    check_storage(storage)
    if storage not in storages(engine, instance):
        about = f"host instance type [{instance}]" if engine is ACTIVEMQ else ""
        message = f"Broker engine type [{engine.name}] does not support storage type [{storage}]"
        raise errors.bad_request(f"{message} with {about}." if about else f"{message}.", "storageType")
    if engine is ACTIVEMQ and storage == "EBS" and mode != SINGLE_INSTANCE:
        message = f"Storage type [EBS] does not support deployment mode [{mode}]."
        raise errors.bad_request(message, "storageType")


def check_storage_size(engine: Engine, version: str, mode: str, instance: str, size: int) -> None:
    """Raises BadRequestException; only clusters of RabbitMQ 4 have a size that can be chosen, in gigabytes."""
    if engine is not RABBITMQ or mode != CLUSTER or not version.startswith("4."):
        message = "[storageSize] can be set for [RabbitMQ] version 4 with deployment mode [CLUSTER_MULTI_AZ] only."
        raise errors.bad_request(message, "storageSize")
    most = _CLUSTER_STORAGE[instance.rpartition(".")[2]][1]
    if size < _STORAGE_STEP_GB or size % _STORAGE_STEP_GB or size > most:
        message = (
            f"Storage size [{size}] is invalid. Host instance type [{instance}] takes multiples of 5 up to {most}."
        )
        raise errors.bad_request(message, "storageSize")


def usual_storage_size(engine: Engine, mode: str, instance: str) -> int | None:
    """Gigabytes of one that nobody chose; None for ActiveMQ, which does not tell."""
    if engine is not RABBITMQ:
        return None
    if mode != CLUSTER or not instance.startswith("mq.m7g."):
        return _STORAGE_GB
    return _CLUSTER_STORAGE[instance.rpartition(".")[2]][0]


def storages(engine: Engine, instance: str) -> tuple[str, ...]:
    """ActiveMQ keeps its data in EFS, on larger types by request in EBS; RabbitMQ always in EBS."""
    if engine is ACTIVEMQ:
        return ("EFS", "EBS") if instance.startswith("mq.m5.") else ("EFS",)
    return ("EBS",)


def versions_on(engine: Engine, instance: str) -> tuple[str, ...]:
    """RabbitMQ 4 runs on m7g only."""
    if engine is ACTIVEMQ or instance.startswith("mq.m7g."):
        return engine.versions
    return tuple(version for version in engine.versions if not version.startswith("4."))


def rank(version: str) -> tuple[int, ...]:
    """Versions in their order."""
    return tuple(int(part) for part in version.split("."))
