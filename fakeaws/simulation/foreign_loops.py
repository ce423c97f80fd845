"""Loops that run on real time and cannot be moved to virtual time: uvloop, trio, gevent, kombu's. They are refused by name.

Only actors are refused; a real thread may run what it likes.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Coroutine
from types import ModuleType
from typing import Any

from fakeaws.errors import NotSupportedError
from fakeaws.simulation.actors import local
from fakeaws.simulation.patches import Patches


def guard(table: Patches, module: ModuleType) -> None:
    """Refuse uvloop, trio or kombu's hub, which has just been imported, where it starts to run."""
    if module.__name__ == "uvloop":
        for name in ("run_forever", "run_until_complete"):
            _guard(table, module.Loop, name, "uvloop", unless=only_cancels)
    elif module.__name__ == "kombu.asynchronous.hub":
        _guard(table, module.Hub, "create_loop", "kombu's event loop", advice=_NO_HUB)
    else:
        _guard(table, module, "run", "trio")
        _guard(table, module.lowlevel, "start_guest_run", "trio")


_USE_ASYNCIO = "run the code under asyncio's own event loop in tests"
_NO_HUB = (
    "start celery's worker with use_eventloop=False (and pool='solo' or 'threads'), as in app.Worker(use_eventloop=False) "
    "or celery.contrib.testing.worker.start_worker(app, use_eventloop=False)"
)


def _guard(
    table: Patches,
    owner: Any,
    name: str,
    library: str,
    unless: Callable[[Any], bool] = lambda _: False,
    advice: str = _USE_ASYNCIO,
) -> None:
    original = getattr(owner, name)

    @functools.wraps(original)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if local.actor is not None and not unless(args[0]):
            for argument in args:
                if isinstance(argument, Coroutine):
                    argument.close()  # it will not be awaited: that is said once, by the refusal
            raise _refusal(library, advice)
        return original(*args, **kwargs)

    table.replace(owner, name, guarded)


def only_cancels(loop: Any) -> bool:
    """Whether all that a refused loop is asked to do now is to end its tasks, as ``asyncio.run`` does in the end."""
    tasks = sys.modules["asyncio.tasks"].all_tasks(loop)
    return bool(tasks) and all(getattr(task, "_must_cancel", False) or task.done() for task in tasks)


def refuse() -> None:
    """Raise `NotSupportedError` if the calling thread runs on gevent or inside an event loop that is not asyncio's."""
    monkey = sys.modules.get("gevent.monkey")
    if monkey is not None and monkey.is_module_patched("threading"):
        raise _refusal("gevent", "do not call gevent.monkey.patch_all() in the test process")
    events = sys.modules.get("asyncio.events")
    loop = events._get_running_loop() if events is not None else None
    if loop is not None and not isinstance(loop, sys.modules["asyncio.base_events"].BaseEventLoop):
        raise _refusal(type(loop).__module__.partition(".")[0], _USE_ASYNCIO)
    sniffio = sys.modules.get("sniffio")
    if sniffio is not None and sniffio.thread_local.name == "trio":
        raise _refusal("trio", _USE_ASYNCIO)


def _refusal(library: str, advice: str) -> NotSupportedError:
    return NotSupportedError(f"{library} waits in real time and cannot be moved to the world's virtual time; {advice}")
