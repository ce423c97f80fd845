"""Compiled payload templates."""

from __future__ import annotations

from fakeaws.services.stepfunctions.language.compiled import Compiled
from fakeaws.services.stepfunctions.language.json_text import Json
from fakeaws.services.stepfunctions.language.paths import PathMiss
from fakeaws.services.stepfunctions.language.scope import Scope
from fakeaws.services.stepfunctions.language.templates.dynamic import DynamicValue, missing


class Template(Compiled):
    """A payload template. What it gives shares its parts with the template and the scope."""

    __slots__ = ()

    def build(self, scope: Scope) -> Json:
        """The payload; raises States.Runtime."""
        raise NotImplementedError


class Constant(Template):
    """Nothing in it is dynamic."""

    __slots__ = ("value",)

    def __init__(self, value: Json) -> None:
        self.value = value

    def build(self, scope: Scope) -> Json:
        return self.value


class ArrayTemplate(Template):
    __slots__ = ("items",)

    def __init__(self, items: tuple[Template, ...]) -> None:
        self.items = items

    def build(self, scope: Scope) -> Json:
        return [item.build(scope) for item in self.items]


class ObjectTemplate(Template):
    """Literal fields in the template's order, then the dynamic ones as Java's ``HashMap`` orders their names."""

    __slots__ = ("_dynamic", "_inner", "_literal")

    def __init__(self, literal: dict[str, Template], dynamic: dict[str, DynamicValue]) -> None:
        #: The templates inside are built into the places that wait for them here.
        self._literal = {name: one.value if isinstance(one, Constant) else None for name, one in literal.items()}
        self._inner = tuple((name, one) for name, one in literal.items() if not isinstance(one, Constant))
        self._dynamic = tuple(dynamic.items())

    def build(self, scope: Scope) -> Json:
        payload = self._literal.copy()
        for name, template in self._inner:
            payload[name] = template.build(scope)
        for name, value in self._dynamic:
            try:
                payload[name] = value.read(scope)
            except PathMiss as miss:
                payload[name] = missing(miss, f"{name}.$", scope)
        return payload
