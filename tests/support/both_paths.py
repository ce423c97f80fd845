"""One scenario through boto3 or aiobotocore, on the fast path or the wire path: what each call answered.

A scenario is ``async def scenario(ask)``; it makes every call as ``await ask(service, operation, **params)``.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from fakeaws import mock_aws
from fakeaws.errors import NotSupportedError

from .query_models import session_with

__all__ = ["Ask", "by_aiobotocore", "by_boto3", "listen", "typed"]

Ask = Callable[..., Awaitable[Any]]
Scenario = Callable[[Ask], Awaitable[None]]


def listen(client: Any) -> None:
    """Send the client's calls down the wire path."""
    client.meta.events.register("before-send", lambda **_: None)


def by_boto3(scenario: Scenario, wire: bool, models: str | None = None) -> list[Any]:
    """The answers that boto3 clients get; ``models`` is a folder of service models that go first."""
    answers: list[Any] = []
    with mock_aws(seed="paths"):
        session = boto3.session.Session(botocore_session=session_with(models))
        clients: dict[str, Any] = {"sqs": session.client("sqs"), "sts": session.client("sts")}
        if wire:
            for client in clients.values():
                listen(client)

        async def ask(service: str, operation: str, **params: Any) -> Any:
            try:
                answer, error = getattr(clients[service], operation)(**params), None
            except (ClientError, NotSupportedError) as refused:
                answer, error = None, refused
            answers.append(_told(operation, error, answer))
            return answer

        run: Any = scenario(ask)
        with pytest.raises(StopIteration):
            run.send(None)
    return answers


def by_aiobotocore(scenario: Scenario, wire: bool, models: str | None = None) -> list[Any]:
    """The answers that aiobotocore clients get."""
    answers: list[Any] = []

    async def main() -> None:
        from aiobotocore.session import get_session

        session = session_with(models, get_session())
        async with session.create_client("sqs") as sqs, session.create_client("sts") as sts:
            if wire:
                listen(sqs)
                listen(sts)

            async def ask(service: str, operation: str, **params: Any) -> Any:
                client = {"sqs": sqs, "sts": sts}[service]
                try:
                    answer, error = await getattr(client, operation)(**params), None
                except (ClientError, NotSupportedError) as refused:
                    answer, error = None, refused
                answers.append(_told(operation, error, answer))
                return answer

            await scenario(ask)

    with mock_aws(seed="paths"):
        asyncio.run(main())
    return answers


def _told(operation: str, error: ClientError | NotSupportedError | None, answer: Any) -> Any:
    if isinstance(error, NotSupportedError):
        return operation, type(error).__name__, str(error)
    if error is not None:
        return operation, type(error).__name__, error.operation_name, error.response
    return operation, answer


def typed(value: Any) -> Any:
    """The value with the type of each part beside it: ``True == 1`` must not pass for equal."""
    if isinstance(value, dict):
        return {key: typed(part) for key, part in sorted(value.items())}
    if isinstance(value, (list, tuple)):
        return [typed(part) for part in value]
    if inspect.isawaitable(value):
        raise TypeError("an awaitable in an answer")
    name = "datetime" if hasattr(value, "tzinfo") else type(value).__name__
    offset = value.utcoffset() if hasattr(value, "tzinfo") else None
    return name, offset, value
