"""CreateConnection, UpdateConnection, DescribeConnection, ListConnections, DeauthorizeConnection, DeleteConnection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeaws.aws.service import Call, Pending, Result
from fakeaws.errors import NotSupportedError
from fakeaws.services.events import authorization, errors, limits
from fakeaws.services.events.connections import AUTHORIZED, Connection
from fakeaws.services.events.credentials import Fetched, credentials_of
from fakeaws.services.events.operations.base import EventsBase, listed
from fakeaws.simulation.waiting import Waiter


class ConnectionOperations(EventsBase):
    """Operations on connections."""

    def create_connection(self, call: Call) -> Result:
        params = call.params
        name: str = params["Name"]
        _check_public(params)
        if name in self.connections:
            raise errors.already_exists(f"Connection {name} already exists.")
        kind: str = params["AuthorizationType"]
        auth = authorization.checked(kind, params["AuthParameters"])
        if len(self.connections) >= limits.CONNECTIONS:
            raise errors.limit_exceeded()
        connection = self.connections[name] = Connection(self, name, kind, auth)
        connection.description = params.get("Description")
        connection.key_id = params.get("KmsKeyIdentifier")
        connection.authorize(auth, self.note(call, connection.resource))
        return connection.answered(authorized=False)

    def update_connection(self, call: Call) -> Result:
        params = call.params
        connection = self._connection(call)
        _check_public(params)
        kind: str = params.get("AuthorizationType") or connection.kind
        given: Mapping[str, Any] | None = params.get("AuthParameters")
        auth = None
        if given is not None or kind != connection.kind:
            auth = authorization.checked(kind, authorization.merged(kind, connection.params, given or {}))
        if "Description" in params:
            connection.description = params["Description"]
        if "KmsKeyIdentifier" in params:
            connection.key_id = params["KmsKeyIdentifier"] or None
        connection.modified_us = self.world.wall_us
        record = self.note(call, connection.resource)
        if auth is not None:
            connection.kind = kind
            connection.authorize(auth, record)
        return connection.answered()

    def describe_connection(self, call: Call) -> Result:
        return self._connection(call).described()

    def list_connections(self, call: Call) -> Result:
        prefix: str = call.params.get("NamePrefix") or ""
        state = call.params.get("ConnectionState")
        found = [
            connection
            for name, connection in sorted(self.connections.items())
            if name.startswith(prefix) and state in (None, connection.state)
        ]
        page, token = listed(found, call.params, lambda each: each.name, f"ListConnections {prefix} {state}")
        return {"Connections": [connection.listed() for connection in page], **token}

    def deauthorize_connection(self, call: Call) -> Result:
        connection = self._connection(call)
        connection.modified_us = self.world.wall_us
        connection.deauthorize()
        self.note(call, connection.resource)
        return connection.answered()

    def delete_connection(self, call: Call) -> Result:
        connection = self._connection(call)
        connection.modified_us = self.world.wall_us
        connection.delete()
        self.note(call, connection.resource)
        return connection.answered()

    # -- what other services ask, for those who use a connection with them -------------------------------------------

    def retrieve_connection_credentials(self, call: Call) -> Result | Pending:
        """What a request has to have that a connection authorizes: ``Headers``, ``QueryParameters``, ``BodyParameters``.

        ``Token`` is the ``Authorization`` that came from an OAuth authorization endpoint.
        """
        connection = self._used(call)
        if connection.state != AUTHORIZED:
            raise errors.illegal_status(f"The connection is {connection.state}.")
        record = self.note(call, connection.resource)
        if connection.kind != authorization.OAUTH or connection.tokens.header() is not None:
            return credentials_of(connection)
        waiter = Waiter(self.world.simulation, f"a token of {connection.resource}", None)
        connection.tokens.fetch(waiter.resolve, (), record)
        return Pending(waiter, Fetched(connection).finish)

    def refuse_connection_credentials(self, call: Call) -> Result:
        """An endpoint did not take a ``Token``: the next request gets another one."""
        connection = self._used(call)
        connection.tokens.refused(call.params["Token"])
        self.note(call, connection.resource)
        return {}

    def _used(self, call: Call) -> Connection:
        arn: str = call.params["ConnectionArn"]
        for connection in self.connections.values():
            if connection.arn == arn:
                return connection
        raise errors.not_found(f"Connection {arn} does not exist.")

    def _connection(self, call: Call) -> Connection:
        name: str = call.params["Name"]
        found = self.connections.get(name)
        if found is None:
            raise errors.not_found(f"Failed to describe the connection(s). Connection '{name}' does not exist.")
        return found


def _check_public(params: Mapping[str, Any]) -> None:
    if params.get("InvocationConnectivityParameters"):
        raise NotSupportedError(
            "events: InvocationConnectivityParameters are not supported by fakeaws (there are no private APIs)"
        )
