"""What a dead-letter queue gets.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from fakeaws.aws.arns import Arn, dns_suffix

if TYPE_CHECKING:
    from fakeaws.aws.errors import AwsError
    from fakeaws.services.scheduler.invocations.invocation import Invocation

Exhausted: TypeAlias = Literal["MaximumRetryAttempts", "MaximumEventAgeInSeconds"]


def message_of(
    invocation: Invocation, queue: Arn, body: str, error: AwsError, exhausted: Exhausted | None
) -> dict[str, Any]:
    """The parameters of `SendMessage`; ``exhausted`` says which part of the retry policy ran out, if one did."""
    attributes = {
        "SCHEDULE_ARN": invocation.schedule.arn,
        "TARGET_ARN": invocation.definition.settings["Target"]["Arn"],
        "SCHEDULED_TIME": invocation.scheduled_time,
        "EXECUTION_ID": invocation.id,
        "ERROR_CODE": error.code,
        "ERROR_MESSAGE": error.message or error.code,
        "RETRY_ATTEMPTS": str(max(0, invocation.attempts - 1)),
        "IS_PAYLOAD_TRUNCATED": "false",
    }
    if exhausted is not None:
        attributes["EXHAUSTED_RETRY_CONDITION"] = exhausted
    return {
        "QueueUrl": f"https://sqs.{queue.region}.{dns_suffix(queue.region)}/{queue.account}/{queue.resource}",
        "MessageBody": body,
        "MessageAttributes": {name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()},
    }
