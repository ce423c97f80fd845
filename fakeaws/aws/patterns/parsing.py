"""From a pattern's text to its compiled form."""

from __future__ import annotations

from dataclasses import dataclass

from fakeaws.aws.patterns.conditions import Condition, Exactly, stars
from fakeaws.aws.patterns.dialects import OPERATORS, Dialect
from fakeaws.aws.patterns.errors import TooComplex
from fakeaws.aws.patterns.expressions import Expressions
from fakeaws.aws.patterns.matching import FieldTest, Pattern
from fakeaws.aws.patterns.tokens import Kind, Tokens, string_source

OR = "$or"
#: Names that no key of an alternative may have, as they would be taken for operators.
RESERVED = OPERATORS | {
    "exactly", "=", "<", "<=", ">", ">=", "regex", "not-wildcard", "not-equals-ignore-case", "date-after",
    "date-on-or-after", "date-before", "date-on-or-before", "in-date-range", "ip-address-in-range",
    "ip-address-not-in-range",
}  # fmt: skip


@dataclass(frozen=True)
class Parsed:
    """A compiled pattern, and the counts that services limit."""

    pattern: Pattern
    #: The outermost keys, each once.
    keys: tuple[str, ...]
    #: The key of the first object among the outermost values, or None if the pattern is flat.
    nested_key: str | None
    #: Values per key times its depth, multiplied over the keys; the alternatives of an ``$or`` are added up.
    combinations: int
    #: The most ``*`` in one wildcard pattern.
    most_stars: int
    #: AWS's points for wildcards, over all keys.
    wildcard_points: int


@dataclass
class _Frame:
    """An object, or the list of an ``$or``, that is being read."""

    prefix: str
    depth: int
    #: What ``combinations`` was before it.
    combinations: int
    #: An ``$or``'s list: its alternatives so far; an object has None.
    alternatives: list[dict[str, FieldTest]] | None = None
    #: An ``$or``'s list: the branches before it, and the sum of its alternatives' combinations.
    before: tuple[dict[str, FieldTest], ...] = ()
    total: int = 0
    count: int = 0
    empty: bool = True
    in_or: bool = False


def parse(text: str, dialect: Dialect, alternatives: frozenset[int] | None = None) -> Parsed:
    """Compile a pattern. Raises ``PatternError`` with AWS's text and position; ``TooComplex`` for too many alternatives.

    ``alternatives`` is what ``lists_of_alternatives`` says of the text, if that was asked before.
    """
    if dialect.or_is_reserved:
        alternatives = None
    elif alternatives is None:
        alternatives = lists_of_alternatives(text)
    return _Parser(Tokens(text, string_source(text)), dialect, alternatives).parse()


def lists_of_alternatives(text: str, source: str | None = None) -> frozenset[int]:
    """Where the lists begin that may be an ``$or``'s: two objects or more, no key of theirs an operator's name.

    Reads the whole text: raises ``PatternError`` where it is no JSON.
    """
    tokens = Tokens(text, string_source(text) if source is None else source)
    found: list[int] = []
    open_ones: list[_Candidate] = []
    while True:
        kind = tokens.next()
        if kind is Kind.END:
            tokens.refuse("No content to map due to end-of-input")
        if kind is Kind.STRING:
            tokens.string()
        inside = open_ones[-1] if open_ones else None
        if kind is Kind.NAME:
            if len(open_ones) > 1 and tokens.name in RESERVED:
                open_ones[-2].fits = False
            continue
        if kind in (Kind.END_OBJECT, Kind.END_ARRAY):
            closed = open_ones.pop()
            if closed.start is not None and closed.fits and closed.count > 1:
                found.append(closed.start)
        else:
            if inside is not None and inside.start is not None:
                inside.count += 1
                inside.fits = inside.fits and kind is Kind.OBJECT
            if kind in (Kind.OBJECT, Kind.ARRAY):
                open_ones.append(_Candidate(tokens.start if kind is Kind.ARRAY else None))
        if not tokens.depth:
            return frozenset(found)


class _Candidate:
    """An open list, or (``start`` None) object."""

    __slots__ = ("count", "fits", "start")

    def __init__(self, start: int | None) -> None:
        self.start = start
        self.count = 0
        self.fits = True


