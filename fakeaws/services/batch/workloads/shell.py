"""The few words of a shell that samples are made of, read from a container's command.

``sleep``, ``exit``, ``true``, ``false``, ``echo``, given as the command itself or as the line of ``sh -c``, joined by ``;``,
``&&``, ``||`` and ends of lines, with quotes and variables. Whoever uses more has a program that nobody here can run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

WORDS: Final = ("sleep", "exit", "true", "false", "echo", ":")
_SHELLS = ("sh", "bash", "dash", "ash")
_FOLDERS = ("/bin/", "/usr/bin/")
_OPERATORS = (";", "&&", "||", "\n")
_VARIABLE = re.compile(r"\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)\})")
_OPTIONS = re.compile(r"-l?(e?)l?c")
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400}
_TIME = re.compile(r"([0-9]+\.?[0-9]*|\.[0-9]+)([smhd]?)")


class Step(NamedTuple):
    """One command. ``operator`` stands before it: ``;``, ``&&`` or ``||``."""

    operator: str
    words: tuple[str, ...]


class Script(NamedTuple):
    """``stops_at_failure``: ``sh -e``."""

    steps: tuple[Step, ...]
    stops_at_failure: bool = False


class NotUnderstood(Exception):
    """The command has something that is not among these words."""


def read(command: tuple[str, ...], variables: Callable[[], Mapping[str, str]]) -> Script:
    """The script of a container's command. ``variables`` is asked only if it names one. Raises `NotUnderstood`."""
    if not command:
        raise NotUnderstood
    program = _program(command[0])
    if program not in _SHELLS:
        return Script((_checked(Step(";", (program, *command[1:]))),))
    options = _OPTIONS.fullmatch(command[1]) if len(command) == 3 else None
    if options is None:
        raise NotUnderstood
    return Script(tuple(_steps(command[2], variables)), bool(options[1]))


def sleep_us(words: tuple[str, ...]) -> int | None:
    """For how long ``sleep`` waits, in microseconds; None for operands that it does not take."""
    found = [_TIME.fullmatch(each) for each in words[1:]]
    if not found:
        return None
    total = 0
    for each in found:
        if each is None:
            return None
        total += round(float(each[1]) * _SECONDS[each[2]] * 1_000_000)
    return total


def echoed(words: tuple[str, ...]) -> tuple[str, bool]:
    """What ``echo`` writes, and whether it ends the line."""
    ends = words[1:2] != ("-n",)
    return " ".join(words[1:] if ends else words[2:]), ends


def _program(word: str) -> str:
    folder = next((each for each in _FOLDERS if word.startswith(each)), "")
    return word[len(folder) :]


def _checked(step: Step) -> Step:
    words = (_program(step.words[0]), *step.words[1:])
    if words[0] not in WORDS or (words[0] == "echo" and words[1:2] in (("-e",), ("-ne",), ("-en",))):
        raise NotUnderstood
    return Step(step.operator, words)


def _steps(line: str, variables: Callable[[], Mapping[str, str]]) -> Iterator[Step]:
    operator, words = ";", []
    for token, is_operator in _tokens(line, variables):
        if not is_operator:
            words.append(token)
            continue
        if words:
            yield _checked(Step(operator, tuple(words)))
        elif token != "\n":
            raise NotUnderstood  # an operator with nothing before it
        else:
            continue
        operator, words = ";" if token == "\n" else token, []
    if words:
        yield _checked(Step(operator, tuple(words)))
    elif operator != ";":
        raise NotUnderstood


def _tokens(line: str, variables: Callable[[], Mapping[str, str]]) -> Iterator[tuple[str, bool]]:
    """Words and operators, without blanks, quotes, comments and references."""
    word: str | None = None
    place, quote = 0, ""
    while place < len(line):
        letter = line[place]
        found = _VARIABLE.match(line, place) if letter == "$" and quote != "'" else None
        if found is not None:
            text = variables().get(found[1] or found[2], "")
            if text or quote or word is not None:
                word = (word or "") + text
            place = found.end()
            continue
        place += 1
        if quote:
            if letter == quote:
                quote = ""
            elif quote == '"' and letter == "\\" and line[place : place + 1] in ('"', "\\", "$", "`", "\n"):
                word = (word or "") + line[place].replace("\n", "")
                place += 1
            elif quote == '"' and letter in "$`":
                raise NotUnderstood
            else:
                word = (word or "") + letter
        elif letter in "'\"":
            quote, word = letter, word or ""
        elif letter == "\\":
            word = (word or "") + line[place : place + 1].replace("\n", "")
            place += 1
        elif letter in " \t":
            if word is not None:
                yield word, False
            word = None
        elif letter == "#" and word is None:
            end = line.find("\n", place)
            place = len(line) if end < 0 else end
        elif letter in ";&|\n":
            operator = line[place - 1 : place + 1] if letter in "&|" else letter
            if operator not in _OPERATORS:
                raise NotUnderstood
            if word is not None:
                yield word, False
            word = None
            yield operator, True
            place += len(operator) - 1
        elif letter in "()<>`$":
            raise NotUnderstood
        else:
            word = (word or "") + letter
    if quote:
        raise NotUnderstood
    if word is not None:
        yield word, False
