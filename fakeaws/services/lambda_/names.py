"""How a function is named: by name, partial ARN or ARN, each with or without a qualifier."""

from __future__ import annotations

from typing import NamedTuple

LATEST = "$LATEST"


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
        parts = text.split(":")
        if parts[0] == "arn":
            return cls(parts[6], parts[7] if len(parts) > 7 else None, parts[4], parts[3])
        if len(parts) > 2 and parts[1] == "function":
            return cls(parts[2], parts[3] if len(parts) > 3 else None, parts[0])
        return cls(parts[0], parts[1] if len(parts) > 1 else None)
