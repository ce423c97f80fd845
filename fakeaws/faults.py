"""``aws.faults``: failures of AWS, of the network and of the application's processes, planned by the test.

::

    lost = aws.faults.lose_reply("sqs.SendMessage")
    shop.place_order(queue, "42")     # botocore retries by itself, in virtual time
    assert lost.fired
"""

from __future__ import annotations

import datetime as _datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from fakeaws.aws.errors import AwsError
from fakeaws.errors import NotSupportedError
from fakeaws.planned import CallFault, Crash, Fault, When

if TYPE_CHECKING:
    from fakeaws.aws.service import Call, Result
    from fakeaws.simulation.spawning import Actor
    from fakeaws.world import World


A = TypeVar("A")


class Faults:
    """The faults of a world. Each method plans one and returns the `Fault`.

    An operation is written ``"sqs.SendMessage"``. ``times``: how often the fault happens; each attempt of a retried call
    counts. ``when`` is called with the parameters of each call of the operation and picks those that are meant. A fault
    that never fired fails the test at its end, unless ``optional=True``.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._planned: dict[tuple[str, str], list[CallFault]] = {}
        #: Planned ends of processes: looked at after each call of a client, so empty when there are none.
        self.crashes: list[Crash] = []
        self.all: list[Fault] = []

    def fail(
        self,
        operation: str,
        *,
        code: str,
        message: str | None = None,
        status: int | None = None,
        times: int = 1,
        when: When | None = None,
        optional: bool = False,
    ) -> Fault:
        """The next ``times`` calls are refused with this AWS error; nothing is done. botocore retries what it retries.

        ``code``: what the application finds as ``Error.Code``, or the name of the modelled exception
        (``KMS.AccessDeniedException`` and ``KmsAccessDenied`` are the same). ``status``: the HTTP status; by default
        the one that AWS gives this error, and 500 for a code that neither the service's model nor fakeaws knows.
        ``message``: by default AWS's words where they are known, else one that tells of the fault.
        """
        return self._plan(
            CallFault(
                "fail", operation, times=times, when=when, optional=optional, code=code, message=message, status=status
            )
        )

    def throttle(self, operation: str, times: int = 1, *, when: When | None = None, optional: bool = False) -> Fault:
        """The next ``times`` calls get the service's throttling error."""
        return self._plan(CallFault("throttle", operation, times=times, when=when, optional=optional))

    def slow(
        self,
        operation: str,
        by: _datetime.timedelta | float,
        *,
        times: int = 1,
        when: When | None = None,
        optional: bool = False,
    ) -> Fault:
        """The next ``times`` calls take ``by`` (timedelta or seconds) longer.

        Past the client's read timeout the client gives up, and nothing is done.
        """
        from fakeaws.world import to_microseconds

        return self._plan(
            CallFault("slow", operation, times=times, when=when, optional=optional, slow_us=to_microseconds(by))
        )

    def lose_reply(self, operation: str, *, times: int = 1, when: When | None = None, optional: bool = False) -> Fault:
        """The next ``times`` calls are done, but their answers get lost: the client sees a closed connection."""
        return self._plan(CallFault("lose-reply", operation, times=times, when=when, optional=optional))

    def duplicate(
        self,
        queue: str,
        *,
        times: int = 1,
        when: Callable[[Any], object] | None = None,
        optional: bool = False,
    ) -> Fault:
        """The next ``times`` messages that a standard queue hands out are handed out a second time: at least once.

        As when one of AWS's servers was not told of the receive: the message stays receivable, at its place, while its
        first receiver works on it. Until it is handed out again, that first receipt handle deletes nothing and hides
        nothing, although AWS accepts both. The second hand-over has the same message id, a receipt handle of its own
        and a receive count that is one higher; it is made even if the count is used up that the redrive policy allows.
        From then on the message is like any that was received twice: only the newest handle counts, and one visibility
        timeout, the second receiver's. The queue never counts it twice. Purge, expiry and deletion of the queue end it
        at any time. The fault has fired when the second hand-over has happened.

        ``queue``: name, URL or ARN. ``when`` is called with each message that is handed out, as ``aws.sqs`` shows it.
        Raises ``LookupError`` for an unknown queue and ``ValueError`` for a FIFO queue, which hands out exactly once.
        """
        fault = Fault("duplicate", queue, times=times, when=when, optional=optional)
        if not any(service.plan_duplicates(queue, fault) for service in self._world.router.services()):
            raise LookupError(f"no queue {queue!r}: this world has no queues yet")
        self.all.append(fault)
        return fault

    def crash(
        self,
        actor: Actor[Any] | str,
        after: str,
        *,
        times: int = 1,
        when: When | None = None,
        optional: bool = False,
    ) -> Fault:
        """The process ``actor`` dies right after AWS has done its next call of the operation ``after``.

        The call is done and on the timeline, also one that is under way now, such as a long poll; a call that AWS
        refuses does not count. Before the answer reaches the process it is killed, as by `Actor.kill`: its ``finally``
        blocks run, its AWS calls are refused. For a task of an event loop: the loop's thread dies, with all its tasks.
        The timeline has a record of kind ``Crash``. At the test's end a crashed process is no failure.

        ``actor``: from ``aws.spawn``, or a name on the timeline, of an application's thread, too, and of one that does
        not exist yet. With ``times``, what is started in its place under the same name (``worker``, then ``worker-2``
        on the timeline) dies too. ``when`` is called with a mapping of the call's parameters and its answer:
        ``when=lambda call: "Messages" in call``. Raises ``ValueError`` for the test itself and for an actor that has
        ended, `NotSupportedError` with ``time="real"``.
        """
        name = self._mortal(actor)
        service, operation = _parsed(after)
        fault = Crash(name, service, operation, times=times, when=when, optional=optional)
        self.crashes.append(fault)
        self.all.append(fault)
        return fault

    # -- the corridor's side -----------------------------------------------------------------------------------------

    def planned_for(self, service: str, operation: str) -> bool:
        """Whether a call of the operation has to take the wire path."""
        return bool(self._planned) and (service, operation) in self._planned

    def answer_service(self, call: Call, answer: Callable[[Call], A]) -> A:
        """What ``answer``, the router, says to a call that a service makes; with the fault that strikes it, if not a slow one.

        A lost reply looks to the service like an error of the other one's, after which it may try again.
        """
        from fakeaws.router import operation_model

        call.model = operation_model(call.service, call.operation)
        fault = self.next_for(call, ("fail", "throttle", "lose-reply"))
        if fault is None:
            return answer(call)
        error = fault.error_for(call)
        if error is None:
            answer(call)
            raise AwsError(
                "InternalError", "the reply was lost, as planned with aws.faults.lose_reply", 500, "Receiver"
            )
        self._world.timeline.add(
            call.service, call.operation, "", error.code, cause=call.cause, details={"fault": fault.kind}
        )
        raise error

    def next_for(self, call: Call, kinds: tuple[str, ...] | None = None) -> CallFault | None:
        """The fault that strikes this attempt, counted as fired; only of these kinds if given."""
        key = (call.service, call.operation)
        for fault in self._planned.get(key, ()):
            if (kinds is None or fault.kind in kinds) and fault.matches(call.params):
                fault.fired = True
                if fault.spend():
                    planned = self._planned[key] = [other for other in self._planned[key] if other is not fault]
                    if not planned:
                        del self._planned[key]
                return fault
        return None

    def crashes_after(self, call: Call, result: Result) -> bool:
        """Whether the calling actor dies of a call that AWS has just done; then it is killed and must go no further."""
        simulation = self._world.simulation
        actor = simulation.current
        if actor.number < 0:  # a thread that takes no part in the world, as a guest
            return False
        fault = next((fault for fault in self.crashes if fault.strikes(actor.name, call, result)), None)
        if fault is None:
            return False
        fault.fired = True
        if fault.spend():
            self.crashes = [other for other in self.crashes if other is not fault]
        self._world.timeline.add(
            "process",
            "Crash",
            "",
            "killed",
            cause=self._record_of(call, actor.name),
            details={"fault": "crash", "after": f"{call.service}.{call.operation}"},
        )
        simulation.kill(actor)
        return True

    def unfired(self) -> list[Fault]:
        """Faults that were planned, never happened and were not optional."""
        return [fault for fault in self.all if not fault.fired and not fault.optional]

    def _plan(self, fault: CallFault) -> Fault:
        self._planned.setdefault(_parsed(fault.target), []).append(fault)
        self.all.append(fault)
        return fault

    def _mortal(self, actor: Actor[Any] | str) -> str:
        if self._world.simulation.is_real:
            raise NotSupportedError('aws.faults.crash needs virtual time; with time="real" no thread can be ended')
        name = actor if isinstance(actor, str) else actor.name
        if name == self._world.simulation.test.name:
            raise ValueError(
                "the test itself cannot crash: run the code that shall with aws.spawn(…), or in a thread of its own"
            )
        if not isinstance(actor, str) and actor.done:
            raise ValueError(f"{name} has ended already")
        return name

    def _record_of(self, call: Call, actor: str) -> int | None:
        """The newest record of a call that the actor has just made; a batch's records have its single calls' names."""
        rows = self._world.timeline.rows
        for number in range(len(rows) - 1, -1, -1):
            row = rows[number]
            if row[2] == actor and row[3] == call.service and call.operation.startswith(row[4]):
                return number
        return None


def _parsed(given: str) -> tuple[str, str]:
    from fakeaws.router import SERVICES, operations

    service, _, operation = given.partition(".")
    if service not in SERVICES:
        raise ValueError(f"{given!r}: no service of fakeaws is called {service!r}; known: {', '.join(SERVICES)}")
    known = operations(service)
    if operation not in known:
        import difflib

        nearest = difflib.get_close_matches(operation, known, 1, 0)
        raise ValueError(f"{given!r} is not an operation of {service}; did you mean {service}.{nearest[0]}?")
    return service, operation


__all__ = ["Fault", "Faults"]
