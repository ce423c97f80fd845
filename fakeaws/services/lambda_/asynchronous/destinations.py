"""Sending results of asynchronous invocations to destinations, and events to dead-letter queues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import Arn, dns_suffix
from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Result
from fakeaws.aws.trace_header import TRACE_HEADER
from fakeaws.errors import ServiceNotMocked
from fakeaws.router import SERVICES
from fakeaws.services.lambda_.asynchronous import results
from fakeaws.services.lambda_.asynchronous.role import execution_role
from fakeaws.simulation.clock import from_us
from fakeaws.world import uuid_of

if TYPE_CHECKING:
    from fakeaws.services.lambda_.asynchronous.event import AsyncEvent
    from fakeaws.services.lambda_.operations.base import LambdaBase

#: Kinds of records on the timeline, and metrics that count failures.
DESTINATION = ("DestinationDelivery", "DestinationDeliveryFailures")
DEAD_LETTER = ("DeadLetterDelivery", "DeadLetterErrors")


class Destinations:
    """As the function's role calls them. What cannot be delivered is counted, noted on the timeline, and lost."""

    def __init__(self, service: LambdaBase) -> None:
        self._service = service
        self._world = service.world
        self._stream = service.world.streams.stream(f"lambda.destinations/{service.account}/{service.region}")

    def deliver(self, event: AsyncEvent, destination: str, condition: results.Condition) -> None:
        """Send the record of an event that is done with."""
        record = results.record_of(event, condition, self._world.wall_us)
        text = results.text_of(record)
        arn = Arn.parse(destination)
        if arn.service == "sqs":
            header = {"DataType": "String", "StringValue": event.trace_header}
            params = {
                "QueueUrl": _queue_url(arn),
                "MessageBody": text,
                "MessageSystemAttributes": {"AWSTraceHeader": header},
            }
            self._call(event, destination, DESTINATION, "sqs", "SendMessage", params)
        elif arn.service == "sns":
            self._call(event, destination, DESTINATION, "sns", "Publish", {"TopicArn": destination, "Message": text})
        elif arn.service == "lambda":
            invoke = {"FunctionName": destination, "InvocationType": "Event", "Payload": text.encode()}
            self._call(event, destination, DESTINATION, "lambda", "Invoke", invoke)
        elif arn.service == "events":
            how = "Success" if condition == "Success" else "Failure"
            entry = {
                "Source": "lambda",
                "DetailType": f"Lambda Function Invocation Result - {how}",
                "Detail": text,
                "Resources": [destination, event.arn],
                "EventBusName": destination,
            }
            self._call(event, destination, DESTINATION, "events", "PutEvents", {"Entries": [entry]})
        else:
            self._write(event, arn, text)

    def bury(self, event: AsyncEvent, target: str, condition: results.Condition) -> None:
        """Send the event itself to the function's dead-letter queue or topic."""
        attributes = results.dead_letter_attributes(event, condition)
        arn = Arn.parse(target)
        params: dict[str, Any] = {"MessageAttributes": attributes}
        if arn.service == "sns":
            params.update(TopicArn=target, Message=event.payload.decode())
            self._call(event, target, DEAD_LETTER, "sns", "Publish", params)
        else:
            params.update(QueueUrl=_queue_url(arn), MessageBody=event.payload.decode())
            self._call(event, target, DEAD_LETTER, "sqs", "SendMessage", params)

    def _write(self, event: AsyncEvent, bucket: Arn, text: str) -> None:
        moment = from_us(self._world.wall_us)
        name = f"{moment:%Y-%m-%dT%H.%M.%S}-{uuid_of(self._stream.getrandbits(128))}"
        key = f"aws/lambda/async/{event.function.name}/{moment:%Y/%m/%d}/{name}"
        params = {"Bucket": bucket.resource, "Key": key, "Body": text.encode()}
        caller, region = execution_role(event.function), self._service.region
        try:
            self._world.call("s3", "PutObject", params, caller=caller, region=region, cause=event.record)
        except AwsError as error:
            self._failed(event, str(bucket), DESTINATION, error.code, error.message)
        except ServiceNotMocked as error:
            self._failed(event, str(bucket), DESTINATION, "NotSupported", str(error))

    def _call(
        self,
        event: AsyncEvent,
        target: str,
        purpose: tuple[str, str],
        service: str,
        operation: str,
        params: dict[str, Any],
    ) -> None:
        if service not in SERVICES:
            self._failed(event, target, purpose, "NotSupported", f"fakeaws does not have the service {service!r}")
            return
        self._world.ask(
            service,
            operation,
            params,
            caller=execution_role(event.function),
            region=Arn.parse(target).region,
            cause=event.record,
            then=self._answered,
            args=(event, target, purpose),
            headers={TRACE_HEADER: event.trace_header},
        )

    def _answered(self, answer: Result | AwsError, event: AsyncEvent, target: str, purpose: tuple[str, str]) -> None:
        if isinstance(answer, AwsError):
            self._failed(event, target, purpose, answer.code, answer.message)
        elif answer.get("FailedEntryCount"):
            entry = answer["Entries"][0]
            self._failed(event, target, purpose, entry["ErrorCode"], entry.get("ErrorMessage", ""))

    def _failed(self, event: AsyncEvent, target: str, purpose: tuple[str, str], code: str, text: str) -> None:
        kind, metric = purpose
        self._service.metrics.note(metric, event.arn)
        self._world.timeline.add(
            "lambda",
            kind,
            event.function.resource,
            code,
            message_id=event.request_id,
            cause=event.record,
            details={"target": target, "message": text},
        )


def _queue_url(arn: Arn) -> str:
    return f"https://sqs.{arn.region}.{dns_suffix(arn.region)}/{arn.account}/{arn.resource}"
