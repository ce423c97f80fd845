"""ActiveMQ's XML, freed of what Amazon MQ does not permit."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from fakeaws.services.mq import errors
from fakeaws.services.mq.configurations.permitted import (
    BOOLEANS,
    ELEMENTS,
    EXCEPTIONS,
    FORBIDDEN_ATTRIBUTES,
    NUMBERS,
)

_NAMESPACE = "http://activemq.apache.org/schema/core"
_OURS = f"{{{_NAMESPACE}}}"
_NUMBER = re.compile(r"-?[0-9]+ ?(?:[kKmMgG][bB]?)?")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def clean(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The document without what is not permitted, and the warnings of what that was, in the document's order.

    Raises BadRequestException for what is no configuration at all.
    """
    # ElementTree expands entities however large they become.
    if "<!DOCTYPE" in text:
        raise errors.bad_request("The configuration must have no document type declaration.", "data")
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError) as error:
        raise errors.bad_request(f"The configuration is not well-formed XML: {error}", "data") from None
    if root.tag != f"{_OURS}broker":
        raise errors.bad_request(f'The configuration must be a <broker xmlns="{_NAMESPACE}"> element.', "data")
    warnings: list[dict[str, Any]] = []
    _clean(root, warnings)
    return _HEAD + _written(root), warnings


def _clean(element: ElementTree.Element, warnings: list[dict[str, Any]]) -> None:
    name = _local(element)
    for attribute, value in list(element.attrib.items()):
        reason = None
        if attribute in FORBIDDEN_ATTRIBUTES and (name, attribute) not in EXCEPTIONS:
            reason = "DISALLOWED_ATTRIBUTE_REMOVED"
        elif not _is_fitting(attribute, value):
            reason = "INVALID_ATTRIBUTE_VALUE_REMOVED"
        if reason is not None:
            del element.attrib[attribute]
            warnings.append({"AttributeName": attribute, "ElementName": name, "Reason": reason})
    for child in list(element):
        if child.tag.startswith(_OURS) and _local(child) in ELEMENTS:
            _clean(child, warnings)
        else:
            element.remove(child)
            warnings.append({"ElementName": _local(child), "Reason": "DISALLOWED_ELEMENT_REMOVED"})


def _is_fitting(attribute: str, value: str) -> bool:
    if attribute in BOOLEANS:
        return value in ("true", "false")
    if attribute.endswith(NUMBERS):
        return _NUMBER.fullmatch(value) is not None
    return True


def _written(root: ElementTree.Element) -> str:
    """With the namespace as the default one, which ElementTree knows only by a registry of the whole process."""
    for element in root.iter():
        element.tag = _local(element)
    root.attrib = {"xmlns": _NAMESPACE, **root.attrib}
    return ElementTree.tostring(root, encoding="unicode")


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
