"""What compiled paths, templates, expressions and rules have in common."""

from __future__ import annotations

from typing import TypeVar

_T = TypeVar("_T", bound="Compiled")


class Compiled:
    """Never changes after it is made, so that copies of worlds share it."""

    __slots__ = ()

    def __copy__(self: _T) -> _T:
        return self

    def __deepcopy__(self: _T, memo: dict[int, object]) -> _T:
        return self
