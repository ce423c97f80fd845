"""What ``print`` writes to in `Surroundings`: a log, and the test's own output, where pytest shows it."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any, Protocol, TextIO

if TYPE_CHECKING:
    from fakeaws.simulation.surroundings import Surroundings

#: Whoever talks to the developer at the terminal: nothing of that is the application's.
_DEBUGGERS = frozenset(
    ("IPython", "_pytest", "bdb", "cmd", "code", "debugpy", "ipdb", "pdb", "pdbpp", "pudb", "pydevd")
)


class Logged(Protocol):
    """Somebody with surroundings and a log."""

    surroundings: Surroundings

    def log(self, text: str) -> None:
        """Write a line, with its end, to the log."""


class Output(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` in surroundings. Each line is an event of the log."""

    encoding = "utf-8"
    errors = "backslashreplace"

    def __init__(self, owner: Logged, *, of_errors: bool = False) -> None:
        self._owner = owner
        self._of_errors = of_errors
        self._begun = ""
        #: For what writes bytes.
        self.buffer: Any = _Bytes(self)

    @property
    def _tests_own(self) -> TextIO | None:
        outside = self._owner.surroundings.outside
        return outside.errors if self._of_errors else outside.output

    def write(self, text: str) -> int:
        """To the log and to the test's own output."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        tests_own = self._tests_own
        if tests_own is not None and not tests_own.closed:
            tests_own.write(text)
        if sys._getframe(1).f_globals.get("__name__", "").partition(".")[0] not in _DEBUGGERS:
            *lines, self._begun = (self._begun + text).split("\n")
            for line in lines:
                self._owner.log(line + "\n")
        return len(text)

    def end_line(self) -> None:
        """Nothing more comes: a line that has not ended does."""
        begun, self._begun = self._begun, ""
        if begun:
            self._owner.log(begun + "\n")

    def flush(self) -> None:
        """The log has everything already."""
        tests_own = self._tests_own
        if tests_own is not None and not tests_own.closed:
            tests_own.flush()

    def writable(self) -> bool:
        """It is."""
        return True

    def fileno(self) -> int:
        """Of the test's own output: child processes write there."""
        tests_own = self._tests_own
        if tests_own is None:
            raise io.UnsupportedOperation("fileno")
        return tests_own.fileno()

    def reconfigure(self, **kwargs: object) -> None:
        """Nothing is kept back, whatever the buffering."""


class _Bytes(io.RawIOBase):
    def __init__(self, output: Output) -> None:
        self._output = output

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        content = bytes(data)
        self._output.write(content.decode("utf-8", "backslashreplace"))
        return len(content)
