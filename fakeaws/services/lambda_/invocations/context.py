"""The second argument of a handler."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fakeaws.services.lambda_.environments.environment import Environment
    from fakeaws.services.lambda_.invocations.invocation import Invocation


class LambdaContext:
    """What AWS's Python runtime gives a handler as ``context``.

    https://docs.aws.amazon.com/lambda/latest/dg/python-context.html
    """

    def __init__(self, invocation: Invocation, environment: Environment) -> None:
        version = invocation.version
        self._invocation = invocation
        self.aws_request_id = invocation.request_id
        self.log_group_name = environment.log_group
        self.log_stream_name = environment.log_stream
        self.function_name = version.function.name
        self.function_version = version.number
        self.invoked_function_arn = invocation.invoked_arn
        self.memory_limit_in_mb = str(environment.configuration.memory)
        #: Only calls with credentials of Cognito have one: its members are ``None``.
        self.identity = CognitoIdentity()
        self.client_context = _client_context(invocation.client_context)
        self.tenant_id: str | None = None

    def get_remaining_time_in_millis(self) -> int:
        """Virtual milliseconds until the function's timeout."""
        world = self._invocation.version.function.service.world
        return max(0, (self._invocation.deadline_us - world.now_us) // 1000)

    def log(self, message: object) -> None:
        """Write to the log, without an end of line."""
        sys.stdout.write(str(message))

    def __repr__(self) -> str:
        told = (
            "aws_request_id",
            "log_group_name",
            "log_stream_name",
            "function_name",
            "memory_limit_in_mb",
            "function_version",
            "invoked_function_arn",
            "client_context",
            "identity",
            "tenant_id",
        )
        return f"LambdaContext([{','.join(f'{name}={getattr(self, name)}' for name in told)}])"


class CognitoIdentity:
    """``context.identity``."""

    cognito_identity_id: str | None = None
    cognito_identity_pool_id: str | None = None

    def __repr__(self) -> str:
        return (
            f"CognitoIdentity([cognito_identity_id={self.cognito_identity_id},"
            f"cognito_identity_pool_id={self.cognito_identity_pool_id}])"
        )


class Client:
    """``context.client_context.client``: the mobile application; ``None`` what it did not tell."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.installation_id = given.get("installation_id")
        self.app_title = given.get("app_title")
        self.app_version_name = given.get("app_version_name")
        self.app_version_code = given.get("app_version_code")
        self.app_package_name = given.get("app_package_name")


class ClientContext:
    """``context.client_context``: what the caller gave as ``ClientContext``."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.custom = given.get("custom")
        self.env = given.get("env")
        client = given.get("client")
        self.client = Client(client) if isinstance(client, Mapping) else None


def _client_context(text: str | None) -> ClientContext | None:
    """Of JSON in base 64; whoever takes the call refuses anything else."""
    if not text:
        return None
    given = json.loads(base64.b64decode(text))
    return ClientContext(given) if isinstance(given, Mapping) else None
