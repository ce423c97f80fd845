"""``Ref::name`` in a job's settings, and the parameters that stand for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from fakeaws.services.batch import errors

_REFERENCE = re.compile(r"Ref::([A-Za-z0-9_-]+)")

#: Lists of strings of a container; of everything else in it only strings of its own are looked at.
_WORDS = ("command", "args")
#: Where containers are in the forms of definitions.
_INNER = ("taskProperties", "containers", "initContainers", "podProperties", "nodeRangeProperties", "container")
_FORMS = ("ecsProperties", "eksProperties")


def substituted(properties: dict[str, Any], parameters: Mapping[str, str]) -> dict[str, Any]:
    """With the parameters' values for references; the same object if there are none.

    Looked at are the words of ``command`` and ``args`` and the strings that are members of a container or task
    themselves, such as ``image`` and ``jobRoleArn``; environment variables are not. Raises ClientException for a
    reference to a parameter that nobody has given.
    """
    changed: dict[str, Any] = {}
    for name, value in properties.items():
        if isinstance(value, str):
            new: Any = _filled_in(value, parameters)
        elif name in _WORDS:
            new = [_filled_in(word, parameters) for word in value]
        elif name in _INNER and isinstance(value, list):
            new = [substituted(each, parameters) for each in value]
        elif name in _INNER or name in _FORMS:
            new = substituted(value, parameters)
        else:
            continue
        if new != value:
            changed[name] = new
    return {**properties, **changed} if changed else properties


def _filled_in(text: str, parameters: Mapping[str, str]) -> str:
    return _REFERENCE.sub(lambda found: _value(found[1], parameters), text) if "Ref::" in text else text


def _value(name: str, parameters: Mapping[str, str]) -> str:
    if name not in parameters:
        raise errors.client(f"Unable to substitute value. No parameter found for reference {name}")
    return parameters[name]
