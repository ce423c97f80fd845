"""Callables that stand for the code of functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from fakeaws.services.lambda_.code import Handler, RegisteredCode
from fakeaws.services.lambda_.configuration import Configuration
from fakeaws.services.lambda_.functions import Function

if TYPE_CHECKING:
    from fakeaws.services.lambda_.operations.base import LambdaBase


#: What a function that nobody created says of itself: the same whichever Python runs the test.
RUNTIME = "python3.13"


class Settings(NamedTuple):
    """What a registration says of a function that CreateFunction says nothing of."""

    timeout: int
    memory: int
    environment: Mapping[str, str] | None
    inherit_env: bool
    concurrency: int | None


def register(service: LambdaBase, name: str, handler: Handler, settings: Settings) -> None:
    """Let a callable stand for the code of a function; without a function of that name, make one."""
    code = RegisteredCode(handler, inherit_env=settings.inherit_env)
    service.registrations[name] = code
    function = service.functions.get(name)
    if function is None or not function.created:
        configuration = Configuration(
            timeout=settings.timeout,
            memory=settings.memory,
            environment=None if settings.environment is None else dict(settings.environment),
            runtime=RUNTIME,
            handler="index.handler",
        )
        if function is None:
            function = service.functions[name] = Function(service, name, configuration, code)
        else:
            function.update(configuration=configuration, code=code)
            function.updating_until_us = 0
    function.register(code)
    if settings.concurrency is not None or not function.created:
        function.reserved_concurrency = settings.concurrency
