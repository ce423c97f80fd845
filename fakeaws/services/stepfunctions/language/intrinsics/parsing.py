"""The grammar of calls: ``States.Name(argument, …)``."""

from __future__ import annotations

import re

from fakeaws.services.stepfunctions.language.cursor import Cursor
from fakeaws.services.stepfunctions.language.errors import SyntaxProblem
from fakeaws.services.stepfunctions.language.intrinsics.calls import (
    Argument,
    Call,
    Intrinsic,
    Literal,
    PathArgument,
)
from fakeaws.services.stepfunctions.language.intrinsics.catalogue import CATALOGUE
from fakeaws.services.stepfunctions.language.json_text import read_json
from fakeaws.services.stepfunctions.language.paths import compile_path

#: Calls within calls, the outermost counted.
MOST_NESTING = 10

_NAME = re.compile(r"States\.[A-Za-z0-9]+")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_WORDS = {"null": None, "true": True, "false": False}
_WORD = re.compile(r"null|true|false")
_BLANKS = re.compile(r"\s*")


def compile_intrinsic(text: str) -> Intrinsic:
    """The call that ``text`` is; raises `SyntaxProblem` with the position of what is wrong."""
    reader = _Reader(text, 0)
    call = reader.read_call(1)
    reader.skip_blanks()
    if reader.at < len(text):
        raise reader.problem("Nothing may follow the call")
    return Intrinsic(text, call)


class _Reader(Cursor):
    __slots__ = ()

    def read_call(self, depth: int) -> Call:
        name = _NAME.match(self.text, self.at)
        if name is None or name[0] not in CATALOGUE:
            raise self.problem("Not an intrinsic function")
        if depth > MOST_NESTING:
            raise self.problem(f"More than {MOST_NESTING} functions in each other")
        start = self.at
        self.at = name.end()
        self.skip_blanks()
        self.expect("(")
        raw_first = name[0] == "States.Format"
        arguments: list[Argument] = []
        self.skip_blanks()
        if not self.take(")"):
            while True:
                arguments.append(self.read_argument(depth, raw_first and not arguments))
                self.skip_blanks()
                if self.take(")"):
                    break
                self.expect(",")
        function, least, most = CATALOGUE[name[0]]
        if not least <= len(arguments) <= most:
            raise SyntaxProblem(f"Wrong number of arguments for {name[0]}", start)
        return Call(function, tuple(arguments))

    def read_argument(self, depth: int, raw: bool) -> Argument:
        self.skip_blanks()
        character = self.text[self.at : self.at + 1]
        if character == "'":
            return Literal(self.read_text(raw))
        if character == "$":
            return self.read_path()
        if self.text.startswith("States.", self.at):
            return self.read_call(depth + 1)
        word = _WORD.match(self.text, self.at)
        if word is not None:
            self.at = word.end()
            return Literal(_WORDS[word[0]])
        number = _NUMBER.match(self.text, self.at)
        if number is None:
            raise self.problem("Not an argument")
        self.at = number.end()
        return Literal(read_json(number[0]))

    def read_text(self, raw: bool) -> str:
        """A text in single quotes; ``raw``: with its backslashes."""
        start = self.at
        self.at += 1
        parts: list[str] = []
        while self.at < len(self.text):
            character = self.text[self.at]
            if character == "'":
                self.at += 1
                return "".join(parts)
            if character == "\\":
                self.at += 1
                character = self.text[self.at : self.at + 1]
                if character not in ("'", "{", "}", "\\"):
                    raise SyntaxProblem("Illegal escape", self.at - 1)
                if raw:
                    parts.append("\\")
            parts.append(character)
            self.at += 1
        raise SyntaxProblem("The quote is not closed", start)

    def read_path(self) -> PathArgument:
        start = self.at
        self.at = _path_end(self.text, start)
        text = self.text[start : self.at].rstrip()
        try:
            return PathArgument(compile_path(text))
        except SyntaxProblem as problem:
            raise SyntaxProblem(problem.message, start + problem.position) from None

    def skip_blanks(self) -> None:
        blanks = _BLANKS.match(self.text, self.at)
        if blanks is not None:
            self.at = blanks.end()


def _path_end(text: str, start: int) -> int:
    """Where a path that is an argument ends: at a comma or bracket that is not the path's own."""
    open_brackets = 0
    quote = ""
    at = start
    while at < len(text):
        character = text[at]
        if character == "\\":
            at += 1
        elif quote:
            quote = "" if character == quote else quote
        elif character in "'\"" and open_brackets:
            quote = character
        elif character in "[(":
            open_brackets += 1
        elif character in "])" and open_brackets:
            open_brackets -= 1
        elif character in ",)":
            break
        at += 1
    return min(at, len(text))
