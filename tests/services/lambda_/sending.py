"""Sending events to functions, and AWS's refusals to compare with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fakeaws import World

ACCOUNT = "123456789012"
FUNCTION = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:"
QUEUE = f"arn:aws:sqs:us-east-1:{ACCOUNT}:"
TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:"


@contextmanager
def refused(code: str, message: str, status: int = 400) -> Iterator[Any]:
    """AWS refuses with this code and exactly this text; what is yielded has the whole response then."""
    with pytest.raises(ClientError) as caught:
        yield caught
    error = caught.value.response["Error"]
    assert (error["Code"], error["Message"]) == (code, message)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == status


def invalid(message: str) -> Any:
    """Refused with ``InvalidParameterValueException``."""
    return refused("InvalidParameterValueException", message)


def send(client: Any, function: str, event: Any, **more: Any) -> str:
    """Invoke a function asynchronously; the request id."""
    answer = client.invoke(FunctionName=function, InvocationType="Event", Payload=json.dumps(event), **more)
    request_id: str = answer["ResponseMetadata"]["RequestId"]
    return request_id


def failing(aws: World, name: str, *failures: int, **settings: Any) -> list[float]:
    """A function that fails at these attempts, counted from 1, or always; when its attempts began, in seconds."""
    began: list[float] = []

    def handler(event: Any, context: Any) -> Any:
        began.append(aws.clock.elapsed.total_seconds())
        if not failures or len(began) in failures:
            raise ValueError(f"attempt {len(began)}")
        return {"attempt": len(began)}

    aws.lambda_.register(name, handler, **settings)
    return began


def records(aws: World, queue: str) -> list[Any]:
    """What a destination queue holds."""
    return [json.loads(message.body) for message in aws.sqs.queue(queue).messages]
