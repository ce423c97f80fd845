"""The usual mistakes, recognised from a failure: one function each, returning a sentence or two, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import FrameType
from typing import TYPE_CHECKING, Any

from fakeaws.errors import FakeAwsError, RealCallBlocked, Stalled
from fakeaws.simulation.actors import application_place

if TYPE_CHECKING:
    from fakeaws.world import World


class FailedCall:
    """The AWS call that an exception came out of, as the traceback shows it."""

    __slots__ = ("operation", "params", "region", "service")

    def __init__(self, client: Any, operation: str, params: dict[str, Any]) -> None:
        self.service: str = client.meta.service_model.service_name
        self.region: str | None = client.meta.region_name
        self.operation = operation
        self.params = params


def for_failure(error: BaseException, worlds: list[World]) -> list[str]:
    """What may have gone wrong; ``worlds``: those the test left, then those it is in, outermost first."""
    found: list[str] = []
    call = _failed_call(error)
    for rule in _RULES:
        text = rule(error, call, worlds)
        if text is not None:
            found.append(text)
    return found


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__cause__ or following.__context__


def _frames(error: BaseException) -> Iterator[FrameType]:
    traceback = error.__traceback__
    while traceback is not None:
        yield traceback.tb_frame
        traceback = traceback.tb_next


def _failed_call(error: BaseException) -> FailedCall | None:
    stopped: FailedCall | None = None
    for one in _chain(error):
        for frame in _frames(one):
            local = frame.f_locals
            if frame.f_code.co_name == "_make_api_call" and hasattr(local.get("self"), "meta"):
                return FailedCall(local["self"], local["operation_name"], local.get("api_params") or {})
            if frame.f_code.co_name == "_around_api_call" and hasattr(local.get("instance"), "meta"):
                operation, params = (*local["args"], "", {})[:2]
                stopped = FailedCall(local["instance"], operation, params)
    return stopped


# -- a queue that is somewhere else ------------------------------------------------------------------------------------

_NO_QUEUE = frozenset(("AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"))


def _code(error: BaseException) -> str:
    response = getattr(error, "response", None)
    return str(response.get("Error", {}).get("Code", "")) if isinstance(response, dict) else ""


def _queue_elsewhere(error: BaseException, call: FailedCall | None, worlds: list[World]) -> str | None:
    if call is None or call.service != "sqs" or not any(_code(one) in _NO_QUEUE for one in _chain(error)):
        return None
    asked = str(call.params.get("QueueName") or call.params.get("QueueUrl") or "").rsplit("/", 1)[-1]
    here = _world_of_refusal(worlds)
    found: list[str] = []
    for world in reversed(worlds):
        for service in world.router.services("sqs"):
            if asked not in getattr(service, "queues", ()):
                continue
            if world is not here:
                found.append(
                    f"queue {asked!r} exists in another world than the call was made in (an outer one, of a fixture with "
                    "a wider scope, or one that was left): use one of the two, drop mock_aws or the fixture"
                )
            elif service.region != call.region:
                found.insert(0, f"queue {asked!r} exists in {service.region}; the client used {call.region}")
            elif service.account != world.account:
                found.insert(
                    0, f"queue {asked!r} exists in account {service.account}; the client acts for {world.account}"
                )
    return found[0] if found else None


def _world_of_refusal(worlds: list[World]) -> World | None:
    """The world whose last record is the refusal."""
    for world in reversed(worlds):
        rows = world.timeline.rows
        if rows and rows[-1][7] in _NO_QUEUE:
            return world
    return worlds[-1] if worlds else None


# -- an AWS call without a world ---------------------------------------------------------------------------------------

_NO_WORLD = frozenset(
    (
        "ConnectTimeoutError",
        "ConnectionError",
        "CredentialRetrievalError",
        "EndpointConnectionError",
        "NoAuthTokenError",
        "NoCredentialsError",
        "PartialCredentialsError",
        "ProfileNotFound",
        "ProxyConnectionError",
        "SSLError",
        "SSOTokenLoadError",
        "TokenRetrievalError",
        "UnauthorizedSSOTokenError",
    )
)
_REFUSED_BY_AWS = frozenset(
    ("AuthFailure", "ExpiredToken", "InvalidClientTokenId", "SignatureDoesNotMatch", "UnrecognizedClientException")
)


def _no_world(error: BaseException, call: FailedCall | None, worlds: list[World]) -> str | None:
    if worlds:
        return None
    for one in _chain(error):
        kind = type(one)
        of_botocore = kind.__module__.partition(".")[0] in ("botocore", "aiobotocore")
        if isinstance(one, RealCallBlocked) or (
            of_botocore and (kind.__name__ in _NO_WORLD or _code(one) in _REFUSED_BY_AWS)
        ):
            what = f"{call.service}.{call.operation} was called" if call is not None else "an AWS call was made"
            return (
                f"{what} outside any world, so it was on its way to the real AWS: let the test, or the fixture "
                "that makes the call, take the fixture `aws`, or mark the test with @pytest.mark.fakeaws"
            )
        if of_botocore and kind.__name__ == "NoRegionError":
            return (
                "a client was made before any world, where no region is set: put `fakeaws_region = us-east-1` into "
                "pytest's ini file, or make the client inside the world"
            )
    return None


# -- the application's endless loop in the test's own thread ----------------------------------------------------------


def _endless_in_test(error: BaseException, call: FailedCall | None, worlds: list[World]) -> str | None:
    stalled = next((one for one in _chain(error) if isinstance(one, Stalled)), None)
    timed_out = None if stalled is not None else _time_out_of_a_tool(error)
    raised = stalled or timed_out
    if raised is None:
        return None
    looping: FrameType | None = None
    test_seen = False
    for frame in _frames(raised):
        name = frame.f_globals.get("__name__", "")
        if frame.f_code.co_name.startswith("test"):
            test_seen = True
        elif test_seen and looping is None and application_place(frame).startswith(_file(frame)):
            looping = frame
        if name.startswith("fakeaws.clocks"):
            return None  # the test waits on purpose
    if looping is None:
        return None
    function = looping.f_code.co_name
    return (
        f"{function}() at {application_place(looping)} runs in the test's own thread and does not return: run it "
        f"beside the test with aws.spawn({function}, …), and let time pass with aws.clock"
    )


def _file(frame: FrameType) -> str:
    return frame.f_code.co_filename.replace("\\", "/").rsplit("/", 1)[-1]


def _time_out_of_a_tool(error: BaseException) -> BaseException | None:
    """pytest-timeout's failure, or a TimeoutError that is not ours."""
    if isinstance(error, FakeAwsError):
        return None
    text = str(error)
    return error if isinstance(error, TimeoutError) or text.startswith(("Timeout >", "Timeout (>")) else None


Rule = Callable[[BaseException, "FailedCall | None", "list[World]"], "str | None"]
_RULES: tuple[Rule, ...] = (_queue_elsewhere, _no_world, _endless_in_test)
