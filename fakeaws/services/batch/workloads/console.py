"""Logging in a container's Python: a root logger that nobody has configured."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

_basic_config = logging.basicConfig


class Console(logging.Handler):
    """Writes as Python does without any handler: warnings and worse, the message alone, to ``sys.stderr``.

    It has to be there because pytest's handlers are.
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        """As `logging.lastResort` does."""
        assert logging.lastResort is not None
        logging.lastResort.handle(record)


def basic_config(**settings: Any) -> None:
    """``logging.basicConfig``, for a root logger that has no handlers but pytest's and the `Console`."""
    root = logging.root
    beside = [each for each in root.handlers if type(each).__module__.startswith("_pytest.")]
    own = [each for each in root.handlers if each not in beside and not isinstance(each, Console)]
    kept = root.handlers
    root.handlers = own
    try:
        _basic_config(**settings)
    except BaseException:
        root.handlers = kept
        raise
    root.handlers = [*root.handlers, *beside]


def own_logging() -> dict[tuple[str, str], Callable[..., Any]]:
    """What of the module ``logging`` is different there."""
    return {("logging", "basicConfig"): basic_config}
