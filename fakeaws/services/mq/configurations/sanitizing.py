"""Data of a revision: read, and for ActiveMQ freed of what is not permitted."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any, NamedTuple
from xml.etree import ElementTree

from fakeaws.services.mq import errors
from fakeaws.services.mq.configurations.permitted import BOOLEANS, ELEMENTS, FORBIDDEN_ATTRIBUTES, NUMBERS
from fakeaws.services.mq.engines.engine import ACTIVEMQ, Engine

_NAMESPACE = "http://activemq.apache.org/schema/core"
_KEY = re.compile(r"[A-Za-z0-9_.$-]+")
#: As many warnings as UpdateConfiguration tells.
MOST_WARNINGS = 20


class Sanitized(NamedTuple):
    """``data`` in base64; ``warnings`` of what was taken out, in the document's order."""

    data: str
    warnings: list[dict[str, Any]]


def sanitized(data: str, engine: Engine) -> Sanitized:
    """Raises BadRequestException for what is no configuration at all."""
    try:
        text = base64.b64decode(data, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        raise errors.bad_request("The configuration data must be base64-encoded UTF-8.", "data") from None
    return _activemq(text) if engine is ACTIVEMQ else _rabbitmq(text, data)


def _activemq(text: str) -> Sanitized:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise errors.bad_request("The configuration must have no document type declaration.", "data")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise errors.bad_request(f"The configuration is not well-formed XML: {error}", "data") from None
    if root.tag != f"{{{_NAMESPACE}}}broker":
        raise errors.bad_request(f'The configuration must be a <broker xmlns="{_NAMESPACE}"> element.', "data")
    warnings: list[dict[str, Any]] = []
    _clean(root, warnings)
    ElementTree.register_namespace("", _NAMESPACE)
    document = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + ElementTree.tostring(
        root, encoding="unicode"
    )
    cleaned = document if warnings else text
    return Sanitized(base64.b64encode(cleaned.encode()).decode(), warnings)


def _clean(element: ElementTree.Element, warnings: list[dict[str, Any]]) -> None:
    name = _local(element)
    for attribute, value in list(element.attrib.items()):
        reason = None
        if attribute in FORBIDDEN_ATTRIBUTES:
            reason = "DISALLOWED_ATTRIBUTE_REMOVED"
        elif not _is_fitting(attribute, value):
            reason = "INVALID_ATTRIBUTE_VALUE_REMOVED"
        if reason is not None:
            del element.attrib[attribute]
            warnings.append({"AttributeName": attribute, "ElementName": name, "Reason": reason})
    for child in list(element):
        if _local(child) in ELEMENTS:
            _clean(child, warnings)
        else:
            element.remove(child)
            warnings.append({"ElementName": _local(child), "Reason": "DISALLOWED_ELEMENT_REMOVED"})


def _is_fitting(attribute: str, value: str) -> bool:
    if attribute in BOOLEANS:
        return value in ("true", "false")
    if attribute.endswith(NUMBERS):
        return re.fullmatch(r"-?[0-9]+ ?(?:[kKmMgG][bB]?)?", value) is not None
    return True


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _rabbitmq(text: str, data: str) -> Sanitized:
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        key, equals, value = stripped.partition("=")
        if not equals or not _KEY.fullmatch(key.strip()) or not value.strip():
            raise errors.bad_request(f"The configuration is not valid: line {number} is not [key = value].", "data")
    return Sanitized(data, [])
