"""Reading a text from left to right."""

from __future__ import annotations

from fakeaws.services.stepfunctions.language.errors import SyntaxProblem


class Cursor:
    """A place in a text: a path, or the call of an intrinsic function."""

    __slots__ = ("at", "text")

    def __init__(self, text: str, at: int) -> None:
        self.text = text
        self.at = at

    @property
    def at_end(self) -> bool:
        return self.at >= len(self.text)

    @property
    def character(self) -> str:
        """The character here; "" at the end."""
        return self.text[self.at : self.at + 1]

    def skip_blanks(self) -> None:
        while self.character == " ":
            self.at += 1

    def take(self, wanted: str) -> bool:
        """Go past ``wanted`` if it is here."""
        if self.text.startswith(wanted, self.at):
            self.at += len(wanted)
            return True
        return False

    def expect(self, wanted: str) -> None:
        if not self.take(wanted):
            raise self.problem(f"Expected '{wanted}'")

    def problem(self, message: str) -> SyntaxProblem:
        return SyntaxProblem(message, self.at)
