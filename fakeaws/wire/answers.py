"""The HTTP answer that all encoders make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["WireAnswer"]


@dataclass(frozen=True, slots=True)
class WireAnswer:
    """One HTTP response as AWS would send it.

    ``headers`` spell their names as AWS does; compare them without regard to case, as HTTP says. There is no
    ``Date`` header: the time belongs to whoever sends the answer. Each of ``cookies`` is a ``Set-Cookie`` header.
    """

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        status: int,
        body: bytes,
        *,
        content_type: str,
        request_id: str,
        headers: Mapping[str, str] | None = None,
    ) -> WireAnswer:
        """An answer with the headers every AWS service sends.

        ``headers`` are added; one that repeats a standard name (a modelled ``Content-Type``) replaces it.
        """
        extra = headers or {}
        given = {name.lower() for name in extra}
        standard = {
            "x-amzn-RequestId": request_id,
            "Content-Type": content_type,
            "Content-Length": str(len(body)),
        }
        kept = {name: text for name, text in standard.items() if name.lower() not in given}
        return cls(status, {**kept, **extra}, body)
