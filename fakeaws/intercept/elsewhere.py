"""Services that are not ours: moto answers for them, started on the first such call, or nobody does."""

from __future__ import annotations

import importlib.util
import inspect
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

from fakeaws.errors import RealCallBlocked, ServiceNotMocked

if TYPE_CHECKING:
    from fakeaws.intercept.wire_path import Exchange
    from fakeaws.world import World


def take_over_moto(events: Any) -> None:
    """Take moto's own handler off a client: ours calls moto where moto is due, once and not for our services."""
    models = sys.modules.get("moto.core.models")
    if models is not None:
        # botocore trips over an event that only has listeners of single services: then moto's is not among them.
        with suppress(AttributeError):
            events.unregister("before-send", models.botocore_stubber)


def moto_answer_outside_worlds(event_name: str, request: Any) -> Any:
    """A client that was inside a world before may serve a plain moto test later."""
    models = sys.modules.get("moto.core.models")
    return models.botocore_stubber(event_name, request) if models is not None else None


def prepare(world: World, service: str, operation: str) -> None:
    """Before a call to a service that is not ours: start moto, or raise `ServiceNotMocked`."""
    if world.passthrough == "off":
        raise ServiceNotMocked(
            f"{service}.{operation}: fakeaws does not have this service and passthrough is off; "
            'remove passthrough="off" to let moto answer'
        )
    if world.moto is None:
        if importlib.util.find_spec("moto") is None:
            raise ServiceNotMocked(
                f"{service}.{operation}: fakeaws does not have this service and moto, which would answer for it, is not "
                "installed: pip install 'fakeaws[moto]'"
            )
        from fakeaws.intercept.moto_bridge import MotoBridge

        world.moto = MotoBridge(world)
        world.moto.start()


def answer(exchange: Exchange, event_name: str, request: Any) -> Any:
    """moto's answer for a boto3 client; `RealCallBlocked` where moto has none."""
    from fakeaws.intercept.hooks import access_key_of

    world = exchange.world
    response = world.moto.answer(event_name, request, world.caller(access_key_of(exchange.credentials)).account)
    if response is None:
        refuse(request.url)
    return response


async def answer_async(exchange: Exchange, event_name: str, request: Any) -> Any:
    """moto's answer for an aiobotocore client, whose upload may have to be awaited first."""
    from fakeaws.wire.answers import WireAnswer
    from fakeaws.wire.botocore_answer import to_aiobotocore

    read = getattr(request.body, "read", None)
    if inspect.iscoroutinefunction(read):
        request.body = await read()
    response = answer(exchange, event_name, request)
    headers = {name: str(value) for name, value in response.headers.items()}
    return to_aiobotocore(WireAnswer(response.status_code, headers, response.content), request.url)


def refuse(url: str) -> NoReturn:
    """Nothing may leave the process."""
    raise RealCallBlocked(
        f"a request to {url.partition('?')[0]} inside a fakeaws world was stopped before it reached the network: neither "
        "fakeaws nor moto has this service"
    )
