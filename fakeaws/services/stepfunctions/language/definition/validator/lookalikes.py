"""Warnings: texts that look like paths or calls where AWS reads literals."""

from __future__ import annotations

import re

from fakeaws.services.stepfunctions.language.definition.diagnostics import NO_DOLLAR
from fakeaws.services.stepfunctions.language.definition.fields import Fields
from fakeaws.services.stepfunctions.language.definition.states import JSONATA
from fakeaws.services.stepfunctions.language.json_text import Json

_DYNAMIC = re.compile(r"\$\$?[.\[]|\$$|States\.[A-Za-z0-9]+\(")


def looks_dynamic(text: str) -> bool:
    """Whether a text looks like a path or an intrinsic call."""
    return _DYNAMIC.match(text) is not None


def warn_of_template(fields: Fields, name: str) -> None:
    """NO_DOLLAR for each field of a JSONPath payload template whose name lacks the ``.$`` that its value seems to want."""
    if fields.language != JSONATA and name in fields:
        _warn(fields.values[name], fields.at(name), fields)


def _warn(value: Json, location: str, fields: Fields) -> None:
    if isinstance(value, list):
        for at, item in enumerate(value):
            if isinstance(item, (dict, list)):
                _warn(item, f"{location}[{at}]", fields)
    elif isinstance(value, dict):
        for name, item in value.items():
            if isinstance(item, (dict, list)):
                _warn(item, f"{location}/{name}", fields)
            elif isinstance(item, str) and not name.endswith(".$") and looks_dynamic(item):
                message = (
                    f"The value of '{name}' looks like a path or a function call, but its name does not end in '.$'"
                )
                fields.report.warning(NO_DOLLAR, message, f"{location}/{name}")
