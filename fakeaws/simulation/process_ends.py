"""How a process ends whose main thread an exception has left."""

from __future__ import annotations

import sys
from typing import Any


def exit_status(code: object) -> int:
    """The status with which a process ends for ``sys.exit(code)``."""
    if code is None:
        return 0
    return code & 0xFF if isinstance(code, int) else 1


def is_for_the_test(error: BaseException) -> bool:
    """Whether it is meant for the test: Ctrl-C, ``pytest.fail``, ``pytest.skip``, ``pytest.exit``."""
    outcomes: Any = sys.modules.get("_pytest.outcomes")
    pytests = () if outcomes is None else (outcomes.OutcomeException, outcomes.Exit)
    return isinstance(error, (KeyboardInterrupt, *pytests))
