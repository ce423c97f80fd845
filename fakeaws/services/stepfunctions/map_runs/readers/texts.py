"""From the bytes of an object to its text."""

from __future__ import annotations

import gzip
import zlib


class NotReadable(Exception):
    """States.ItemReaderFailed, with this cause."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


def text_of(body: bytes) -> str:
    """UTF-8, unpacked if it is packed by gzip, without a byte order mark."""
    if body[:2] == b"\x1f\x8b":
        try:
            body = gzip.decompress(body)
        except (OSError, EOFError, zlib.error):
            raise NotReadable("The object is not a valid gzip file.") from None
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotReadable(f"The object is not encoded in UTF-8: byte {error.start} is invalid.") from None
