"""The handler by its name, found as AWS's Python runtime finds it."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import Any


class Fault(Exception):
    """The runtime's own error: ``kind`` is the error type that callers see, ``trace`` the lines beneath it."""

    def __init__(self, kind: str, text: str, trace: list[str] | None = None) -> None:
        super().__init__(text)
        self.kind = kind
        self.trace = trace or []


def find_handler(handler: str) -> Callable[[Any, Any], Any]:
    """What ``package/module.function`` or ``package.module.function`` names; imports the module.

    Raises `Fault`, or what the module itself raises.
    """
    module_name, dot, function = handler.rpartition(".")
    if not dot:
        raise Fault(
            "Runtime.MalformedHandlerName", f"Bad handler '{handler}': not enough values to unpack (expected 2, got 1)"
        )
    if module_name.partition(".")[0] in sys.builtin_module_names:
        raise Fault("Runtime.BuiltInModuleConflict", f"Cannot use built-in module {module_name} as a handler module")
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}") from error
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}']
        text = f"Syntax error in module '{module_name}': {error}"
        raise Fault("Runtime.UserCodeSyntaxError", text, trace) from error
    try:
        found: Callable[[Any, Any], Any] = getattr(module, function)
    except AttributeError:
        text = f"Handler '{function}' missing on module '{module_name}'"
        raise Fault("Runtime.HandlerNotFound", text) from None
    return found