class _Parser:
    """Reads objects into branches: each the tests of one choice of alternatives. Nesting takes no Python stack."""

    def __init__(self, tokens: Tokens, dialect: Dialect, ors: frozenset[int] | None) -> None:
        self._tokens = tokens
        self._dialect = dialect
        self._ors = ors
        self._expressions = Expressions(tokens, dialect)
        self._branches: list[dict[str, FieldTest]] = [{}]
        self._too_many = False
        self._combinations = 1
        self._most_stars = 0
        self._points = 0
        self._keys: dict[str, None] = {}
        self._nested_key: str | None = None

    def parse(self) -> Parsed:
        tokens = self._tokens
        if tokens.next() is not Kind.OBJECT:
            tokens.refuse("Filter is not an object")
        frames = [_Frame("", 1, 1)]
        while frames:
            frame = frames[-1]
            kind = tokens.next()
            if frame.alternatives is not None:
                self._alternative(frames, frame, kind)
            elif kind is Kind.END_OBJECT:
                if frame.empty:
                    tokens.refuse("Empty objects are not allowed")
                frames.pop()
                if frames and frames[-1].alternatives is not None:
                    self._end_of_alternative(frames[-1])
            else:
                frame.empty = False
                self._field(frames, frame)
        if self._too_many:
            raise TooComplex(self._dialect.too_many_alternatives)
        pattern = Pattern(self._dialect, [tuple(branch.values()) for branch in self._branches])
        return Parsed(pattern, tuple(self._keys), self._nested_key, self._combinations, self._most_stars, self._points)

    def _field(self, frames: list[_Frame], frame: _Frame) -> None:
        tokens = self._tokens
        name = tokens.name
        if frame.in_or and self._dialect.or_is_reserved and name in RESERVED:
            tokens.refuse(f"{name} is Ruler reserved fieldName which cannot be used inside {OR}.")
        kind = tokens.next()
        if len(frames) == 1:
            self._keys[name] = None
        if name == OR and self._begins_or(kind):
            frames.append(_Frame(frame.prefix, frame.depth, self._combinations, [], tuple(self._branches)))
        elif kind is Kind.OBJECT:
            if self._nested_key is None:
                self._nested_key = name
            inner = _Frame(f"{frame.prefix}{name}.", frame.depth + 1, self._combinations, in_or=frame.in_or)
            frames.append(inner)
        elif kind is Kind.ARRAY:
            self._leaf(f"{frame.prefix}{name}", frame.depth)
        else:
            tokens.refuse(f'"{name}" must be an object or an array')

    def _begins_or(self, kind: Kind) -> bool:
        if self._ors is not None:
            return kind is Kind.ARRAY and self._tokens.start in self._ors
        if kind is not Kind.ARRAY:
            self._tokens.refuse(f"It must be an Array followed with {OR}.")
        return True

    def _alternative(self, frames: list[_Frame], frame: _Frame, kind: Kind) -> None:
        assert frame.alternatives is not None
        if kind is Kind.END_ARRAY:
            if frame.count < 2:
                self._tokens.refuse(f"There must have at least 2 Objects in {OR} relationship.")
            self._branches, self._combinations = frame.alternatives, frame.total
            frames.pop()
            return
        if kind is not Kind.OBJECT:
            self._tokens.refuse(f"Only JSON object is allowed in array of {OR} relationship.")
        frame.count += 1
        self._branches = [{}] if self._too_many else [dict(branch) for branch in frame.before]
        self._combinations = frame.combinations
        frames.append(_Frame(frame.prefix, frame.depth, self._combinations, in_or=True))

    def _end_of_alternative(self, frame: _Frame) -> None:
        assert frame.alternatives is not None
        frame.total += self._combinations
        if self._too_many or len(frame.alternatives) + len(self._branches) > self._dialect.max_alternatives:
            self._too_many = True  # told at the end: mistakes of syntax come first
        else:
            frame.alternatives += self._branches

    def _leaf(self, path: str, depth: int) -> None:
        tokens = self._tokens
        start = tokens.start
        conditions: list[Condition] = []
        while (kind := tokens.next()) is not Kind.END_ARRAY:
            conditions.append(self._condition(kind))
        if not conditions:
            tokens.refuse("Empty arrays are not allowed")
        self._combinations *= len(conditions) * depth
        counts = [count for condition in conditions for count in stars(condition)]
        if counts:
            self._most_stars = max(self._most_stars, *counts)
            self._points += sum(1 if count == 1 else 3 * count for count in counts) * len(counts)
        test = FieldTest(path, conditions, tokens.slice(start), self._dialect)
        for branch in self._branches:
            branch[path] = test

    def _condition(self, kind: Kind) -> Condition:
        tokens = self._tokens
        if kind is Kind.OBJECT:
            return self._expressions.read()
        if kind is Kind.STRING:
            return Exactly(tokens.string())
        if kind is Kind.NUMBER:
            return Exactly(tokens.number())
        if kind is Kind.NULL:
            return Exactly(None)
        if kind in (Kind.TRUE, Kind.FALSE):
            return Exactly(kind is Kind.TRUE)
        tokens.refuse("Match value must be String, number, true, false, or null")
