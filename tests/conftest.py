"""After each test of this suite the process is as it was before."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Generator
from typing import Any

import botocore.httpsession  # noqa: F401 - it and requests add warning filters when they are imported first
import pytest
import requests  # noqa: F401

from fakeaws.simulation import patches
from fakeaws.simulation.actors import MAX_SWALLOWED_KILLS, local
from fakeaws.simulation.real import Real
from fakeaws.simulation.stack import stack

#: Kept by others for good: pytest's own, and what libraries start once per process.
_NOT_OURS = {"PYTEST_CURRENT_TEST", "PYTEST_VERSION", "COLUMNS", "LINES"}


def state_of_process() -> dict[str, Any]:
    """Everything that a world touches, by name."""
    import datetime

    api: Any = sys.modules.get("freezegun.api")
    boto3: Any = sys.modules.get("boto3")
    return {
        "threads": sorted(thread.name for thread in threading.enumerate() if not _stays(thread)),
        "environment": {name: value for name, value in os.environ.items() if name not in _NOT_OURS},
        "worlds": list(stack),
        "actor of this thread": local.actor,
        "freezes": list(api.freeze_factories) + list(api.ignore_lists) if api is not None else [],
        "clocks": (datetime.datetime, datetime.date, time.time, time.monotonic, time.perf_counter),
        "patches replaced by somebody else": [str(patch) for patch in patches.table.displaced()],
        "warning filters": list(warnings.filters),
        "signal handlers": {name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGALRM, signal.SIGURG)},
        "hooks": (threading.excepthook, sys.excepthook, sys.gettrace()),
        "boto3's default session": getattr(boto3, "DEFAULT_SESSION", None),
    }


def _stays(thread: threading.Thread) -> bool:
    """What cannot go away: the stand-in for a thread made by ``_thread``, an actor that refused to end."""
    actor = getattr(thread, "_fakeaws_actor", None)
    refused = actor is not None and actor.swallowed > MAX_SWALLOWED_KILLS
    return refused or isinstance(thread, threading._DummyThread)


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What is not equal, in words."""
    told = []
    for name, was in before.items():
        now = after[name]
        if isinstance(was, dict):
            keys = [key for key in {**was, **now} if was.get(key) != now.get(key)]
            was, now = {key: was.get(key) for key in keys}, {key: now.get(key) for key in keys}
        if now != was:
            told.append(f"{name}: {was!r} before, {now!r} after")
    return told


class _Before:
    """The state before the test, or before the first of those that shared a world."""

    state: dict[str, Any] | None = None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, Any, Any]:
    if _Before.state is None:
        _Before.state = state_of_process()
    return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, Any, Any]:
    result = yield
    if stack and any(name in getattr(item, "fixturenames", ()) for name in ("aws_class", "aws_module", "aws_session")):
        return result
    before, _Before.state = _Before.state, None
    assert before is not None
    told = differences(before, state_of_process())
    for _ in range(100):  # real threads may need a moment to end
        if not told or not told[0].startswith("threads"):
            break
        Real.sleep(0.01)
        told = differences(before, state_of_process())
    if told:
        pytest.fail("the process is not as it was before the test:\n  " + "\n  ".join(told), pytrace=False)
    return result
