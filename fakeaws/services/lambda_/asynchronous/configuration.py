"""Event invoke configurations: retries, age and destinations of a function's, version's or alias's events."""

from __future__ import annotations

from typing import Any, NamedTuple

from fakeaws.simulation.clock import from_us

DEFAULT_RETRIES = 2
DEFAULT_AGE_S = 21_600


class EventInvokeConfig(NamedTuple):
    """``None`` where nothing was set; ``age`` in seconds; destinations are ARNs."""

    modified_us: int
    retries: int | None = None
    age: int | None = None
    on_success: str | None = None
    on_failure: str | None = None

    @property
    def age_us(self) -> int:
        """How long an event may wait for its attempts."""
        return (DEFAULT_AGE_S if self.age is None else self.age) * 1_000_000

    @property
    def attempts(self) -> int:
        """How often an event is tried at most."""
        return 1 + (DEFAULT_RETRIES if self.retries is None else self.retries)

    def members(self, function_arn: str) -> dict[str, Any]:
        """As the operations answer; ``function_arn`` is qualified."""
        answer: dict[str, Any] = {
            "LastModified": from_us(self.modified_us // 1000 * 1000),
            "FunctionArn": function_arn,
            "DestinationConfig": {
                "OnSuccess": {"Destination": self.on_success} if self.on_success else {},
                "OnFailure": {"Destination": self.on_failure} if self.on_failure else {},
            },
        }
        if self.retries is not None:
            answer["MaximumRetryAttempts"] = self.retries
        if self.age is not None:
            answer["MaximumEventAgeInSeconds"] = self.age
        return answer


#: Where nothing is configured.
UNSET = EventInvokeConfig(0)
