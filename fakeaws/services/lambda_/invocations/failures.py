"""Errors of functions as callers see them.

https://docs.aws.amazon.com/lambda/latest/dg/python-exceptions.html
"""

from __future__ import annotations

import os
import sysconfig
import traceback
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import fakeaws
from fakeaws.services.lambda_.code.handlers import Fault

if TYPE_CHECKING:
    from types import TracebackType

    from fakeaws.services.lambda_.environments.environment import Environment

#: The largest answer, in bytes.
MAX_ANSWER = 6_291_556

_OUR_OWN = os.path.dirname(os.path.abspath(fakeaws.__file__)) + os.sep
_STANDARD_LIBRARY = tuple({sysconfig.get_path(kind) + os.sep for kind in ("stdlib", "platstdlib")})


def failure(error: Exception, environment: Environment, request_id: str) -> dict[str, Any]:
    """The error object of an exception that the handler, its module or the runtime raised.

    ``request_id`` is "" for errors of a cold start. The trace holds frames of the function's own code alone, by the names
    that its files have in Lambda.
    """
    if isinstance(error, Fault):
        kind, trace = error.kind, [environment.as_in_lambda(line) for line in error.trace]
    else:
        kind, trace = type(error).__name__, stack_trace(error.__traceback__, environment)
    message = environment.as_in_lambda(str(error))
    return {"errorMessage": message, "errorType": kind, "requestId": request_id, "stackTrace": trace}


def stack_trace(trace: TracebackType | None, environment: Environment) -> list[str]:
    """One text a frame, outermost first."""
    frames = []
    for frame in traceback.extract_tb(trace):
        path = _path_in_lambda(frame.filename, environment)
        if path is not None:
            frames.append((path, frame.lineno or 0, frame.name, frame.line))
    return traceback.format_list(frames)


def _path_in_lambda(path: str, environment: Environment) -> str | None:
    """The name of a source file; ``None`` for those that are not the function's."""
    if environment.folder is not None:
        found = environment.folder.path_in_lambda(path)
        if found is not None:
            return found
    if path.startswith((_OUR_OWN, "<", *_STANDARD_LIBRARY)) or _INSTALLED & set(PurePath(path).parts):
        return None
    directory = environment.tests_directory
    inside = bool(directory) and path.startswith(directory.rstrip(os.sep) + os.sep)
    return f"/var/task/{PurePath(path).relative_to(directory).as_posix() if inside else PurePath(path).name}"


_INSTALLED = {"site-packages", "dist-packages"}


def exit_message(request_id: str, status: int | str) -> str:
    """What Lambda says of a runtime that is gone: ``status`` is a number, or a signal's name."""
    if status == 0:
        reason = "Runtime exited without providing a reason"
    elif isinstance(status, str):
        reason = f"Runtime exited with error: signal: {status}"
    else:
        reason = f"Runtime exited with error: exit status {status}"
    return f"RequestId: {request_id} Error: {reason}"


def too_large() -> dict[str, Any]:
    """Instead of an answer of more than `MAX_ANSWER` bytes."""
    return {
        "errorMessage": f"Response payload size exceeded maximum allowed payload size ({MAX_ANSWER} bytes).",
        "errorType": "Function.ResponseSizeTooLarge",
    }
