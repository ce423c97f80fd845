"""Which threads and waits stay real inside a world: those of debuggers, coverage, time-outs and test distribution."""

from __future__ import annotations

from types import FrameType

#: Packages and modules whose threads and waits are never virtual. The ini option ``fakeaws_real_threads`` adds to it.
real_thread_modules: set[str] = {
    "concurrent.futures.process",
    "coverage",
    "debugpy",
    "execnet",
    "multiprocessing",
    "pydevd",
    "_pydevd_bundle",
    "_pydev_bundle",
    "pytest_timeout",
    "xdist",
}

_CARRIERS = frozenset(("threading", "queue", "_weakrefset", "contextlib"))
_NEAREST = 4


def is_real(module: str | None) -> bool:
    """Whether a module, or a package that it lies in, is one of `real_thread_modules`."""
    while module:
        if module in real_thread_modules:
            return True
        module = module.rpartition(".")[0]
    return False


def called_by_tool(frame: FrameType | None) -> bool:
    """Whether one of the nearest frames, the standard library's primitives and ours not counted, is such a tool's."""
    seen = 0
    while frame is not None and seen < _NEAREST:
        module = frame.f_globals.get("__name__", "")
        if module not in _CARRIERS and not module.startswith("fakeaws."):
            if is_real(module):
                return True
            seen += 1
        frame = frame.f_back
    return False
