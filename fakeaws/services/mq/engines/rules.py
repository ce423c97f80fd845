"""Which engines and versions there are, in AWS's words where there are none."""

from __future__ import annotations

from fakeaws.services.mq import errors
from fakeaws.services.mq.engines.engine import ENGINES, Engine


def engine_of(name: str) -> Engine:
    """The engine of that name, in whatever case; raises BadRequestException."""
    engine = ENGINES.get(name.upper())
    if engine is None:
        values = ", ".join(ENGINES)
        raise errors.bad_request(f"Broker engine type [{name}] is invalid. Valid values are: [{values}]", "engineType")
    return engine


def check_version(engine: Engine, version: str) -> None:
    """Raises BadRequestException for one that cannot be chosen."""
    if version not in engine.versions:
        values = ", ".join(engine.versions)
        message = f"Broker engine version [{version}] is invalid. Valid values: [{values}]"
        raise errors.bad_request(message, "engineVersion")


def check_storage(storage: str) -> None:
    """Raises BadRequestException for a type that no engine has."""
    if storage not in ("EBS", "EFS"):
        raise errors.bad_request(f"Storage type [{storage}] is invalid. Valid values: [EBS, EFS]", "storageType")
