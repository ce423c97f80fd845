"""Event source mappings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import Arn
from fakeaws.aws.errors import AwsError
from fakeaws.aws.paging import BadToken, page
from fakeaws.aws.service import Call, Result
from fakeaws.aws.tags import Tags
from fakeaws.errors import NotSupportedError
from fakeaws.services.lambda_.event_sources import errors, limits
from fakeaws.services.lambda_.event_sources.mapping import EventSourceMapping
from fakeaws.services.lambda_.event_sources.settings import Settings
from fakeaws.services.lambda_.event_sources.source import QueueSource, caller_for
from fakeaws.services.lambda_.names import FunctionReference
from fakeaws.services.lambda_.operations.base import LambdaBase
from fakeaws.world import to_microseconds, uuid_of

if TYPE_CHECKING:
    from fakeaws.services.lambda_.functions import Version
    from fakeaws.timeline.findings import Finding
    from fakeaws.world import World

#: Sources that AWS polls for functions, and fakeaws does not.
_OTHER_SOURCES = {
    "kinesis": "Kinesis streams",
    "dynamodb": "DynamoDB streams",
    "mq": "Amazon MQ brokers",
    "kafka": "Kafka clusters",
    "rds": "DocumentDB clusters",
}


class EventSourceMappingOperations(LambdaBase):
    def __init__(self, world: World, account: str, region: str) -> None:
        super().__init__(world, account, region)
        self.mappings: dict[str, EventSourceMapping] = {}
        self._mapping_ids = world.streams.stream(f"lambda.event-source-mapping/{account}/{region}")
        self.mappings_made = 0
        settings = world.config.get("lambda", {})
        #: How long a change of a mapping takes.
        self.transition_us = to_microseconds(settings.get("mapping_transition", limits.TRANSITION_SECONDS))

    def under_way(self) -> list[str]:
        phrases = (mapping.under_way() for mapping in self.mappings.values())
        return super().under_way() + [phrase for phrase in phrases if phrase is not None]

    def findings(self) -> list[Finding]:
        from fakeaws.services.lambda_.event_sources.diagnosis import findings

        return super().findings() + findings(self)

    def create_event_source_mapping(self, call: Call) -> Result:
        params = call.params
        arn = self._queue_arn(params)
        settings = Settings().changed(params, fifo=arn.resource.endswith(".fifo"))
        version, function_arn = self._function(params["FunctionName"])
        source = QueueSource(self.world, arn, caller_for(version))
        self._check_pair(source.arn, function_arn)
        self.check_queue(source, version)
        tags = Tags.of(params.get("Tags") or {}, errors.TAG_ERRORS)
        self.mappings_made += 1
        mapping = EventSourceMapping(
            self,
            self.mappings_made,
            uuid_of(self._mapping_ids.getrandbits(128)),
            source,
            function_arn,
            settings,
            enabled=params.get("Enabled") is not False,
            tags=tags,
        )
        self.mappings[mapping.uuid] = mapping
        return mapping.described()

    def get_event_source_mapping(self, call: Call) -> Result:
        return self._mapping(call).described()

    def list_event_source_mappings(self, call: Call) -> Result:
        params = call.params
        source, function = params.get("EventSourceArn"), params.get("FunctionName")
        function_arn = None if function is None else self._arn_as_named(function)
        found = [
            mapping
            for mapping in self.mappings.values()
            if (source is None or mapping.source.arn == source)
            and (function_arn is None or mapping.function_arn == function_arn)
        ]
        try:
            chosen, marker = page(
                found,
                limit=min(params.get("MaxItems") or limits.PAGE, limits.PAGE),
                token=params.get("Marker") or None,
                key=_number,
                scope=f"ListEventSourceMappings {source} {function_arn}",
            )
        except BadToken:
            raise errors.bad_marker() from None
        answer: Result = {"EventSourceMappings": [mapping.described() for mapping in chosen]}
        if marker is not None:
            answer["NextMarker"] = marker
        return answer

    def update_event_source_mapping(self, call: Call) -> Result:
        params = call.params
        mapping = self._mapping(call)
        if mapping.changing:
            raise errors.in_use("update")
        source, function_arn = mapping.source, mapping.function_arn
        settings = mapping.settings.changed(params, fifo=source.fifo)
        if params.get("FunctionName") is not None:
            version, function_arn = self._function(params["FunctionName"])
            if function_arn != mapping.function_arn:
                source = QueueSource(self.world, Arn.parse(source.arn), caller_for(version))
                self._check_pair(source.arn, function_arn)
        else:
            version = self._function(function_arn)[0]
        self.check_queue(source, version)
        enabled = params.get("Enabled")
        mapping.update(settings, function_arn, source, enabled=mapping.enabled if enabled is None else enabled)
        return mapping.described()

    def delete_event_source_mapping(self, call: Call) -> Result:
        mapping = self._mapping(call)
        if mapping.changing:
            raise errors.in_use("delete")
        mapping.delete()
        return mapping.described()

    def other_tags(self, arn: str) -> Tags:
        """The tags of a mapping, by its ARN; raises AWS's error if there is none."""
        if ":event-source-mapping:" not in arn:
            raise errors.not_found()
        for mapping in self.mappings.values():
            if mapping.arn == arn:
                return mapping.tags
        raise errors.no_such_arn(arn)

    # -- checks ------------------------------------------------------------------------------------------------------

    def check_queue(self, source: QueueSource, version: Version) -> None:
        """Raise AWS's error unless the queue is there, lets itself be polled, and hides messages as long as it takes."""
        try:
            visibility = source.visibility()
        except AwsError as error:
            if error.code in ("QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"):
                raise errors.no_queue() from None
            if error.status == 403:
                raise errors.queue_refuses() from None
            raise errors.queue_fails(error) from None
        timeout = version.configuration.timeout
        if visibility < timeout:
            raise errors.visibility_too_short(visibility, timeout)

    def _mapping(self, call: Call) -> EventSourceMapping:
        mapping = self.mappings.get(call.params["UUID"])
        if mapping is None:
            raise errors.not_found()
        return mapping

    def _queue_arn(self, params: Any) -> Arn:
        if params.get("SelfManagedEventSource"):
            raise _not_supported("Kafka clusters")
        try:
            arn = Arn.parse(params.get("EventSourceArn") or "")
        except ValueError:
            raise errors.unrecognized_source() from None
        if arn.service in _OTHER_SOURCES:
            raise _not_supported(_OTHER_SOURCES[arn.service])
        if arn.service != "sqs" or arn.region != self.region or not arn.account:
            raise errors.unrecognized_source()
        return arn

    def _function(self, name: str) -> tuple[Version, str]:
        """The version that is polled for now, and the ARN as the function was named."""
        try:
            version = self.version(name)
        except AwsError as error:
            if error.code == "ResourceNotFoundException":
                raise errors.no_function() from None
            raise
        return version, self._arn_as_named(name)

    def _arn_as_named(self, name: str) -> str:
        reference = FunctionReference.parse(name)
        arn = self.arn_of(reference.name)
        return arn if reference.qualifier is None else f"{arn}:{reference.qualifier}"

    def _check_pair(self, queue_arn: str, function_arn: str) -> None:
        for mapping in self.mappings.values():
            if (mapping.source.arn, mapping.function_arn) == (queue_arn, function_arn):
                raise errors.exists(queue_arn, mapping.function_name, mapping.uuid)


def _number(mapping: EventSourceMapping) -> int:
    return mapping.number


def _not_supported(sources: str) -> NotSupportedError:
    return NotSupportedError(
        f"event source mappings of {sources} are not supported by fakeaws; those of SQS queues are "
        "(docs/event-source-mappings.md)"
    )
