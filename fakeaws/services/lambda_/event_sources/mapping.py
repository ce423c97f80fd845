"""One event source mapping: its states, and how it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from fakeaws.aws.arns import partition_of
from fakeaws.aws.errors import AwsError
from fakeaws.services.lambda_.event_sources.poller import Poller
from fakeaws.simulation.clock import from_us

if TYPE_CHECKING:
    from fakeaws.aws.service import Result
    from fakeaws.aws.tags import Tags
    from fakeaws.services.lambda_.event_sources.settings import Settings
    from fakeaws.services.lambda_.event_sources.source import QueueSource
    from fakeaws.services.lambda_.operations.event_source_mappings import EventSourceMappingOperations

State: TypeAlias = Literal["Creating", "Enabling", "Enabled", "Disabling", "Disabled", "Updating", "Deleting"]
_SETTLED = ("Enabled", "Disabled")
#: Who made the last change.
_USER, _LAMBDA = "USER_INITIATED", "LAMBDA_INITIATED"


class EventSourceMapping:
    """Settings of an update count when it is over; until then the old ones go on."""

    def __init__(
        self,
        service: EventSourceMappingOperations,
        number: int,
        uuid: str,
        source: QueueSource,
        function_arn: str,
        settings: Settings,
        *,
        enabled: bool,
        tags: Tags,
    ) -> None:
        self.service = service
        self.world = service.world
        #: Its place in the order of creation.
        self.number = number
        self.uuid = uuid
        region, account = service.region, service.account
        self.arn = f"arn:{partition_of(region)}:lambda:{region}:{account}:event-source-mapping:{uuid}"
        self.source = source
        #: As it was named: qualified or not.
        self.function_arn = function_arn
        self.settings = settings
        self.tags = tags
        self.enabled = enabled
        #: Why it cannot poll at present.
        self.problem: str | None = None
        self.modified_us: int = self.world.wall_us
        self.state: State = "Creating"
        self._reason = _USER
        self._poller = Poller(self, source, settings)
        self._turn_to("Creating")

    @property
    def function_name(self) -> str:
        """Without qualifier."""
        return self.function_arn.split(":")[6]

    @property
    def resource(self) -> str:
        """The function's name on the timeline."""
        return self.source.caller.actor or self.function_name

    def described(self) -> Result:
        """As the API shows it."""
        shown: Result = {
            "UUID": self.uuid,
            **self.settings.described(),
            "EventSourceArn": self.source.arn,
            "EventSourceMappingArn": self.arn,
            "FunctionArn": self.function_arn,
            "LastModified": from_us(self.modified_us // 1000 * 1000),
            "State": self.state,
            "StateTransitionReason": self._reason,
        }
        if self.problem is not None:
            shown["LastProcessingResult"] = f"PROBLEM: {self.problem}"
        return shown

    # -- states ------------------------------------------------------------------------------------------------------

    @property
    def changing(self) -> bool:
        """Whether a change is under way, which excludes another one."""
        return self.state not in _SETTLED

    def update(self, settings: Settings, function_arn: str, source: QueueSource, *, enabled: bool) -> None:
        """UpdateEventSourceMapping, with checked values."""
        state: State = "Updating"
        if enabled is not self.enabled:
            state = "Enabling" if enabled else "Disabling"
        self.settings = settings
        self.enabled = enabled
        if function_arn != self.function_arn:
            self._poller.stop()
            self.function_arn, self.source = function_arn, source
            self._poller = Poller(self, source, settings)
        if not enabled:
            self._poller.stop()
        self._reason = _USER
        self._turn_to(state)

    def delete(self) -> None:
        """DeleteEventSourceMapping."""
        self._poller.stop()
        self._reason = _USER
        self._turn_to("Deleting")

    def give_up(self) -> None:
        """What it needs did not come back."""
        self._poller.stop()
        self.enabled = False
        self._reason = _LAMBDA
        self.modified_us = self.world.wall_us
        self._note("Disabled")

    def _turn_to(self, state: State) -> None:
        self.state = state
        self.modified_us = self.world.wall_us
        self.world.simulation.after(self.service.transition_us, self._arrive)

    def _arrive(self) -> None:
        if self.state == "Deleting":
            del self.service.mappings[self.uuid]
            self._note("Deleted")
            return
        self.problem = None
        self._note("Enabled" if self.enabled else "Disabled")
        if self._poller.settings is not self.settings:
            self._poller.apply(self.settings)
        if self.enabled:
            self._poller.start()

    def _note(self, state: Any) -> None:
        if state in _SETTLED:
            self.state = state
        self.world.timeline.add(
            "lambda",
            "EventSourceMapping",
            self.resource,
            state,
            details={"queue": self.source.resource, **({"problem": self.problem} if self.problem else {})},
        )
        self.world.simulation.progressed()

    # -- the function ------------------------------------------------------------------------------------------------

    def function_timeout(self) -> int:
        """The function's timeout in seconds; 0 while it does not exist."""
        try:
            return self.service.described(self.function_arn)[0].configuration.timeout
        except AwsError:
            return 0

    def function_error(self) -> AwsError | None:
        """Why the function cannot be had."""
        try:
            self.service.described(self.function_arn)
        except AwsError as error:
            return error
        return None

    def count(self, metric: str, events: int) -> None:
        """That many events more, now, in one of its metrics; ``Settings.counts_events`` asks for them."""
        if events:
            self.service.metrics.note(metric, self.arn, events)

    def under_way(self) -> str | None:
        """What it does by itself, as a phrase."""
        if self.changing:
            return f"the mapping of {self.source.resource} to {self.resource} is {self.state}"
        if self._poller.busy:
            return f"the mapping of {self.source.resource} to {self.resource} is at work"
        return None
