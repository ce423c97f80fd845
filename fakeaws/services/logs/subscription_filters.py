"""Subscription filters, and the deliveries of what matches to functions."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import Arn
from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Caller
from fakeaws.errors import NotSupportedError
from fakeaws.router import SERVICES
from fakeaws.services.logs import errors, limits
from fakeaws.services.logs.events import Event, event_id
from fakeaws.services.logs.filter_patterns.matching import FilterPattern

if TYPE_CHECKING:
    from fakeaws.services.logs.groups import LogGroup
    from fakeaws.services.logs.streams import LogStream
    from fakeaws.world import World

PRINCIPAL = "logs.amazonaws.com"
_USER_ID = "AIDALOGS"
_TOO_MANY_REQUESTS = 429
_NO_PERMISSION = (
    "Could not execute the lambda function. "
    "Make sure you have given CloudWatch Logs permission to execute your function."
)


@dataclass(frozen=True)
class SubscriptionFilter:
    """A filter of a group, and the function that gets what matches."""

    name: str
    group: str
    pattern_text: str
    pattern: FilterPattern
    destination: str
    role: str | None
    distribution: str
    creation_ms: int
    on_transformed: bool
    system_fields: tuple[str, ...] = ()

    def shown(self) -> dict[str, Any]:
        """As DescribeSubscriptionFilters shows it."""
        found: dict[str, Any] = {
            "filterName": self.name,
            "logGroupName": self.group,
            "filterPattern": self.pattern_text,
            "destinationArn": self.destination,
            "distribution": self.distribution,
            "applyOnTransformedLogs": self.on_transformed,
            "creationTime": self.creation_ms,
        }
        if self.role is not None:
            found["roleArn"] = self.role
        if self.system_fields:
            found["emitSystemFields"] = list(self.system_fields)
        return found


@dataclass(eq=False)
class Delivery:
    """One batch on its way to a function."""

    group: str
    group_arn: str
    destination: str
    payload: bytes = field(repr=False)
    since_us: int
    wait_us: int = limits.FIRST_RETRY_US


def caller_of(account: str, group_arn: str) -> Caller:
    """CloudWatch Logs, for a log group."""
    return Caller(account, "", _USER_ID, service=PRINCIPAL, source_arn=f"{group_arn}:*")


def check_destination(world: World, account: str, group_arn: str, destination: str) -> None:
    """Raise unless the destination is a function that CloudWatch Logs may invoke."""
    try:
        arn = Arn.parse(destination)
    except ValueError:
        raise errors.invalid_parameter("destinationArn is not a valid ARN") from None
    if arn.service != "lambda" or arn.resource_type != "function":
        raise NotSupportedError(
            f"logs.PutSubscriptionFilter: fakeaws delivers log events to Lambda functions only, not to {destination}"
        )
    if "lambda" not in SERVICES:
        raise NotSupportedError(
            "logs.PutSubscriptionFilter needs the service 'lambda', which fakeaws does not have; docs/coverage.md lists "
            "what there is"
        )
    params = {"FunctionName": destination, "InvocationType": "DryRun"}
    try:
        world.call("lambda", "Invoke", params, caller=caller_of(account, group_arn), region=arn.region)
    except AwsError:
        raise errors.invalid_parameter(_NO_PERMISSION) from None


class Deliveries:
    """What is on its way to functions."""

    def __init__(self, world: World, account: str, region: str) -> None:
        self._world = world
        self._account = account
        self._region = region
        self._open: list[Delivery] = []

    def under_way(self) -> list[str]:
        """One phrase each."""
        return [f"logs delivers events of {each.group} to {each.destination}" for each in self._open]

    def take(self, group: LogGroup, stream: LogStream, events: Sequence[Event]) -> None:
        """Deliver the matching ones of events that came in, as soon as the running actor lets go."""
        now_us = self._world.now_us
        for filter in group.subscription_filters.values():
            found = self._matching(filter, stream, events)
            if found:
                payload = self._payload(filter, stream, found)
                delivery = Delivery(group.name, group.arn, filter.destination, payload, now_us)
                self._open.append(delivery)
                self._world.simulation.at(now_us, self._attempt, delivery)

    def _matching(self, filter: SubscriptionFilter, stream: LogStream, events: Sequence[Event]) -> list[dict[str, Any]]:
        system = {"@aws.account": self._account, "@aws.region": self._region}
        found = []
        for event in events:
            extract = filter.pattern.match(event.message)
            if extract is None:
                continue
            id = event_id(event.timestamp, stream.mark, event.number)
            entry: dict[str, Any] = {"id": id, "timestamp": event.timestamp, "message": event.message}
            fields = extract.shown() if filter.pattern_text.lstrip().startswith("[") else {}
            fields = {name.removeprefix("$"): value for name, value in fields.items()}
            fields.update((name, system[name]) for name in filter.system_fields)
            if fields:
                entry["extractedFields"] = fields
            found.append(entry)
        return found

    def _payload(self, filter: SubscriptionFilter, stream: LogStream, events: list[dict[str, Any]]) -> bytes:
        document = {
            "messageType": "DATA_MESSAGE",
            "owner": self._account,
            "logGroup": filter.group,
            "logStream": stream.name,
            "subscriptionFilters": [filter.name],
            "logEvents": events,
        }
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        data = base64.b64encode(gzip.compress(text, mtime=0)).decode()
        return json.dumps({"awslogs": {"data": data}}).encode()

    def _attempt(self, delivery: Delivery) -> None:
        arn = Arn.parse(delivery.destination)
        world = self._world
        outcome, details = "delivered", {"function": delivery.destination}
        params = {"FunctionName": delivery.destination, "InvocationType": "Event", "Payload": delivery.payload}
        record = world.timeline.add("logs", "Deliver", delivery.group, "delivering", details=details)
        try:
            world.call(
                "lambda",
                "Invoke",
                params,
                caller=caller_of(self._account, delivery.group_arn),
                region=arn.region,
                cause=record,
            )
        except AwsError as error:
            again = error.status >= 500 or error.status == _TOO_MANY_REQUESTS or error.retried
            if again and world.now_us + delivery.wait_us <= delivery.since_us + limits.RETRIES_US:
                world.simulation.after(delivery.wait_us, self._attempt, delivery)
                delivery.wait_us = min(2 * delivery.wait_us, limits.LONGEST_WAIT_US)
                world.timeline.add(
                    "logs", "Deliver", delivery.group, "retrying", cause=record, details={"error": error.code}
                )
                return
            outcome, details = "refused", {"error": error.code, "why": error.message}
        world.timeline.add("logs", "Deliver", delivery.group, outcome, cause=record, details=details)
        self._open.remove(delivery)
