"""DescribeBrokerEngineTypes, DescribeBrokerInstanceOptions."""

from __future__ import annotations

from typing import Any

from tests.conformance.contract import AskService, Refusal, Scenario
from tests.conformance.mq.rows import INVALID, Rows

NEVER_SHOWN: dict[str, dict[str, str]] = {
    "DescribeBrokerEngineTypes": {"NextToken": "both engines are on the smallest page that the answer's shape allows"},
}


async def _types(ask: AskService) -> None:
    await ask("DescribeBrokerEngineTypes", MaxResults=5)
    await ask("DescribeBrokerEngineTypes", EngineType="RABBITMQ")


async def _options(ask: AskService) -> None:
    first = await ask("DescribeBrokerInstanceOptions")
    await ask("DescribeBrokerInstanceOptions", NextToken=first["NextToken"])
    await ask("DescribeBrokerInstanceOptions", EngineType="ACTIVEMQ", StorageType="EBS")
    await ask("DescribeBrokerInstanceOptions", HostInstanceType="mq.m5.large")
    await ask("DescribeBrokerInstanceOptions", HostInstanceType="mq.none")


SCENARIOS: dict[str, Scenario] = {
    "DescribeBrokerEngineTypes": _types,
    "DescribeBrokerInstanceOptions": _options,
}

_USUAL: dict[str, dict[str, Any]] = {operation: {} for operation in SCENARIOS}
_row = Rows(_USUAL)
_NO_ENGINE = "Broker engine type [KAFKA] is invalid. Valid values are: [ACTIVEMQ, RABBITMQ]"
_NO_STORAGE = "Storage type [TAPE] is invalid. Valid values: [EBS, EFS]"

REFUSALS: tuple[Refusal, ...] = (
    *(
        row
        for operation in SCENARIOS
        for row in (
            _row("no engine", operation, INVALID, "engineType", _NO_ENGINE, EngineType="KAFKA"),
            *_row.bad_pages(operation),
        )
    ),
    _row("no storage", "DescribeBrokerInstanceOptions", INVALID, "storageType", _NO_STORAGE, StorageType="TAPE"),
)

UNASKED: dict[str, str] = {}
