"""How workflows spell the members of AWS's structures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

#: From a member's name in the model to its name in a workflow.
Naming: TypeAlias = Callable[[str], str]

#: Structures whose members are spelled as in the API everywhere: DynamoDB's typed values (``S``, ``BOOL``, ``NULL``).
_DATA = frozenset({"AttributeValue"})


def as_in_api(member: str) -> str:
    """Of the optimized integrations: the API's name with a capital first (``stateMachineArn`` → ``StateMachineArn``)."""
    return member[:1].upper() + member[1:]


def as_in_sdk(member: str) -> str:
    """Of ``aws-sdk`` integrations: as the Java SDK 2 names it, with a capital first.

    Capitals at the beginning are one word: ``DBInstanceIdentifier`` → ``DbInstanceIdentifier``, ``KMSKeyId`` →
    ``KmsKeyId``, ``MD5OfMessageBody`` → ``Md5OfMessageBody``; ``ETag`` begins with a word of one letter and stays.
    """
    end = 1
    while end < len(member) and member[end].isupper() and not member[end + 1 : end + 2].islower():
        end += 1
    return member[:1].upper() + member[1:end].lower() + member[end:]


def members_of(shape: Any, naming: Naming) -> dict[str, str]:
    """A structure's members: name in workflows → name in the model, in the model's order."""
    if shape.name in _DATA:
        return {member: member for member in shape.members}
    return {naming(member): member for member in shape.members}
