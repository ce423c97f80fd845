"""One run of a published workflow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fakeaws import TaskError


@dataclass(frozen=True)
class Fails:
    """A task's answer that is a failure."""

    error: str
    cause: str | None = None


@dataclass(frozen=True)
class InTurn:
    """A task's answers, attempt by attempt."""

    answers: tuple[Any, ...]


@dataclass(frozen=True)
class Run:
    """``path``: the states entered, those of branches and iterations too, and after ``//`` those of a map run's children.

    ``tasks``: by state, the result, `Fails` or `InTurn`; all other tasks answer what their resource does (`RESOURCES`).
    """

    path: str
    tasks: Mapping[str, Any] = field(default_factory=dict)
    input: Any = field(default_factory=dict)
    status: str = "SUCCEEDED"
    error: str | None = None
    type: str = "STANDARD"
    #: Objects in S3: ``bucket/key`` → content.
    objects: Mapping[str, str] = field(default_factory=dict)


def in_turn(*answers: Any) -> InTurn:
    return InTurn(answers)


def answer(given: Any) -> Any:
    """For ``answers`` of `mock_task`."""
    return TaskError(given.error, given.cause) if isinstance(given, Fails) else given


#: What services answer where a run says nothing else.
RESOURCES: dict[str, Any] = {
    "aws-sdk:s3:copyObject": {"CopyObjectResult": {"ETag": '"e1"'}},
    "aws-sdk:s3:putObject": {"ETag": '"e2"'},
    "aws-sdk:sfn:sendTaskSuccess": {},
    "aws-sdk:sfn:stopExecution": {"StopDate": "2026-01-05T00:00:00.000Z"},
    "dynamodb:putItem": {"SdkHttpMetadata": {"HttpStatusCode": 200}},
    "dynamodb:updateItem": {"SdkHttpMetadata": {"HttpStatusCode": 200}},
    "events:putEvents": {"Entries": [{"EventId": "11710aed-b79e-4468-a20b-bb3c0c3b4860"}], "FailedEntryCount": 0},
    "sns:publish": {"MessageId": "8b3c1e7e-30cc-40ec-a3a9-3b6bd2d5f1a5"},
    "states:startExecution": {"ExecutionArn": "arn:aws:states:us-east-1:123456789012:execution:child:1"},
}


def payload(value: Any) -> Any:
    """What ``lambda:invoke`` gives."""
    return {"ExecutedVersion": "$LATEST", "Payload": value, "StatusCode": 200}
