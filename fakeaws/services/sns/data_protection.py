"""Data protection policies: which documents AWS takes. They are kept and shown, not acted on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fakeaws.services.sns import errors

if TYPE_CHECKING:
    from fakeaws.services.sns.topics import Topic

_CHARACTERS = 30_720
_VERSION = "2021-06-01"
_STATEMENT = ("DataDirection", "Principal", "DataIdentifier", "Operation")
_OPERATIONS = {"Deny", "Deidentify", "Audit"}


def checked(text: str, topic: Topic) -> str:
    """The policy's exact text; raises AWS's refusal of one that this topic cannot have. "" takes a policy away."""
    if topic.fifo is not None:
        raise _refusal("data protection policies are not supported for FIFO topics")
    if not text:
        return text
    if len(text) > _CHARACTERS:
        raise _refusal(f"must be at most {_CHARACTERS} characters long")
    try:
        document = json.loads(text)
    except ValueError:
        raise _refusal("failed to parse JSON") from None
    _check(document)
    return text


def _check(document: Any) -> None:
    if not isinstance(document, dict):
        raise _refusal("must be a JSON object")
    if not isinstance(document.get("Name"), str) or not document["Name"]:
        raise _refusal("Name is required")
    if document.get("Version") != _VERSION:
        raise _refusal(f"Version must be {_VERSION}")
    statements = document.get("Statement")
    if not isinstance(statements, list) or not statements:
        raise _refusal("Statement must be a list with at least one element")
    for statement in statements:
        _check_statement(statement)


def _check_statement(statement: Any) -> None:
    if not isinstance(statement, dict):
        raise _refusal("a Statement must be a JSON object")
    for name in _STATEMENT:
        if not statement.get(name):
            raise _refusal(f"{name} is required in a Statement")
    if statement["DataDirection"] not in ("Inbound", "Outbound"):
        raise _refusal("DataDirection must be Inbound or Outbound")
    operation = statement["Operation"]
    if not isinstance(operation, dict) or len(operation) != 1 or not _OPERATIONS.issuperset(operation):
        raise _refusal("Operation must be one of Audit, Deidentify and Deny")


def _refusal(reason: str) -> Exception:
    return errors.invalid_parameter("DataProtectionPolicy", reason)
