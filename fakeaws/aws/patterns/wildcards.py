"""``*`` in patterns: any run of characters, also an empty one. ``\\*`` and ``\\\\`` stand for themselves."""

from __future__ import annotations


class BadWildcard(ValueError):
    """Two ``*`` together, or a backslash before anything else; the text is AWS's."""


class Wildcard:
    """A whole text with wildcards in it. Matching goes once over the text, never back."""

    __slots__ = ("_middle", "_prefix", "_shortest", "_suffix", "stars")

    def __init__(self, pattern: str) -> None:
        pieces = _pieces(pattern)
        #: How many ``*`` it has.
        self.stars = len(pieces) - 1
        self._prefix = pieces[0]
        self._suffix = pieces[-1]
        self._middle = tuple(pieces[1:-1])
        self._shortest = sum(map(len, pieces))

    def matches(self, text: str) -> bool:
        """Whether the whole text fits."""
        if not self.stars:
            return text == self._prefix
        end = len(text) - len(self._suffix)
        if len(text) < self._shortest or not text.startswith(self._prefix) or not text.endswith(self._suffix):
            return False
        at = len(self._prefix)
        for piece in self._middle:  # the earliest place leaves most room for the others
            at = text.find(piece, at, end)
            if at < 0:
                return False
            at += len(piece)
        return True


def _pieces(pattern: str) -> list[str]:
    """What stands between the stars. AWS counts positions in bytes, and the string's first quote as one of them."""
    pieces = [""]
    index = 0
    while index < len(pattern):
        char, following = pattern[index], pattern[index + 1 : index + 2]
        if char == "\\":
            if following not in ("*", "\\"):
                raise BadWildcard(f"Invalid escape character at pos {_position(pattern, index)}")
            pieces[-1] += following
            index += 2
            continue
        if char == "*":
            if following == "*":
                raise BadWildcard(f"Consecutive wildcard characters at pos {_position(pattern, index)}")
            pieces.append("")
        else:
            pieces[-1] += char
        index += 1
    return pieces


def _position(pattern: str, index: int) -> int:
    return len(pattern[:index].encode("utf-8", "surrogatepass")) + 1
