"""What AWS answers to an unsigned request: links in its messages, such as SNS's ``SubscribeURL`` and ``SigningCertURL``.

The HTTP libraries that can be served are in `http_libraries`; whatever else asks for an AWS host is refused by `guard`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from fakeaws import router
from fakeaws.aws.arns import Arn, dns_suffix
from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Call, Caller
from fakeaws.endpoints.messages import Headers, Request, Response
from fakeaws.errors import RealCallBlocked
from fakeaws.simulation import stack as _stack
from fakeaws.simulation.actors import local
from fakeaws.wire.answers import WireAnswer
from fakeaws.wire.encode import encode_error, encode_result

if TYPE_CHECKING:
    from fakeaws.world import World


def serves(host: object) -> bool:
    """Whether `answer` answers for a host: the endpoint of a service of ours that has pages for everybody."""
    if _site_of(str(host)) is not None:
        return True
    found = _service_at(str(host))
    if found is None:
        return False
    service = router.load(found[0])
    return bool(service.unsigned)


def answer(method: str, url: str, body: bytes = b"", headers: Sequence[tuple[str, str]] = ()) -> WireAnswer:
    """The answer to an unsigned request; raises `RealCallBlocked` for one that only clients of boto3 may make."""
    simulation = _stack.active()
    assert simulation is not None
    if local.actor is not None or simulation.busy:
        return _answer(simulation.owner, method, url, body, headers)
    guest = simulation.enter_guest("guest")
    try:
        return _answer(simulation.owner, method, url, body, headers)
    finally:
        simulation.leave_guest(guest)


async def answer_async(method: str, url: str, body: bytes = b"", headers: Sequence[tuple[str, str]] = ()) -> WireAnswer:
    """`answer` for a caller in a running event loop: others go on while a function works on it."""
    owner = _site_of(urlsplit(url).hostname or "")
    if owner is None or local.actor is None:
        return answer(method, url, body, headers)
    simulation = _stack.active()
    assert simulation is not None
    request = _request(method, url, body, headers)
    return _as_on_the_wire(await router.load(owner).visited_async(simulation.owner, request))


def _request(method: str, url: str, body: bytes, headers: Sequence[tuple[str, str]]) -> Request:
    return Request(method, url, unquote(urlsplit(url).path) or "/", {}, Headers(headers), body)


def _answer(world: World, method: str, url: str, body: bytes, headers: Sequence[tuple[str, str]]) -> WireAnswer:
    parts = urlsplit(url)
    owner = _site_of(parts.hostname or "")
    if owner is not None:
        return _as_on_the_wire(router.load(owner).visited(world, _request(method, url, body, headers)))
    found = _service_at(parts.hostname or "")
    assert found is not None
    name, region = found
    document = router.load(name).public_document(region, parts.path)
    if document is not None and method in ("GET", "HEAD"):
        content_type, content = document
        world.timeline.add(name, method, parts.path.rpartition("/")[2], "ok")
        return WireAnswer.of(200, content, content_type=content_type, request_id=world.new_request_id())
    params = dict(parse_qsl(parts.query, keep_blank_values=True))
    if method == "POST":
        params.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    operation = params.pop("Action", "")
    params.pop("Version", None)
    if operation not in router.load(name).unsigned:
        unsigned = " and ".join(sorted(router.load(name).unsigned))
        what = f"Action={operation}" if operation else parts.path or "/"
        raise RealCallBlocked(
            f"a request to {parts.hostname} ({what}) was stopped: of unsigned requests fakeaws answers {unsigned}, and "
            "SigningCertURL; use a boto3 or aiobotocore client for the rest"
        )
    return _carry_out(world, name, region, operation, params)


def _carry_out(world: World, name: str, region: str, operation: str, params: dict[str, str]) -> WireAnswer:
    model = router.operation_model(name, operation)
    request_id = world.new_request_id()
    caller = Caller.anonymous(_account_in(params) or world.account)
    call = Call(world, name, operation, params, region=region, caller=caller, request_id=request_id, model=model)
    try:
        result = world.router.call(call)
    except AwsError as error:
        return encode_error(
            model,
            code=error.code,
            message=error.message,
            status=error.status,
            fault=error.fault,
            query_code=error.query_code,
            fields=error.fields,
            request_id=request_id,
        )
    return encode_result(model, result, request_id=request_id)


def _as_on_the_wire(response: Response) -> WireAnswer:
    pairs = response.headers.pairs
    headers = {name: value for name, value in pairs if name.lower() != "set-cookie"}
    headers["Content-Length"] = str(len(response.body))
    cookies = tuple(value for name, value in pairs if name.lower() == "set-cookie")
    return WireAnswer(response.status, headers, response.body, cookies)


#: Hosts of what users made, such as function URLs, and whose they are.
_SITES = ((re.compile(r"[a-z0-9]+\.lambda-url\.[a-z0-9-]+\.on\.aws"), "lambda"),)


def _site_of(host: str) -> str | None:
    """The service of ours that answers for a host that one of its users made."""
    host = host.lower().rstrip(".")
    if not host.endswith(".on.aws"):
        return None
    return next((service for pattern, service in _SITES if pattern.fullmatch(host)), None)


def _service_at(host: str) -> tuple[str, str] | None:
    """``(service, region)`` of a host such as ``sns.eu-central-1.amazonaws.com``, if the service is ours."""
    name, _, rest = host.lower().rstrip(".").partition(".")
    region, _, suffix = rest.partition(".")
    if name not in router.SERVICES or not region or not suffix or "-" not in region:
        return None
    return (name, region) if dns_suffix(region) == suffix else None


def _account_in(params: dict[str, str]) -> str | None:
    for value in params.values():
        try:
            return Arn.parse(value).account
        except ValueError:
            continue
    return None
