"""For each operation on event source mappings: calls that show all that it can answer."""

from __future__ import annotations

from typing import Any

from fakeaws.world import user_of
from tests.conformance.contract import AskService, Scenario

_ACCOUNT = "123456789012"
_QUEUES = f"arn:aws:sqs:us-east-1:{_ACCOUNT}:"
_EVERYTHING: dict[str, Any] = {
    "BatchSize": 100,
    "MaximumBatchingWindowInSeconds": 5,
    "FilterCriteria": {"Filters": [{"Pattern": '{"body":{"region":["eu"]}}'}]},
    "FunctionResponseTypes": ["ReportBatchItemFailures"],
    "ScalingConfig": {"MaximumConcurrency": 5},
    "KMSKeyArn": f"arn:aws:kms:us-east-1:{_ACCOUNT}:key/1",
    "MetricsConfig": {"Metrics": ["EventCount"]},
    "LoggingConfig": {"SystemLogLevel": "INFO"},
}
_POLLERS = {"ProvisionedPollerConfig": {"MinimumPollers": 2, "MaximumPollers": 10, "PollerGroupName": "group"}}

_OTHER_SOURCES = "for sources that are refused: streams, brokers, clusters"
_NO_KEYS = "filters are not encrypted: they can always be read"
_KAFKA = (
    "",
    ".ConsumerGroupId",
    ".SchemaRegistryConfig",
    ".SchemaRegistryConfig.SchemaRegistryURI",
    ".SchemaRegistryConfig.EventRecordFormat",
    ".SchemaRegistryConfig.AccessConfigs",
    ".SchemaRegistryConfig.AccessConfigs[].Type",
    ".SchemaRegistryConfig.AccessConfigs[].URI",
    ".SchemaRegistryConfig.SchemaValidationConfigs",
    ".SchemaRegistryConfig.SchemaValidationConfigs[].Attribute",
)
_HIDDEN = {
    **dict.fromkeys(
        (
            "StartingPosition",
            "StartingPositionTimestamp",
            "ParallelizationFactor",
            "DestinationConfig",
            *(f"DestinationConfig.On{end}" for end in ("Success", "Failure")),
            *(f"DestinationConfig.On{end}.Destination" for end in ("Success", "Failure")),
            "Topics",
            "Queues",
            "SourceAccessConfigurations",
            *(f"SourceAccessConfigurations[].{name}" for name in ("Type", "URI")),
            "SelfManagedEventSource",
            "SelfManagedEventSource.Endpoints",
            "SelfManagedEventSource.Endpoints{KAFKA_BOOTSTRAP_SERVERS}",
            "MaximumRecordAgeInSeconds",
            "BisectBatchOnFunctionError",
            "MaximumRetryAttempts",
            "TumblingWindowInSeconds",
            *(f"AmazonManagedKafkaEventSourceConfig{rest}" for rest in _KAFKA),
            *(f"SelfManagedKafkaEventSourceConfig{rest}" for rest in _KAFKA),
            "DocumentDBEventSourceConfig",
            *(f"DocumentDBEventSourceConfig.{name}" for name in ("DatabaseName", "CollectionName", "FullDocument")),
        ),
        _OTHER_SOURCES,
    ),
    **dict.fromkeys(("FilterCriteriaError", "FilterCriteriaError.ErrorCode", "FilterCriteriaError.Message"), _NO_KEYS),
}
_NO_PROBLEM = {"LastProcessingResult": "an answer to a change of a mapping that works"}

#: Members that an answer never has.
NEVER_SHOWN: dict[str, dict[str, str]] = {
    "CreateEventSourceMapping": {**_HIDDEN, **_NO_PROBLEM},
    "GetEventSourceMapping": _HIDDEN,
    "UpdateEventSourceMapping": {**_HIDDEN, **_NO_PROBLEM},
    "DeleteEventSourceMapping": _HIDDEN,
    "ListEventSourceMappings": {f"EventSourceMappings[].{name}": why for name, why in _HIDDEN.items()},
}


def _returns(event: Any, context: Any) -> None:
    return None


async def _made(ask: AskService, **params: Any) -> str:
    """A mapping of the queue ``mapped``, enabled."""
    prepare(ask)
    given = {"FunctionName": "mapped", "EventSourceArn": _QUEUES + "mapped", **params}
    uuid: str = (await ask("CreateEventSourceMapping", **given))["UUID"]
    await ask.wait(10)
    return uuid


def prepare(ask: AskService) -> None:
    """Two queues and a function."""
    ask.aws.lambda_.register("mapped", _returns)
    for name in ("mapped", "other"):
        ask.aws.call("sqs", "CreateQueue", {"QueueName": name}, caller=user_of(_ACCOUNT))


def _without_queue(ask: AskService) -> None:
    url = ask.aws.sqs.queue("mapped").url
    ask.aws.call("sqs", "DeleteQueue", {"QueueUrl": url}, caller=user_of(_ACCOUNT))


async def create_event_source_mapping(ask: AskService) -> None:
    await _made(ask)
    params = {"FunctionName": "mapped", "EventSourceArn": _QUEUES + "other", "Enabled": False, "Tags": {"team": "shop"}}
    uuid = (await ask("CreateEventSourceMapping", **params, **_EVERYTHING))["UUID"]
    await ask.wait(10)
    await ask("DeleteEventSourceMapping", UUID=uuid)
    await ask.wait(10)
    await ask("CreateEventSourceMapping", **params, **_POLLERS)


async def get_event_source_mapping(ask: AskService) -> None:
    uuid = await _made(ask, **_EVERYTHING)
    await ask("GetEventSourceMapping", UUID=uuid)
    await ask("UpdateEventSourceMapping", UUID=uuid, ScalingConfig={}, **_POLLERS)
    await ask("GetEventSourceMapping", UUID=uuid)
    await ask.wait(10)
    _without_queue(ask)
    await ask("GetEventSourceMapping", UUID=uuid)


async def update_event_source_mapping(ask: AskService) -> None:
    uuid = await _made(ask)
    await ask("UpdateEventSourceMapping", UUID=uuid, **_EVERYTHING)
    await ask.wait(10)
    await ask("UpdateEventSourceMapping", UUID=uuid, ScalingConfig={}, Enabled=False, **_POLLERS)


async def delete_event_source_mapping(ask: AskService) -> None:
    for setting in (_EVERYTHING, _POLLERS):
        uuid = await _made(ask, **setting)
        if setting is _POLLERS:
            _without_queue(ask)
        await ask("DeleteEventSourceMapping", UUID=uuid)
        await ask.wait(10)


async def list_event_source_mappings(ask: AskService) -> None:
    await ask("ListEventSourceMappings")
    await _made(ask, **_EVERYTHING)
    await ask("CreateEventSourceMapping", FunctionName="mapped", EventSourceArn=_QUEUES + "other", **_POLLERS)
    page = await ask("ListEventSourceMappings", MaxItems=1)
    await ask("ListEventSourceMappings", MaxItems=1, Marker=page["NextMarker"])
    await ask("ListEventSourceMappings", FunctionName="mapped", EventSourceArn=_QUEUES + "other")
    await ask.wait(10)
    _without_queue(ask)
    await ask("ListEventSourceMappings")


TABLE: dict[str, Scenario] = {
    "CreateEventSourceMapping": create_event_source_mapping,
    "GetEventSourceMapping": get_event_source_mapping,
    "UpdateEventSourceMapping": update_event_source_mapping,
    "DeleteEventSourceMapping": delete_event_source_mapping,
    "ListEventSourceMappings": list_event_source_mappings,
}
