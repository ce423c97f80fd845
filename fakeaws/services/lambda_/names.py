"""How a function is named: by name, partial ARN or ARN, each with or without a qualifier."""

from __future__ import annotations

import re
from typing import NamedTuple

LATEST = "$LATEST"

_PREFIX = re.compile(r"arn:[a-zA-Z-]*:lambda:")
_REGION = re.compile(r"(?:eusc-)?[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d")
_ACCOUNT = re.compile(r"\d{12}")


class FunctionReference(NamedTuple):
    """Account and region are ``None`` where the text leaves them open; so is the qualifier."""

    name: str
    qualifier: str | None
    account: str | None = None
    region: str | None = None

    @classmethod
    def parse(cls, text: str) -> FunctionReference:
        """Of ``name``, ``name:qualifier``, ``account:function:name``, ``arn:…:function:name:qualifier``.

        The text has passed the model's pattern for function names.
        """
        prefix = _PREFIX.match(text)
        parts = (text[prefix.end() :] if prefix else text).split(":")
        region = parts.pop(0) if len(parts) > 1 and _REGION.fullmatch(parts[0]) else None
        account = parts.pop(0) if len(parts) > 1 and _ACCOUNT.fullmatch(parts[0]) else None
        if len(parts) > 1 and parts[0] == "function":
            del parts[0]
        return cls(parts[0], parts[1] if len(parts) > 1 else None, account, region)


def is_number(qualifier: str) -> bool:
    """Whether a qualifier is a version's number, rather than an alias or ``$LATEST``."""
    return qualifier.isdecimal()
