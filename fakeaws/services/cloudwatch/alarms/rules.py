"""The rules of composite alarms: ``ALARM("a") AND (OK(b) OR NOT INSUFFICIENT_DATA(c))``, ``AT_LEAST(2, ALARM, (a, b))``."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from fakeaws.services.cloudwatch import errors
from fakeaws.services.cloudwatch.alarms.verdicts import State

#: A rule's limits: different alarms, and alarms, constants and operators together.
MAX_CHILDREN = 100
MAX_ELEMENTS = 500

#: The state of the alarm of that name or ARN; ``None`` if there is none.
StateOf = Callable[[str], "State | None"]

_STATES: dict[str, State] = {"ALARM": "ALARM", "OK": "OK", "INSUFFICIENT_DATA": "INSUFFICIENT_DATA"}
_TOKEN = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([(),])|([^\s(),"]+))')


class Rule(ABC):
    """A part of a rule."""

    @abstractmethod
    def holds(self, state_of: StateOf) -> bool:
        """Whether it is true with these states."""

    def children(self) -> Iterator[str]:
        """The alarms that it names, as it names them, in order, several times if it does."""
        return iter(())

    def size(self) -> int:
        """How many elements it has."""
        return 1


@dataclass(frozen=True)
class Constant(Rule):
    value: bool

    def holds(self, state_of: StateOf) -> bool:
        return self.value


@dataclass(frozen=True)
class InState(Rule):
    state: State
    alarm: str

    def holds(self, state_of: StateOf) -> bool:
        return state_of(self.alarm) == self.state

    def children(self) -> Iterator[str]:
        yield self.alarm


@dataclass(frozen=True)
class Not(Rule):
    part: Rule

    def holds(self, state_of: StateOf) -> bool:
        return not self.part.holds(state_of)

    def children(self) -> Iterator[str]:
        return self.part.children()

    def size(self) -> int:
        return 1 + self.part.size()


@dataclass(frozen=True)
class Joined(Rule):
    """Parts with ``AND`` or ``OR`` between them."""

    every: bool
    parts: tuple[Rule, ...]

    def holds(self, state_of: StateOf) -> bool:
        each = (part.holds(state_of) for part in self.parts)
        return all(each) if self.every else any(each)

    def children(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.children()

    def size(self) -> int:
        return len(self.parts) - 1 + sum(part.size() for part in self.parts)


@dataclass(frozen=True)
class AtLeast(Rule):
    """So many of the alarms, or so many percent of them, are (not) in a state."""

    number: float
    percent: bool
    state: State
    negated: bool
    alarms: tuple[str, ...]

    def holds(self, state_of: StateOf) -> bool:
        found = sum((state_of(alarm) == self.state) is not self.negated for alarm in self.alarms)
        return found * 100 >= self.number * len(self.alarms) if self.percent else found >= self.number

    def children(self) -> Iterator[str]:
        return iter(self.alarms)

    def size(self) -> int:
        return 1 + len(self.alarms)


def parse(text: str) -> Rule:
    """The rule that a text says; raises AWS's ``ValidationError``."""
    rule = _Reader(text).whole()
    children = frozenset(rule.children())
    if len(children) > MAX_CHILDREN:
        raise errors.validation_error(f"AlarmRule must not reference more than {MAX_CHILDREN} alarms")
    if rule.size() > MAX_ELEMENTS:
        raise errors.validation_error(f"AlarmRule must not have more than {MAX_ELEMENTS} elements")
    return rule


class _Token(NamedTuple):
    text: str
    #: Where it begins, from 0.
    at: int
    quoted: bool = False


class _Reader:
    """Recursive descent; ``NOT`` binds more than ``AND``, that more than ``OR``."""

    def __init__(self, text: str) -> None:
        if text != text.strip():
            raise errors.validation_error("AlarmRule must not contain leading or trailing white space")
        self._length = len(text)
        self._tokens = list(_tokens(text))
        self._next = 0
        self._depth = 0

    def whole(self) -> Rule:
        rule = self._or()
        if self._next < len(self._tokens):
            raise self._unsupported()
        return rule

    def _or(self) -> Rule:
        return self._joined("OR", self._and, every=False)

    def _and(self) -> Rule:
        return self._joined("AND", self._not, every=True)

    def _joined(self, word: str, part: Callable[[], Rule], *, every: bool) -> Rule:
        parts = [part()]
        while self._take(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else Joined(every, tuple(parts))

    def _not(self) -> Rule:
        negations = 0
        while self._take("NOT"):
            negations += 1
        rule = self._one()
        for _ in range(negations):
            rule = Not(rule)
        return rule

    def _one(self) -> Rule:
        if self._take("("):
            self._depth += 1
            if self._depth > MAX_CHILDREN:
                raise self._unsupported()
            rule = self._or()
            self._need(")")
            self._depth -= 1
            return rule
        for word in ("TRUE", "FALSE"):
            if self._take(word):
                return Constant(word == "TRUE")
        if self._take("AT_LEAST"):
            return self._at_least()
        state = self._state()
        if state is None:
            raise self._unsupported()
        self._need("(")
        alarm = self._name()
        self._need(")")
        return InState(state, alarm)

    def _at_least(self) -> Rule:
        self._need("(")
        token = self._any()
        found = re.fullmatch(r"(\d+(?:\.\d+)?)(%?)", token.text)
        number = float(found[1]) if found is not None and not token.quoted else 0.0
        if found is None or number <= 0 or (found[2] and number > 100) or (not found[2] and number % 1):
            raise _unsupported(token)
        self._need(",")
        negated = self._take("NOT")
        state = self._state()
        if state is None:
            raise self._unsupported()
        self._need(",")
        self._need("(")
        alarms = [self._name()]
        while self._take(","):
            alarms.append(self._name())
        self._need(")")
        self._need(")")
        if not found[2] and number > len(alarms):
            raise _unsupported(token)
        return AtLeast(number, bool(found[2]), state, negated, tuple(alarms))

    def _state(self) -> State | None:
        for word, state in _STATES.items():
            if self._take(word):
                return state
        return None

    def _name(self) -> str:
        token = self._any()
        if not token.quoted and token.text in ("(", ")", ","):
            raise _unsupported(token)
        return token.text

    def _peek(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self, text: str) -> bool:
        token = self._peek()
        if token is None or token.quoted or token.text.upper() != text:
            return False
        self._next += 1
        return True

    def _any(self) -> _Token:
        token = self._peek()
        if token is None:
            raise self._unsupported()
        self._next += 1
        return token

    def _need(self, text: str) -> None:
        if not self._take(text):
            raise self._unsupported(text)

    def _unsupported(self, wanted: str | None = None) -> Exception:
        return _unsupported(self._peek() or _Token("<EOF>", self._length), wanted)


def _unsupported(token: _Token, wanted: str | None = None) -> Exception:
    hint = "" if wanted is None else f", must be: '{wanted}'"
    return errors.validation_error(f"Error in AlarmRule [Unsupported token '{token.text}' at char {token.at}{hint}]")


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise _unsupported(_Token('"', text.index('"', at)))
        quoted, sign, word = found.groups()
        if quoted is not None:
            yield _Token(re.sub(r"\\(.)", r"\1", quoted), found.start(1) - 1, quoted=True)
        else:
            yield _Token(sign or word, found.start(2 if sign else 3))
        at = found.end()
