"""DescribeBrokerEngineTypes, DescribeBrokerInstanceOptions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fakeaws.aws.service import Call, Result
from fakeaws.services.mq.engines.combinations import storages, versions_on
from fakeaws.services.mq.engines.engine import ENGINES, SINGLE_INSTANCE, Engine
from fakeaws.services.mq.engines.rules import check_storage, engine_of
from fakeaws.services.mq.operations.base import MqBase
from fakeaws.services.mq.operations.paging import paged

_ZONES = ("a", "b", "c")


class EngineOperations(MqBase):
    """What can be created here."""

    def describe_broker_engine_types(self, call: Call) -> Result:
        engines = _wanted_engines(call)
        found, more = paged(engines, call.params, _type, "engine types")
        shown = [
            {"EngineType": each.type, "EngineVersions": [{"Name": version} for version in each.versions]}
            for each in found
        ]
        return {"BrokerEngineTypes": shown, **more}

    def describe_broker_instance_options(self, call: Call) -> Result:
        instance, storage = call.params.get("HostInstanceType"), call.params.get("StorageType")
        if storage is not None:
            check_storage(storage)
        rows = [
            row
            for engine in _wanted_engines(call)
            for row in _options(engine, self.region)
            if (instance is None or row["HostInstanceType"] == instance)
            and (storage is None or row["StorageType"] == storage)
        ]
        scope = f"instance options {call.params.get('EngineType')} {instance} {storage}"
        found, more = paged(rows, call.params, _row, scope)
        return {"BrokerInstanceOptions": found, **more}


def _wanted_engines(call: Call) -> list[Engine]:
    name = call.params.get("EngineType")
    return list(ENGINES.values()) if name is None else [engine_of(name)]


def _options(engine: Engine, region: str) -> Iterator[dict[str, Any]]:
    zones = [{"Name": f"{region}{letter}"} for letter in _ZONES]
    for instance in engine.instance_types:
        for storage in storages(engine, instance):
            modes = [mode for mode in engine.modes if storage == engine.storage or mode == SINGLE_INSTANCE]
            yield {
                "AvailabilityZones": zones,
                "EngineType": engine.type,
                "HostInstanceType": instance,
                "StorageType": storage,
                "SupportedDeploymentModes": modes,
                "SupportedEngineVersions": list(versions_on(engine, instance)),
            }


def _type(engine: Engine) -> str:
    return engine.type


def _row(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["EngineType"], row["HostInstanceType"], row["StorageType"]
