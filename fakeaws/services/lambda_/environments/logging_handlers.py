"""What Lambda puts on the root logger, for the two formats of logs."""

from __future__ import annotations

import json
import logging
import traceback
from typing import TYPE_CHECKING, Any

from fakeaws.services.lambda_.invocations.log_lines import time_text

if TYPE_CHECKING:
    from fakeaws.services.lambda_.environments.environment import Environment

#: What every record has; the rest was given with ``extra``.
_OF_EVERY_RECORD = frozenset(logging.LogRecord("", 0, "", 0, "", (), None).__dict__) | {
    "message",
    "asctime",
    "taskName",
}


class LambdaHandler(logging.Handler):
    """A record is one event of the log, however many lines it has."""

    def __init__(self, environment: Environment) -> None:
        super().__init__()
        self._environment = environment

    def emit(self, record: logging.LogRecord) -> None:
        """``[LEVEL]\\ttime\\trequest id\\tmessage``, or what a formatter of the application's own makes of it."""
        try:
            text = self.format(record) if self.formatter is not None else self._text(record)
        except Exception:
            self.handleError(record)
        else:
            self._environment.log(text if text.endswith("\n") else text + "\n")

    def _text(self, record: logging.LogRecord) -> str:
        text = record.getMessage()
        if record.exc_info:
            text += "\n" + "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
        if record.stack_info:
            text += "\n" + record.stack_info
        environment = self._environment
        return f"[{record.levelname}]\t{time_text(environment.world.wall_us)}\t{environment.request_id}\t{text}\n"


class JsonHandler(LambdaHandler):
    """One object a record, for ``LogFormat: JSON``."""

    def _text(self, record: logging.LogRecord) -> str:
        environment = self._environment
        told: dict[str, Any] = {
            "timestamp": time_text(environment.world.wall_us),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
        }
        if record.exc_info and record.exc_info[0] is not None:
            told["stackTrace"] = traceback.format_tb(record.exc_info[2])
            told["errorType"] = record.exc_info[0].__name__
            told["errorMessage"] = str(record.exc_info[1])
            told["location"] = f"{record.pathname}:{record.funcName}:{record.lineno}"
        told["requestId"] = environment.request_id
        told.update((name, value) for name, value in record.__dict__.items() if name not in _OF_EVERY_RECORD)
        return json.dumps(told, ensure_ascii=False, default=str) + "\n"
