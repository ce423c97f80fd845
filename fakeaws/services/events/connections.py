"""Connections: how API destinations authorize at their endpoints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import partition_of
from fakeaws.services.events import authorization
from fakeaws.services.events.tokens import Tokens
from fakeaws.simulation.clock import from_us
from fakeaws.world import uuid_of

if TYPE_CHECKING:
    from fakeaws.services.events.operations.base import EventsBase

AUTHORIZED = "AUTHORIZED"
AUTHORIZING = "AUTHORIZING"
DEAUTHORIZED = "DEAUTHORIZED"
DEAUTHORIZING = "DEAUTHORIZING"
DELETING = "DELETING"

_SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


class Connection:
    """A connection. ``params`` are its authorization parameters, secrets included; none once it is deauthorized."""

    def __init__(self, service: EventsBase, name: str, kind: str, params: Mapping[str, Any]) -> None:
        self.service = service
        self.name = name
        self.kind = kind
        self.params = dict(params)
        self.description: str | None = None
        self.key_id: str | None = None
        self.state = AUTHORIZED
        self.state_reason: str | None = None
        ids = service.other_ids
        place = f"{service.region}:{service.account}"
        partition = partition_of(service.region)
        self.arn = f"arn:{partition}:events:{place}:connection/{name}/{uuid_of(ids.getrandbits(128))}"
        secret = f"{uuid_of(ids.getrandbits(128))}-{''.join(ids.choice(_SUFFIX) for _ in range(6))}"
        #: The secret that AWS would keep the parameters in.
        self.secret_arn = f"arn:{partition}:secretsmanager:{place}:secret:events!connection/{name}/{secret}"
        self.tokens = Tokens(self)
        #: Counts what it was authorized with.
        self._attempt = 0
        now_us = service.world.wall_us
        self.created_us = self.modified_us = self.authorized_us = now_us

    @property
    def resource(self) -> str:
        """Its name on the timeline."""
        return f"connection/{self.name}"

    def authorize(self, params: Mapping[str, Any], cause: int | None) -> None:
        """Take other parameters; an OAuth connection has to fetch a token with them first."""
        self.params = dict(params)
        self.state_reason = None
        self.authorized_us = self.service.world.wall_us
        self.tokens.forget()
        if self.kind != authorization.OAUTH:
            self.state = AUTHORIZED
            return
        self.state = AUTHORIZING
        self._attempt += 1
        self.tokens.fetch(self._authorized, (self._attempt,), cause)

    def _authorized(self, problem: str | None, attempt: int) -> None:
        if self.state != AUTHORIZING or attempt != self._attempt:
            return
        if problem is None:
            self.state = AUTHORIZED
            self.authorized_us = self.service.world.wall_us
        else:
            self.state = DEAUTHORIZED
            self.state_reason = f"Failed to authorize the connection: {problem}"

    def deauthorize(self) -> None:
        """Forget all parameters."""
        self.params = {}
        self.state_reason = None
        self.tokens.forget()
        self.state = DEAUTHORIZING
        self._soon(self._deauthorized)

    def _deauthorized(self) -> None:
        if self.state == DEAUTHORIZING:
            self.state = DEAUTHORIZED

    def delete(self) -> None:
        """Be gone as soon as the running actor lets go."""
        self.state = DELETING
        self.tokens.forget()
        self._soon(self._deleted)

    def _deleted(self) -> None:
        if self.service.connections.get(self.name) is self:
            del self.service.connections[self.name]

    def _soon(self, then: Callable[[], object]) -> None:
        simulation = self.service.world.simulation
        simulation.at(simulation.clock.elapsed_us, then)

    def answered(self, *, authorized: bool = True) -> dict[str, Any]:
        """As the operations that change it tell it."""
        told: dict[str, Any] = {
            "ConnectionArn": self.arn,
            "ConnectionState": self.state,
            "CreationTime": from_us(self.created_us // 1000 * 1000),
            "LastModifiedTime": from_us(self.modified_us // 1000 * 1000),
        }
        if authorized:
            told["LastAuthorizedTime"] = from_us(self.authorized_us // 1000 * 1000)
        return told

    def listed(self) -> dict[str, Any]:
        """As ListConnections shows it."""
        told = {**self.answered(), "Name": self.name, "AuthorizationType": self.kind}
        if self.state_reason is not None:
            told["StateReason"] = self.state_reason
        return told

    def described(self) -> dict[str, Any]:
        """As DescribeConnection shows it."""
        told = self.listed()
        if self.description is not None:
            told["Description"] = self.description
        if self.key_id is not None:
            told["KmsKeyIdentifier"] = self.key_id
        if self.params:
            told["SecretArn"] = self.secret_arn
            told["AuthParameters"] = authorization.shown(self.params)
        return told
