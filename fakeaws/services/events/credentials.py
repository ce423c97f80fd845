"""What a connection adds to the requests of other services, such as Step Functions' HTTP tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.services.events import authorization, errors

if TYPE_CHECKING:
    from fakeaws.aws.service import Result
    from fakeaws.services.events.connections import Connection


class Fetched:
    """A connection whose token is on its way."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def finish(self, problem: str | None) -> Result:
        """Once it is there; ``problem``: why it is not."""
        if problem is not None or self._connection.tokens.latest is None:
            raise errors.illegal_status(f"Failed to fetch an access token: {problem}.")
        return credentials_of(self._connection)


def credentials_of(connection: Connection) -> Result:
    """Headers, query and body parameters of a connection that is authorized."""
    own = connection.params.get("InvocationHttpParameters")
    token = connection.tokens.latest
    authorizing = (
        authorization.headers(connection.kind, connection.params) if token is None else {"Authorization": token}
    )
    found: dict[str, Any] = {
        "Headers": {**authorization.http_values(own, "HeaderParameters"), **authorizing},
        "QueryParameters": authorization.http_values(own, "QueryStringParameters"),
        "BodyParameters": authorization.http_values(own, "BodyParameters"),
    }
    return found if token is None else {**found, "Token": token}
