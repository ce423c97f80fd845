"""Settings of a pytest run that hold outside worlds, too: the region while tests are collected, the guard, …"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

from fakeaws.errors import InvalidOption
from fakeaws.intercept.install import Guarding, install
from fakeaws.settings import Run
from fakeaws.simulation import patches, watchdog
from fakeaws.simulation.real_threads import real_thread_modules


def apply(ini: Callable[[str], Any], run: Run) -> list[Callable[[], None]]:
    """Make them hold; returns what undoes it, to be called last first. Raises `InvalidOption`."""
    return [undo for part in (_region(run), _watchdog(ini), _guard(ini), _real_threads(ini)) for undo in part]


def _region(run: Run) -> Iterator[Callable[[], None]]:
    """The region of the ini file or the command line, for clients that the application makes at its import."""
    region = run.command_line.get("region") or run.ini.get("region")
    if region is not None:
        yield set_variable("AWS_DEFAULT_REGION", region)


def set_variable(name: str, value: str) -> Callable[[], None]:
    """Set an environment variable; returns what undoes it."""
    before = os.environ.get(name)

    def undo() -> None:
        if before is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = before

    os.environ[name] = value
    return undo


def _watchdog(ini: Callable[[str], Any]) -> Iterator[Callable[[], None]]:
    given = ini("fakeaws_watchdog")
    if given is None:
        return
    try:
        seconds = float(given)
    except ValueError:
        raise InvalidOption(f"the ini file: fakeaws_watchdog={given!r} must be a number of seconds") from None
    before, watchdog.Settings.limit_seconds = watchdog.Settings.limit_seconds, seconds

    def undo() -> None:
        watchdog.Settings.limit_seconds = before

    yield undo


def _guard(ini: Callable[[str], Any]) -> Iterator[Callable[[], None]]:
    if not ini("fakeaws_block_real_calls"):
        return
    install(patches.table)
    before, Guarding.outside_worlds = Guarding.outside_worlds, True

    def undo() -> None:
        Guarding.outside_worlds = before

    yield undo
    # A client that is made without credentials, at the application's import, must not ask the instance for some.
    yield set_variable("AWS_EC2_METADATA_DISABLED", "true")


def _real_threads(ini: Callable[[str], Any]) -> Iterator[Callable[[], None]]:
    new = set(ini("fakeaws_real_threads")) - real_thread_modules
    if not new:
        return
    real_thread_modules.update(new)

    def undo() -> None:
        real_thread_modules.difference_update(new)

    yield undo
