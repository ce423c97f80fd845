"""Deliveries to API destinations: HTTP requests to endpoints that are registered with the world.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html
"""

from __future__ import annotations

import datetime as _datetime
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, cast

from fakeaws.endpoints import building
from fakeaws.services.events import authorization, requests
from fakeaws.services.events.deliveries.failures import Failure
from fakeaws.services.events.event import compact
from fakeaws.services.events.json_paths import MISSING, BadPath, steps_of, value_at
from fakeaws.simulation.clock import to_us

if TYPE_CHECKING:
    from fakeaws.endpoints.exchange import Answer
    from fakeaws.endpoints.messages import Response
    from fakeaws.services.events.api_destinations import ApiDestination
    from fakeaws.services.events.connections import Connection
    from fakeaws.services.events.deliveries.delivery import Delivery
    from fakeaws.services.events.operations.base import EventsBase

_CODE = "SDK_CLIENT_ERROR"
_WHERE = "Unable to invoke ApiDestination endpoint: "
#: Statuses below 500 that are worth another try.
_RETRIED = (401, 407, 409, 429)
_WITHOUT_BODY = ("GET", "HEAD")


def send(delivery: Delivery) -> None:
    """One request, when the destination's rate allows it."""
    destination = _found(delivery)
    if destination is None:
        delivery.finish(Failure("NO_RESOURCE", f"{delivery.target.arn} does not exist."))
        return
    world = delivery.world
    turn_us = destination.next_turn_us()
    if turn_us <= world.now_us:
        _begin(delivery, destination)
    elif turn_us - delivery.began_us > delivery.target.age_us:
        world.simulation.at(delivery.began_us + delivery.target.age_us, _too_old, delivery)
    else:
        world.simulation.at(turn_us, _begin, delivery, destination)


def _found(delivery: Delivery) -> ApiDestination | None:
    arn = delivery.target.arn
    for service in delivery.world.router.services("events"):
        if (service.account, service.region) == (arn.account, arn.region):
            name = arn.resource_id.split("/")[0]
            found = cast("EventsBase", service).api_destinations.get(name)
            return found if found is not None and found.arn == str(arn) else None
    return None


def _too_old(delivery: Delivery) -> None:
    delivery.finish(Failure("THROTTLING", _WHERE + "The invocation rate limit left no room in time.", True))


def _begin(delivery: Delivery, destination: ApiDestination) -> None:
    connection = destination.connection
    if connection is None or not destination.is_active:
        state = "deleted" if connection is None else connection.state
        delivery.finish(Failure(_CODE, f"{_WHERE}The connection is {state}.", True))
        return
    if connection.kind != authorization.OAUTH:
        _send(delivery, destination, connection, authorization.headers(connection.kind, connection.params))
        return
    header = connection.tokens.header()
    if header is None:
        connection.tokens.fetch(_with_token, (delivery, destination, connection), delivery.record)
    else:
        _send(delivery, destination, connection, {"Authorization": header})


def _with_token(problem: str | None, delivery: Delivery, destination: ApiDestination, connection: Connection) -> None:
    header = connection.tokens.latest
    if problem is not None or header is None:
        delivery.finish(Failure(_CODE, f"{_WHERE}Failed to fetch an access token: {problem}.", True))
    else:
        _send(delivery, destination, connection, {"Authorization": header})


def _send(
    delivery: Delivery, destination: ApiDestination, connection: Connection, authorizing: Mapping[str, str]
) -> None:
    own = connection.params.get("InvocationHttpParameters")
    target: Mapping[str, Any] = delivery.target.given.get("HttpParameters") or {}
    method: str = destination.settings["HttpMethod"]
    path = [_value(delivery, text) for text in target.get("PathParameterValues") or ()]
    query = {
        **_values(delivery, target.get("QueryStringParameters")),
        **authorization.http_values(own, "QueryStringParameters"),
    }
    url = building.with_query(building.with_path(destination.settings["InvocationEndpoint"], path), query)
    text = building.with_body(delivery.text, authorization.http_values(own, "BodyParameters"))
    body = b"" if method in _WITHOUT_BODY else text.encode("utf-8", "surrogatepass")
    given = {
        **_values(delivery, target.get("HeaderParameters")),
        **authorization.http_values(own, "HeaderParameters"),
        **authorizing,
    }
    delivery.world.endpoints.send(
        method,
        url,
        requests.headers(url, body, given, requests.JSON),
        body,
        timeout_us=requests.TIMEOUT_US,
        then=_answered,
        args=(delivery, connection, authorizing.get("Authorization")),
        cause=delivery.record,
    )


def _values(delivery: Delivery, given: Mapping[str, str] | None) -> dict[str, str]:
    return {name: _value(delivery, text) for name, text in (given or {}).items()}


def _value(delivery: Delivery, text: str) -> str:
    """A parameter of the target; one like ``$.detail.id`` stands for what is there in the event."""
    if not text.startswith("$."):
        return text
    try:
        found = value_at(delivery.event.document, steps_of(text))
    except BadPath:
        return text
    if found is MISSING:
        return ""
    return found if isinstance(found, str) else compact(found)


def _answered(answer: Answer, delivery: Delivery, connection: Connection, header: str | None) -> None:
    response = answer.response
    if response is None:
        timed_out = answer.problem == "timed out"
        why = (
            "Timeout calling endpoint for API Destination: socket closed."
            if timed_out
            else "API destination endpoint cannot be reached."
        )
        delivery.finish(Failure(_CODE, _WHERE + why, True))
        return
    status = response.status
    if 200 <= status < 300:
        delivery.finish()
        return
    if status in (401, 407) and connection.kind == authorization.OAUTH and header is not None:
        connection.tokens.refused(header)
    retried = status >= 500 or status in _RETRIED
    wait_us = _retry_after_us(response, delivery.world.wall_us) if retried else 0
    message = f"{_WHERE}The endpoint answered with the status {status}."
    delivery.finish(Failure(_CODE, message, retried and wait_us >= 0, max(wait_us, 0)))


def _retry_after_us(response: Response, wall_us: int) -> int:
    """What the header ``Retry-After`` asks for: seconds or a date; negative for "never", 0 where it says nothing."""
    text = response.headers.get("Retry-After", "").strip()
    if not text:
        return 0
    try:
        return int(float(text) * 1_000_000)
    except (ValueError, OverflowError):
        pass
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return 0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=_datetime.timezone.utc)
    return max(0, to_us(moment) - wall_us)
