"""The library behind JSONata, as Step Functions has it. Importing this module needs ``jsonata-python``."""

from __future__ import annotations

import math
import re
import sys
from typing import Any

from fakeaws.services.stepfunctions.language.errors import SyntaxProblem
from fakeaws.services.stepfunctions.language.intrinsics.texts import random_uuid
from fakeaws.services.stepfunctions.language.json_text import Json, WrittenNumber
from fakeaws.services.stepfunctions.language.jsonata.expressions import NoValue
from fakeaws.services.stepfunctions.language.jsonata.functions import FUNCTIONS, Uncoded, evaluating
from fakeaws.services.stepfunctions.language.jsonata.library import (
    JException,
    Jsonata,
    Parser,
    Utils,
    default_regex_engine,
)
from fakeaws.services.stepfunctions.language.jsonata.messages import error_text
from fakeaws.services.stepfunctions.language.jsonata.syntax import Parsed
from fakeaws.services.stepfunctions.language.scope import ABSENT, Scope

#: Python frames that an expression may use beyond the caller's: functions that call themselves some hundred times.
_FRAMES = 4000


def parse(text: str) -> Parsed:
    """The tree of an expression; raises `SyntaxProblem` with JSONata's words."""
    try:
        return Parsed(Jsonata.get_parser().parse(text, default_regex_engine))
    except JException as error:
        raise SyntaxProblem(error_text(error), max(error.location, 0)) from None
    except KeyError as error:  # the library looks an operator up that it has only as part of others
        raise SyntaxProblem(f'Unknown operator: "{error.args[0]}"', 0) from None
    except IndexError:  # the library reads past the end
        unclosed = text.rfind("/*") > text.rfind("*/")
        message = "Comment has no closing tag" if unclosed else "Unexpected end of expression"
        raise SyntaxProblem(message, len(text)) from None
    except re.error as error:
        raise SyntaxProblem(f"Invalid regular expression: {error.msg}", error.pos or 0) from None


def evaluate(tree: Any, scope: Scope) -> Json:
    """The JSON value of a parsed expression; raises `NoValue`."""
    states = {"input": scope.input, "context": scope.context}
    if scope.result is not ABSENT:
        states["result"] = scope.result
    if scope.error_output is not ABSENT:
        states["errorOutput"] = scope.error_output
    frame = Jsonata.Frame(FUNCTIONS)
    for name, value in scope.variables.items():
        frame.bindings[name] = Utils.NULL_VALUE if value is None else value
    frame.bindings["states"] = states
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(limit + _FRAMES)
    try:
        with evaluating(scope) as machine:
            value = machine.eval(tree, None, frame)
        if value is None:
            raise NoValue("returned nothing (undefined).")
        return _plain(value)
    except NoValue:
        raise
    except JException as error:
        raise NoValue(f"threw an error during evaluation. {error.error}: {error_text(error)}") from None
    except RecursionError:
        stack = JException("D1011", 0)
        raise NoValue(f"threw an error during evaluation. D1011: {error_text(stack)}") from None
    except ZeroDivisionError:
        raise NoValue("threw an error during evaluation. D1001: Number out of range: Infinity") from None
    except Uncoded as error:
        raise NoValue(f"threw an error during evaluation: {error}") from None
    except Exception:  # the library's slips are AWS's internal errors
        identity = random_uuid(scope.randomness)
        raise NoValue(f"threw an internal error during evaluation. {identity}") from None
    finally:
        sys.setrecursionlimit(limit)


def _plain(value: Any) -> Json:
    """JSON of what the library gives: its sequences are lists, its null None; whole numbers are integers."""
    if value is None or value is Utils.NULL_VALUE:
        return None
    if isinstance(value, (str, bool, int, WrittenNumber)):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise JException("D1001", 0, str(value))
        return int(value) if value.is_integer() else value
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    assert Utils.is_function(value) or isinstance(value, (Parser.Symbol, re.Pattern))
    raise NoValue("returned an unsupported result type.")
