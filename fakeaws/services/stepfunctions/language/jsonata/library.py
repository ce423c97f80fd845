"""The package ``jsonata-python``, for the modules beside this one; only imported once a definition needs JSONata."""

from __future__ import annotations

import sys

from fakeaws.errors import NotSupportedError

_recursion_limit = sys.getrecursionlimit()
try:
    from jsonata.functions import Functions
    from jsonata.jexception import JException
    from jsonata.jsonata import Jsonata
    from jsonata.parser import Parser
    from jsonata.regex_engine import default_regex_engine
    from jsonata.utils import Utils
except ImportError as error:
    raise NotSupportedError(
        "JSONata in state machines needs the package jsonata-python: pip install 'fakeaws[stepfunctions]'"
    ) from error
finally:
    sys.setrecursionlimit(_recursion_limit)  # the library sets its own for the whole process

__all__ = ["Functions", "JException", "Jsonata", "Parser", "Utils", "default_regex_engine"]
