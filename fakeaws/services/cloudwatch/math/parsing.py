"""From an expression to a tree; from weakest to strongest: ``||  &&  == != < <= > >=  + -  * /  ^``, unary minus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from fakeaws.services.cloudwatch.math.tokens import Token, tokens_of
from fakeaws.services.cloudwatch.math.values import MathError


class Number(NamedTuple):
    """A constant."""

    value: float


class Text(NamedTuple):
    """A quoted text: functions take some."""

    text: str


class Name(NamedTuple):
    """The id of a query, or a word such as ``REPEAT``."""

    name: str


class Negative(NamedTuple):
    """``-operand``."""

    operand: Node


class Operation(NamedTuple):
    """``left mark right``."""

    mark: str
    left: Node
    right: Node


class Array(NamedTuple):
    """``[a, b]``."""

    items: tuple[Node, ...]


class Function(NamedTuple):
    """``NAME(a, b)``."""

    name: str
    arguments: tuple[Node, ...]


Node: TypeAlias = Number | Text | Name | Negative | Operation | Array | Function

#: Names that are no ids where they are arguments of these functions.
SORTED_BY = ("AVG", "MAX", "MIN", "SUM")
_WORDS = {"FILL": ("REPEAT", "LINEAR"), "SORT": (*SORTED_BY, "ASC", "DESC")}
_LEVELS = (("||",), ("&&",), ("==", "!=", "<", "<=", ">", ">="), ("+", "-"), ("*", "/"))
_DEEPEST = 40


@lru_cache(maxsize=256)
def parse(expression: str) -> Node:
    """Raises `MathError` for what is no expression."""
    parser = _Parser(tokens_of(expression))
    node = parser.level(0)
    parser.end()
    return node


def nodes(tree: Node) -> Iterator[Node]:
    """All of a tree from left to right; names that are words of a function are left out.

    Without recursion: a sum of a thousand terms is a tree as deep.
    """
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        parts: tuple[Node, ...] = ()
        if isinstance(node, Operation):
            parts = (node.left, node.right)
        elif isinstance(node, Negative):
            parts = (node.operand,)
        elif isinstance(node, Array):
            parts = node.items
        elif isinstance(node, Function):
            words = _WORDS.get(node.name, ())
            parts = tuple(each for each in node.arguments if not (isinstance(each, Name) and each.name in words))
        waiting.extend(reversed(parts))


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0

    def level(self, number: int) -> Node:
        if number == len(_LEVELS):
            return self._power()
        node = self.level(number + 1)
        while self._token.kind == "mark" and self._token.text in _LEVELS[number]:
            mark = self._take().text
            node = Operation(mark, node, self.level(number + 1))
        return node

    def end(self) -> None:
        if self._token.kind != "end":
            raise self._unexpected()

    def _power(self) -> Node:
        base = self._unary()
        if self._is("^"):
            self._take()
            return Operation("^", base, self._deeper(self._power))
        return base

    def _unary(self) -> Node:
        if self._is("-"):
            self._take()
            return Negative(self._deeper(self._power))
        return self._operand()

    def _operand(self) -> Node:
        token = self._take()
        if token.kind == "number":
            return Number(float(token.text))
        if token.kind == "text":
            return Text(token.text)
        if token.kind == "name":
            return Function(token.text, self._items("(", ")")) if self._is("(") else Name(token.text)
        if token.text == "(" and token.kind == "mark":
            node = self._deeper(lambda: self.level(0))
            self._expect(")")
            return node
        self._next -= 1
        if token.text == "[" and token.kind == "mark":
            return Array(self._items("[", "]"))
        raise self._unexpected()

    def _items(self, opening: str, closing: str) -> tuple[Node, ...]:
        self._expect(opening)
        items: list[Node] = []
        while not self._is(closing):
            if items:
                self._expect(",")
            items.append(self._deeper(lambda: self.level(0)))
        self._take()
        return tuple(items)

    def _deeper(self, part: Callable[[], Node]) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise MathError("The expression is nested too deeply")
        node = part()
        self._depth -= 1
        return node

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._token
        if token.kind == "end":
            raise self._unexpected()
        self._next += 1
        return token

    def _is(self, mark: str) -> bool:
        return self._token.kind == "mark" and self._token.text == mark

    def _expect(self, mark: str) -> None:
        if not self._is(mark):
            raise self._unexpected()
        self._next += 1

    def _unexpected(self) -> MathError:
        token = self._token
        if token.kind == "end":
            return MathError("Unexpected end of expression")
        return MathError(f"Unexpected token '{token.text}' at position {token.at}")
