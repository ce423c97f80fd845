"""fakeaws: an in-memory AWS for tests, in virtual time. Not affiliated with Amazon Web Services.

Import it before the application, so that locks and sleeps that modules make or name at their import can be virtual
inside a world; the pytest plugin does so by itself.
"""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec, PathFinder
from typing import TYPE_CHECKING, Any


class _OwnModules:
    """Finds our modules ahead of pytest, which reads a plugin's whole package for assertions to rewrite; we have none."""

    @staticmethod
    def find_spec(name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        return PathFinder.find_spec(name, path, target) if name.startswith("fakeaws.") else None


sys.meta_path.insert(0, _OwnModules)

if TYPE_CHECKING:
    from fakeaws.errors import Deadlock as Deadlock
    from fakeaws.errors import FakeAwsError as FakeAwsError
    from fakeaws.errors import FakeAwsWarning as FakeAwsWarning
    from fakeaws.errors import MissingPolicyWarning as MissingPolicyWarning
    from fakeaws.errors import NotSupportedError as NotSupportedError
    from fakeaws.errors import RealCallBlocked as RealCallBlocked
    from fakeaws.errors import ServiceNotMocked as ServiceNotMocked
    from fakeaws.errors import Stalled as Stalled
    from fakeaws.errors import TimedOut as TimedOut
    from fakeaws.errors import UseAsyncClock as UseAsyncClock
    from fakeaws.errors import WorldNotShared as WorldNotShared
    from fakeaws.mock import mock_aws as mock_aws
    from fakeaws.services.batch.workloads.running_job import BatchJob as BatchJob
    from fakeaws.services.stepfunctions.mocks.answers import TaskError as TaskError
    from fakeaws.world import World as World

__version__ = "0.1.0"

_LAZY = {
    "BatchJob": "fakeaws.services.batch.workloads.running_job",
    "Deadlock": "fakeaws.errors",
    "FakeAwsError": "fakeaws.errors",
    "FakeAwsWarning": "fakeaws.errors",
    "MissingPolicyWarning": "fakeaws.errors",
    "NotSupportedError": "fakeaws.errors",
    "RealCallBlocked": "fakeaws.errors",
    "ServiceNotMocked": "fakeaws.errors",
    "Stalled": "fakeaws.errors",
    "TaskError": "fakeaws.services.stepfunctions.mocks.answers",
    "TimedOut": "fakeaws.errors",
    "UseAsyncClock": "fakeaws.errors",
    "WorldNotShared": "fakeaws.errors",
    "World": "fakeaws.world",
    "mock_aws": "fakeaws.mock",
}


def __getattr__(name: str) -> Any:
    module = _LAZY.get(name)
    if module is None:
        raise AttributeError(f"module 'fakeaws' has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(module), name)
    globals()[name] = value
    return value


def _install() -> None:
    from fakeaws.simulation import import_hooks, patches

    import_hooks.forget_at_exit(_OwnModules)
    patches.install()


_install()
