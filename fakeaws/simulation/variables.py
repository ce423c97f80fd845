"""Environment variables of somebody's own, in place while he runs.

Only Python's mapping is exchanged at a hand-over. The C library's own list, which child processes get, is brought into
line when a child is about to be started, and at a hand-over only where the owner has changed something: thirty calls of
``putenv`` would cost more than the hand-over itself.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Mapping
from typing import Any

from fakeaws.simulation.import_hooks import when_imported
from fakeaws.simulation.patches import Patches


class _InPlace:
    """Whose are in place; ``None``: the test's."""

    variables: Variables | None = None


class Variables:
    """All environment variables that their owner sees."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._data = {_key(name): _text(text) for name, text in variables.items()}
        #: What they were when the C library's list was last left alone.
        self._known = dict(self._data)
        self._outside: dict[Any, Any] = {}
        self._shown_to_children = False

    def __setitem__(self, name: str, text: str) -> None:
        """Set one, in place or not, as if it had been there from the beginning."""
        self._data[_key(name)] = self._known[_key(name)] = _text(text)
        if self._shown_to_children:
            os.putenv(name, text)

    def enter(self) -> None:
        """Put them in place of the test's."""
        self._outside = _exchange(self._data)
        _InPlace.variables = self

    def leave(self) -> None:
        """Put the test's back, and keep what has become of these."""
        outside = self._outside
        self._data = data = _exchange(outside)
        _InPlace.variables = None
        if self._shown_to_children:
            self._shown_to_children = False
            _bring_into_line(data, outside)
            self._known = dict(data)
        elif data != self._known:
            known = self._known
            names = [name for name in {**known, **data} if known.get(name) != data.get(name)]
            _bring_into_line(dict.fromkeys(names), {name: outside[name] for name in names if name in outside})
            self._known = dict(data)

    def show_to_children(self) -> None:
        """A child process is about to be started: it gets these."""
        if not self._shown_to_children:
            self._shown_to_children = True
            _bring_into_line(self._outside, self._data)

    @property
    def outside(self) -> dict[Any, Any]:
        """The test's own, while these are in place."""
        return self._outside


def of_the_test() -> dict[str, str]:
    """The test's own environment variables, whoever runs now."""
    own = _InPlace.variables
    if own is None:
        return dict(os.environ)
    environ: Any = os.environ
    return {environ.decodekey(name): environ.decodevalue(text) for name, text in own.outside.items()}


def _key(name: str) -> Any:
    environ: Any = os.environ
    return environ.encodekey(name)


def _text(text: str) -> Any:
    environ: Any = os.environ
    return environ.encodevalue(text)


def _exchange(new: dict[Any, Any]) -> dict[Any, Any]:
    environ: Any = os.environ
    old: dict[Any, Any] = environ._data
    environ._data = new
    if hasattr(os, "environb"):
        os.environb._data = new  # type: ignore[attr-defined]
    return old


def _bring_into_line(old: Mapping[Any, Any], new: Mapping[Any, Any]) -> None:
    """Make the C library's variables, which were ``old``, the ``new`` ones."""
    for name, text in new.items():
        if old.get(name) != text:
            os.putenv(name, text)
    for name in old:
        if name not in new:
            os.unsetenv(name)


# -- child processes ---------------------------------------------------------------------------------------------------


def _show_to_children() -> None:
    if _InPlace.variables is not None:
        _InPlace.variables.show_to_children()


def _before(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def start(*args: Any, **kwargs: Any) -> Any:
        _show_to_children()
        return original(*args, **kwargs)

    return start


def install(table: Patches) -> None:
    """Add this module's rows: whatever starts a process that inherits the variables."""
    table.replace(os, "system", _before(os.system))
    when_imported("subprocess", functools.partial(_install_subprocess, table))
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=_show_to_children)


def _install_subprocess(table: Patches, module: Any) -> None:
    table.replace(module.Popen, "_execute_child", _before(module.Popen._execute_child))
