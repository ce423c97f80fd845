"""What a parsed expression refers to: found by a walk through its tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fakeaws.services.stepfunctions.language.compiled import Compiled


class Parsed(Compiled):
    """``unsupported``: names looked up in the missing input, each once, with its position. See `Expression` for the rest."""

    __slots__ = ("states", "tree", "unsupported", "variables")

    def __init__(self, tree: Any) -> None:
        self.tree = tree
        walk = _Walk()
        walk.visit(tree, top=True, bound=frozenset())
        self.unsupported = tuple(walk.unsupported.items())
        self.variables = frozenset(walk.variables)
        self.states = frozenset(walk.states)


class _Walk:
    """``top``: the node is evaluated with the expression's own input, of which there is none."""

    def __init__(self) -> None:
        self.unsupported: dict[str, int] = {}
        self.variables: dict[str, None] = {}
        self.states: dict[str, None] = {}

    def visit(self, node: Any, top: bool, bound: frozenset[str]) -> frozenset[str]:
        """Note what ``node`` refers to; gives the names bound after it."""
        if node is None:
            return bound
        kind = node.type
        if kind == "path":
            self._path(node, top, bound)
        elif kind == "variable":
            self._variable(node, top, bound)
        elif kind == "name" and top:
            self._refuse(str(node.value), node)
        elif kind == "bind":
            inner = bound | {str(node.lhs.value)}
            self.visit(node.rhs, top, inner)
            bound = inner
        elif kind == "block":
            inner = bound
            for part in node.expressions:
                inner = self.visit(part, top, inner)
        elif kind == "lambda":
            self.visit(node.body, top, bound | {str(argument.value) for argument in node.arguments})
        elif kind == "transform":
            # its parts are evaluated on what the transformation is applied to
            for part in (node.pattern, node.update, node.delete):
                self.visit(part, False, bound)
        else:
            for child in _children(node):
                self.visit(child, top, bound)
        for one in node.predicate or ():
            self.visit(one.expr, False, bound)
        self._stages(node, bound)
        if node.group is not None:
            for key, value in node.group.lhs_object:
                self.visit(key, False, bound)
                self.visit(value, False, bound)
        return bound

    def _path(self, node: Any, top: bool, bound: frozenset[str]) -> None:
        first = node.steps[0]
        if first.type == "variable" and first.value == "states" and "states" not in bound and len(node.steps) > 1:
            self.states[str(node.steps[1].value)] = None
        for step in node.steps:
            self.visit(step, top, bound)
            top = False
            bound = bound | {str(name) for name in (step.focus, step.index) if isinstance(name, str)}

    def _stages(self, node: Any, bound: frozenset[str]) -> None:
        for stage in node.stages or ():
            if stage.type == "filter":
                self.visit(stage.expr, False, bound)
        if node.type == "sort":
            for term in node.terms:
                self.visit(term.expression, False, bound)

    def _variable(self, node: Any, top: bool, bound: frozenset[str]) -> None:
        name = str(node.value)
        if name == "$" or (name == "" and top):
            self._refuse(f"${name}", node)
        elif name and name not in bound:
            self.variables[name] = None

    def _refuse(self, name: str, node: Any) -> None:
        self.unsupported.setdefault(name, node.position)


def _children(node: Any) -> Iterator[Any]:
    yield from (node.lhs, node.rhs, node.expression, node.condition, node.then, node._else, node.procedure)
    yield from node.arguments or ()
    yield from node.expressions or ()
    if node.type == "unary":
        for key, value in node.lhs_object or ():
            yield key
            yield value
