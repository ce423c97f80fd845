"""XML bodies, shared by the protocols ``query``, ``ec2`` and ``rest-xml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

from fakeaws.errors import NotSupportedError
from fakeaws.wire.scalars import as_list, as_map, scalar_text

__all__ = ["namespace_attribute", "text_element", "xml_bytes", "xml_element", "xml_members"]

# Parsers turn a bare carriage return into a newline, so it has to travel as a reference.
_REFERENCES = {"\r": "&#13;"}

# These travel in the HTTP head, at whatever depth the model puts them.
_OUTSIDE_THE_BODY = frozenset({"header", "headers", "statusCode"})


#: What no XML document can hold, not even as a reference.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _escaped(text: str) -> str:
    return escape(_IMPOSSIBLE.sub("\ufffd", text), _REFERENCES)


def xml_bytes(root: str) -> bytes:
    """The document around a root element."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}'.encode()


def text_element(name: str, text: str) -> str:
    """``<name>text</name>`` with the text escaped."""
    return f"<{name}>{_escaped(text)}</{name}>"


def namespace_attribute(namespace: object) -> str:
    """`` xmlns="…"`` from a model's ``xmlNamespace`` (text, or a dict with ``uri`` and maybe ``prefix``)."""
    if not namespace:
        return ""
    if isinstance(namespace, Mapping):
        prefix = namespace.get("prefix")
        return f" xmlns{':' + prefix if prefix else ''}={quoteattr(str(namespace['uri']))}"
    return f" xmlns={quoteattr(str(namespace))}"


def service_namespace(operation: OperationModel) -> str:
    """The namespace that a service's metadata declares for its root elements; empty if there is none."""
    return namespace_attribute(operation.service_model.metadata.get("xmlNamespace"))


def xml_element(name: str, shape: Shape, value: Any) -> str:
    """One element that holds the whole value (a list or map inside it is not flattened)."""
    attributes = namespace_attribute(shape.serialization.get("xmlNamespace"))
    if isinstance(shape, StructureShape):
        if shape.is_document_type:
            raise NotSupportedError(f"{shape.name}: XML protocols have no document types")
        given = as_map(shape, value)
        content = xml_members(shape, given)
        attributes += _member_attributes(shape, given)
    elif isinstance(shape, ListShape):
        item_name = shape.member.serialization.get("name", "member")
        content = "".join(xml_element(item_name, shape.member, item) for item in as_list(shape, value))
    elif isinstance(shape, MapShape):
        content = "".join(f"<entry>{pair}</entry>" for pair in _pairs(shape, value))
    else:
        content = _escaped(scalar_text(shape, value, timestamps="iso8601"))
    return f"<{name}{attributes}>{content}</{name}>"


def xml_members(shape: StructureShape, value: Mapping[str, Any]) -> str:
    """A structure's child elements in the model's order; absent and ``None`` members are left out."""
    return "".join(
        _member(name, member, value[name])
        for name, member in shape.members.items()
        if value.get(name) is not None
        and not member.serialization.get("xmlAttribute")
        and member.serialization.get("location") not in _OUTSIDE_THE_BODY
    )


def _member(name: str, shape: Shape, value: Any) -> str:
    wire_name = str(shape.serialization.get("name", name))
    if shape.serialization.get("flattened"):
        if isinstance(shape, ListShape):
            # A name on the items wins over one on the list itself.
            wire_name = str(shape.member.serialization.get("name", wire_name))
            return "".join(xml_element(wire_name, shape.member, item) for item in as_list(shape, value))
        if isinstance(shape, MapShape):
            return "".join(f"<{wire_name}>{pair}</{wire_name}>" for pair in _pairs(shape, value))
    return xml_element(wire_name, shape, value)


def _pairs(shape: MapShape, value: Any) -> list[str]:
    key_name = shape.key.serialization.get("name", "key")
    value_name = shape.value.serialization.get("name", "value")
    return [
        xml_element(key_name, shape.key, key) + xml_element(value_name, shape.value, item)
        for key, item in as_map(shape, value).items()
    ]


def _member_attributes(shape: StructureShape, value: Mapping[str, Any]) -> str:
    return "".join(
        f" {member.serialization['name']}={quoteattr(scalar_text(member, value[name], timestamps='iso8601'))}"
        for name, member in shape.members.items()
        if member.serialization.get("xmlAttribute") and value.get(name) is not None
    )
