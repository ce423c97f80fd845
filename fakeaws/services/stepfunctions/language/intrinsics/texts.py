"""Intrinsics that make and read texts."""

from __future__ import annotations

import base64
import binascii
from functools import lru_cache

from fakeaws.services.stepfunctions.language.intrinsics.failures import (
    IntrinsicFailure,
    object_argument,
    text_argument,
)
from fakeaws.services.stepfunctions.language.java_values import java_value
from fakeaws.services.stepfunctions.language.json_text import Json, JsonTextError, read_json, write_json
from fakeaws.services.stepfunctions.language.scope import Randomness, Scope

#: Characters of States.Base64Encode, States.Base64Decode and States.Hash.
MOST_CHARACTERS = 10_000

_HASHES = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


def text_format(arguments: list[Json], scope: Scope) -> Json:
    """The template still has its backslashes: what they protect is no placeholder."""
    pieces = _template_pieces(text_argument("Format", arguments[0]))
    values = arguments[1:]
    if len(pieces) - 1 != len(values):
        raise IntrinsicFailure(
            f"The template has {len(pieces) - 1} occurrences of {{}}, but got {len(values)} arguments"
        )
    parts = [pieces[0]]
    for value, piece in zip(values, pieces[1:]):
        parts.append(java_value(value))
        parts.append(piece)
    return "".join(parts)


def string_to_json(arguments: list[Json], scope: Scope) -> Json:
    text = text_argument("StringToJson", arguments[0])
    if not text.strip(" \t\r\n"):
        return None
    try:
        return read_json(text)
    except JsonTextError as error:
        raise IntrinsicFailure(error.message) from None


def json_to_string(arguments: list[Json], scope: Scope) -> Json:
    return write_json(arguments[0])


def json_merge(arguments: list[Json], scope: Scope) -> Json:
    first, second = (object_argument("JsonMerge", argument) for argument in arguments[:2])
    if arguments[2] is not False:
        raise IntrinsicFailure("States.JsonMerge only merges shallowly: its third argument must be false")
    return {**first, **second}


def base64_encode(arguments: list[Json], scope: Scope) -> Json:
    text = _short("Base64Encode", text_argument("Base64Encode", arguments[0]))
    return base64.b64encode(text.encode("utf-8", "replace")).decode()


def base64_decode(arguments: list[Json], scope: Scope) -> Json:
    text = _short("Base64Decode", text_argument("Base64Decode", arguments[0]))
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), validate=True).decode(
            "utf-8", "replace"
        )
    except (binascii.Error, ValueError):
        raise IntrinsicFailure("States.Base64Decode needs Base64 text") from None


def text_hash(arguments: list[Json], scope: Scope) -> Json:
    value, algorithm = arguments[0], text_argument("Hash", arguments[1])
    text = _short("Hash", value if isinstance(value, str) else write_json(value))
    if algorithm not in _HASHES:
        raise IntrinsicFailure(f"States.Hash does not know the algorithm {algorithm}")
    return hex_digest(text, algorithm)


def string_split(arguments: list[Json], scope: Scope) -> Json:
    text, delimiters = (text_argument("StringSplit", argument) for argument in arguments)
    words: list[Json] = [""]
    for character in text:
        if character in delimiters:
            words.append("")
        else:
            words[-1] += character
    return [word for word in words if word]


def uuid(arguments: list[Json], scope: Scope) -> Json:
    return random_uuid(scope.randomness)


def hex_digest(text: str, algorithm: str) -> str:
    """The digest of a text in UTF-8. Raises `KeyError` for an algorithm that Step Functions does not have."""
    import hashlib  # brings OpenSSL along: not for runs that need no digest

    return hashlib.new(_HASHES[algorithm], text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def random_uuid(randomness: Randomness) -> str:
    """A version 4 UUID."""
    bits = randomness.getrandbits(128)
    bits = bits & ~(0xF << 76) | 4 << 76
    bits = bits & ~(3 << 62) | 2 << 62
    digits = f"{bits:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


@lru_cache(maxsize=1024)
def _template_pieces(template: str) -> tuple[str, ...]:
    """The texts around the placeholders."""
    pieces: list[list[str]] = [[]]
    at = 0
    while at < len(template):
        character = template[at]
        if character == "\\" and at + 1 < len(template):
            at += 1
            pieces[-1].append(template[at] if template[at] in "'{}\\" else character + template[at])
        elif template.startswith("{}", at):
            at += 1
            pieces.append([])
        else:
            pieces[-1].append(character)
        at += 1
    return tuple("".join(piece) for piece in pieces)


def _short(function: str, text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise IntrinsicFailure(f"States.{function} takes {MOST_CHARACTERS} characters at most")
    return text
