"""What the router and the services agree on: a call, an answer that takes time, the base of every service."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

if TYPE_CHECKING:
    from fakeaws.aws.events import Announcement
    from fakeaws.aws.metrics import Datum
    from fakeaws.planned import Fault
    from fakeaws.simulation.waiting import Waiter
    from fakeaws.timeline.findings import Finding
    from fakeaws.world import World

Params: TypeAlias = Mapping[str, Any]
Result: TypeAlias = dict[str, Any]
#: An operation's method.
Handler: TypeAlias = "Callable[[Call], Result | Pending]"

_NO_HEADERS: Mapping[str, Any] = {}

#: ARN and user id of whoever does not sign.
ANONYMOUS = "anonymous"


class Caller:
    """Who calls: an account's user, an assumed role, or an AWS service on behalf of a resource.

    ``arn`` is the IAM or STS ARN; ``user_id`` what `GetCallerIdentity` and SQS's ``SenderId`` show; for a service
    principal ``service`` is its name (``sns.amazonaws.com``) and ``source_arn`` the resource that it acts for.
    ``expires_us`` is when, in the world's elapsed time, temporary credentials end; ``None`` for lasting ones.
    ``actor`` is the timeline's name of a part of AWS that consumes for the user, such as an event source mapping;
    ``None`` for everybody else, whose actors have names.
    """

    __slots__ = ("access_key", "account", "actor", "arn", "expires_us", "service", "source_arn", "user_id")

    def __init__(
        self,
        account: str,
        arn: str,
        user_id: str,
        *,
        access_key: str | None = None,
        service: str | None = None,
        source_arn: str | None = None,
        actor: str | None = None,
    ) -> None:
        self.account = account
        self.arn = arn
        self.user_id = user_id
        self.access_key = access_key
        self.service = service
        self.source_arn = source_arn
        self.actor = actor
        self.expires_us: int | None = None

    @classmethod
    def anonymous(cls, account: str) -> Caller:
        """Whoever sends a request without a signature, such as the click on a link; about resources of ``account``."""
        return cls(account, ANONYMOUS, ANONYMOUS)

    @property
    def is_anonymous(self) -> bool:
        """Whether the request was not signed."""
        return self.user_id == ANONYMOUS


class Call:
    """One API call on its way through the router. ``params`` are the caller's own, by the model's member names."""

    __slots__ = (
        "caller",
        "cause",
        "headers",
        "model",
        "operation",
        "params",
        "recorded",
        "region",
        "request_id",
        "service",
        "world",
    )

    def __init__(
        self,
        world: World,
        service: str,
        operation: str,
        params: Params,
        *,
        region: str,
        caller: Caller,
        request_id: str,
        model: Any = None,
        headers: Mapping[str, Any] = _NO_HEADERS,
        cause: int | None = None,
    ) -> None:
        self.world = world
        self.service = service
        self.operation = operation
        self.params = params
        self.region = region
        self.caller = caller
        self.request_id = request_id
        #: botocore's OperationModel; ``None`` for a call between services until somebody needs it.
        self.model = model
        #: HTTP headers as far as they are known: botocore's and the application's own; of a service's call, none.
        self.headers = headers
        #: Of a call that a service makes: the timeline's number of the record that led to it. The record of the call
        #: names it as its cause, so that `World.trace` goes on from one service to the next. An operation that writes
        #: its own records passes it on to the first of them.
        self.cause = cause
        #: Whether the operation wrote its own timeline records, so that the router adds none.
        self.recorded = False


class Pending:
    """An answer that has to be waited for: ``finish(result_of_waiter)`` makes it."""

    __slots__ = ("finish", "waiter")

    def __init__(self, waiter: Waiter, finish: Callable[[Any], Result]) -> None:
        self.waiter = waiter
        self.finish = finish


class Service:
    """One AWS service in one account and region. An operation is a method with the operation's name in snake case."""

    #: botocore's name of the service.
    name: ClassVar[str]
    #: Whether the router checks requests against the model's constraints in AWS's common words.
    validates: ClassVar[bool] = True
    #: Operations that are known and refused, with the reason.
    refused: ClassVar[Mapping[str, str]] = {}
    #: Errors of which botocore's model tells neither code nor status: shape → ``Error.Code``, HTTP status.
    error_codes: ClassVar[Mapping[str, tuple[str, int]]] = {}
    #: Whether it wants to `hear` what other services announce; an instance may begin to, when it has a reason.
    hears: bool = False
    #: Operations that no client has and no model describes: what AWS's services ask of each other.
    internal: ClassVar[frozenset[str]] = frozenset()
    #: Operations of the query protocol that need no signature: links in what AWS sends lead to them.
    unsigned: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, world: World, account: str, region: str) -> None:
        self.world = world
        self.account = account
        self.region = region

    @classmethod
    def guarded(cls, handler: Handler, model: Any) -> Handler:
        """An operation of a service that does not `validates`, behind what it checks of every request by the model."""
        return handler

    @classmethod
    def public_document(cls, region: str, path: str) -> tuple[str, bytes] | None:
        """``(content type, bytes)`` of what everybody may fetch from that path of the service's endpoint."""
        return None

    @classmethod
    def visited(cls, world: World, request: Any) -> Any:
        """The response to a request to a host that its users made, such as a function URL; both of `fakeaws.endpoints`."""
        raise NotImplementedError

    @classmethod
    async def visited_async(cls, world: World, request: Any) -> Any:
        """`visited` for a caller in a running event loop."""
        raise NotImplementedError

    def under_way(self) -> list[str]:
        """What still goes on by itself, one phrase each; empty when idle."""
        return []

    def findings(self) -> list[Finding]:
        """The usual mistakes that the timeline shows; empty for none. Asked by `World.diagnose`, in any order."""
        return []

    def failure_report(self) -> list[str]:
        """What failed inside without an error for the test, for a failed test's report: a few lines each, latest last."""
        return []

    def metrics_until(self, elapsed_us: int) -> Iterable[Datum]:
        """What it emitted since it was asked last and before ``elapsed_us``, each once, oldest minute first.

        ``elapsed_us`` is an instant not after now, in the world's elapsed time; a minute of the wall clock that has not
        ended by then is told later.
        """
        return ()

    def hear(self, announcement: Announcement) -> None:
        """Something happened in another service of the same account and region; see `World.announce`. Must not wait."""

    def close(self) -> None:
        """The world is left, its actors have ended: let go of what is not the world's own, such as files."""

    def error_message(self, shape: str, call: Call) -> str | None:
        """AWS's words for a planned error of that shape; ``None`` where they are not known."""
        return None

    def plan_duplicates(self, queue: str, fault: Fault) -> bool:
        """Let a queue of this service, in whichever account and region, hand out messages twice; see `Faults.duplicate`.

        False if the service has no queues. Raises ``LookupError`` for an unknown queue, ``ValueError`` for one that
        hands out exactly once.
        """
        return False
