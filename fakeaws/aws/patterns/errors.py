"""What is wrong with a pattern, in the words of AWS's compiler."""

from __future__ import annotations


class PatternError(ValueError):
    """A text that is no pattern.

    ``text`` says why; ``location``, where the compiler stood in the text, as AWS prints it
    (``[Source: …; line: 1, column: 10]``), or None for mistakes that AWS does not locate. ``str()`` is both.
    """

    def __init__(self, text: str, location: str | None = None) -> None:
        super().__init__(text, location)
        self.text = text
        self.location = location

    def __str__(self) -> str:
        return self.text if self.location is None else f"{self.text}\n at {self.location}"


class TooComplex(PatternError):
    """A pattern of too many combinations or wildcards."""
