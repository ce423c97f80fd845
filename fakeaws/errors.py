"""Errors of the library itself (AWS's own errors reach the application as botocore's ``ClientError``).

::

    FakeAwsError
    ├── NotSupportedError      (also a NotImplementedError)
    ├── ServiceNotMocked
    ├── RealCallBlocked
    ├── WorldNotShared
    ├── InvalidOption          (also a TypeError)
    ├── Deadlock
    ├── Stalled
    ├── TimedOut
    └── UseAsyncClock
"""

from __future__ import annotations

from collections.abc import Callable

__all__ = [
    "Deadlock",
    "FakeAwsError",
    "FakeAwsWarning",
    "InvalidOption",
    "MissingPolicyWarning",
    "NotSupportedError",
    "RealCallBlocked",
    "ServiceNotMocked",
    "Stalled",
    "TimedOut",
    "UseAsyncClock",
    "WorldNotShared",
]


class FakeAwsError(Exception):
    """Base of every error that fakeaws itself raises; its text says what was wrong, where, and what to do."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        for listener in _listeners:
            listener(self)


#: Told of each error when it is made: a world notes them, so that a swallowed one fails the test.
_listeners: list[Callable[[FakeAwsError], None]] = []


def on_error(listener: Callable[[FakeAwsError], None]) -> None:
    """Call ``listener(error)`` for every error of the library from now on."""
    _listeners.append(listener)


class NotSupportedError(FakeAwsError, NotImplementedError):
    """The service is ours, but this operation, parameter or freezegun mode is not implemented."""


class ServiceNotMocked(FakeAwsError):
    """The service is not ours and nothing stands in for it: install ``fakeaws[moto]`` or avoid the call."""


class RealCallBlocked(FakeAwsError):
    """Code inside a world tried to reach a real AWS endpoint or another host."""


class WorldNotShared(FakeAwsError):
    """A forked child process made an AWS call: a world lives in the process that entered it."""


class InvalidOption(FakeAwsError, TypeError):
    """An option of `mock_aws` that does not exist or cannot have this value."""


class Deadlock(FakeAwsError):
    """Every actor waits and nothing is due: no one can ever wake them. The text lists who waits for what."""


class Stalled(FakeAwsError):
    """Actors went on polling and sleeping while nothing changed in any service, beyond the limit."""


class TimedOut(FakeAwsError, TimeoutError):
    """A wait of the test (``run_until``, ``run_until_idle``, ``Actor.result``) ended without its condition."""


class UseAsyncClock(FakeAwsError):
    """``aws.clock`` would block the running event loop: ``await aws.aclock…`` instead."""


class FakeAwsWarning(UserWarning):
    """Something that makes a run differ from AWS or from the run before, and that a test may want to know."""


class MissingPolicyWarning(FakeAwsWarning):
    """AWS would refuse this service-to-service call: the text has the policy statement that is missing."""
