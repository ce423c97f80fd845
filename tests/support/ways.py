"""The ways by which a call reaches a service: boto3 and aiobotocore, on the fast path and on the wire path.

A *play* is a coroutine function that makes its calls through an `Ask`. `play_all` plays several, each in a world of its own
with the same seed, so that the answers of two ways can be compared with `typed`.
"""

from __future__ import annotations

import asyncio
import functools
import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.eventstream import EventStream
from botocore.exceptions import ClientError

from fakeaws import World, mock_aws

from .query_models import session_with

Way: TypeAlias = Literal["boto3-fast", "boto3-wire", "aiobotocore-fast", "aiobotocore-wire"]
WAYS: tuple[Way, ...] = ("boto3-fast", "boto3-wire", "aiobotocore-fast", "aiobotocore-wire")

_KEYS = {"region_name": "us-east-1", "aws_access_key_id": "test", "aws_secret_access_key": "test"}


@dataclass(frozen=True)
class Answer:
    """One call's answer, or the error that AWS answered with."""

    service: str
    operation: str
    params: Mapping[str, Any]
    response: dict[str, Any]
    #: The exception's class; ``None`` for a success.
    error: str | None = None


@dataclass
class Ask:
    """``await ask("sqs", "SendMessage", QueueUrl=…)``: the parsed answer, or ``None`` if AWS refuses; all are kept."""

    aws: World
    clients: Mapping[str, Any]
    answers: list[Answer] = field(default_factory=list)

    async def __call__(self, service: str, operation: str, /, **params: Any) -> Any:
        client = self.clients[service]
        method = xform_name(operation)
        api_name = client.meta.method_to_api_mapping[method]
        try:
            response = getattr(client, method)(**params)
            if inspect.isawaitable(response):
                response = await response
        except ClientError as error:
            assert error.operation_name == api_name
            self.answers.append(Answer(service, api_name, params, dict(error.response), type(error).__name__))
            return None
        for name, value in response.items():
            response[name] = await _read(value, client.meta.service_model.operation_model(api_name).output_shape, name)
        self.answers.append(Answer(service, api_name, params, response))
        return response

    async def wait(self, seconds: float) -> None:
        """Let virtual time pass."""
        if any(type(client).__module__.startswith("aiobotocore") for client in self.clients.values()):
            await asyncio.sleep(seconds)
        else:
            self.aws.clock.advance(seconds=seconds)


async def _read(value: Any, shape: Any, member: str) -> Any:
    """What comes as a stream though the model does not say so: bytes, or a stream's events in one structure."""
    if isinstance(value, EventStream):
        events = [event async for event in value] if hasattr(value, "__aiter__") else list(value)
        return {name: content for event in events for name, content in event.items()}
    if hasattr(value, "read") and not shape.members[member].serialization.get("streaming"):
        content = value.read()
        return await content if inspect.isawaitable(content) else content
    return value


Play: TypeAlias = Callable[[Ask], Awaitable[None]]


def play_all(
    plays: Iterable[Play], services: tuple[str, ...], way: Way, models: str | None = None
) -> list[list[Answer] | Exception]:
    """The answers that each play got; what it raised, if it did. ``models`` is a folder of service models that go first."""
    wire = way.endswith("wire")
    if way.startswith("boto3"):
        clients = {service: client_of(service, wire=wire, models=models) for service in services}
        return [_played(play, clients) for play in plays]
    return asyncio.run(_play_all_async(list(plays), services, wire, models))


@functools.cache
def client_of(service: str, *, wire: bool = False, checked: bool = True, models: str | None = None) -> Any:
    """A boto3 client for every world; ``wire``: of the wire path; not ``checked``: botocore lets every parameter pass."""
    client: Any = _session(models).client(service, config=Config(parameter_validation=checked), **_KEYS)
    if wire:
        listen(client)
    return client


@functools.cache
def _session(models: str | None) -> boto3.session.Session:
    """One for all: each reads the list of AWS's endpoints anew."""
    return boto3.session.Session(botocore_session=session_with(models))


def client_of_account(aws: World, service: str, account: str) -> Any:
    """A boto3 client of another account of this world; the same one in every world."""
    session = aws.boto3_session(account=account)
    if (service, account) not in _by_account:
        _by_account[service, account] = session.client(service)
    return _by_account[service, account]


_by_account: dict[tuple[str, str], Any] = {}


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


def listen(client: Any) -> None:
    """Send the client's calls down the wire path."""
    client.meta.events.register("before-send", lambda **_: None)


def _played(play: Play, clients: Mapping[str, Any]) -> list[Answer] | Exception:
    try:
        with mock_aws(seed="ways") as aws:
            ask = Ask(aws, clients)
            coroutine: Any = play(ask)
            try:
                coroutine.send(None)
            except StopIteration:
                return ask.answers
            raise RuntimeError("a play waits for something else than its calls and `Ask.wait`")
    except Exception as error:
        return error


async def _play_all_async(
    plays: list[Play], services: tuple[str, ...], wire: bool, models: str | None
) -> list[list[Answer] | Exception]:
    from contextlib import AsyncExitStack

    from aiobotocore.session import get_session

    played: list[list[Answer] | Exception] = []
    session = session_with(models, get_session())
    async with AsyncExitStack() as stack:
        clients = {}
        for service in services:
            clients[service] = await stack.enter_async_context(session.create_client(service, **_KEYS))
            if wire:
                listen(clients[service])
        for play in plays:
            try:
                async with mock_aws(seed="ways") as aws:
                    ask = Ask(aws, clients)
                    await play(ask)
                    played.append(ask.answers)
            except Exception as error:
                played.append(error)
    return played
