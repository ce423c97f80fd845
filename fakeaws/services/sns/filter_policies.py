"""Filter policies of subscriptions."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any, Literal, TypeAlias

from fakeaws.aws.errors import AwsError
from fakeaws.aws.patterns.dialects import SNS_ATTRIBUTES, SNS_BODY, Dialect
from fakeaws.aws.patterns.errors import PatternError
from fakeaws.aws.patterns.fields import AllPaths, Entry, Fields, Unreadable, fields_of, parse_event
from fakeaws.aws.patterns.matching import Verdict
from fakeaws.aws.patterns.near_misses import NearMiss, near_misses
from fakeaws.aws.patterns.numbers import decimal_or_none
from fakeaws.aws.patterns.parsing import Parsed, lists_of_alternatives, parse
from fakeaws.aws.patterns.tokens import REDACTED
from fakeaws.services.sns import errors

Scope: TypeAlias = Literal["MessageAttributes", "MessageBody"]
#: The end of the metric ``NumberOfNotificationsFilteredOut-…`` that counts the message.
FilteredOut: TypeAlias = Literal[
    "MessageAttributes", "MessageBody", "NoMessageAttributes", "InvalidAttributes", "InvalidMessageBody"
]

#: The operations that set the attribute; their refusals begin differently.
Operation: TypeAlias = Literal["Subscribe", "SetSubscriptionAttributes"]

MAX_SIZE = 256 * 1024
MAX_KEYS = 5
MAX_COMBINATIONS = 150
MAX_STARS = 3
MAX_WILDCARD_POINTS = 100
_DIALECTS: dict[Scope, Dialect] = {"MessageAttributes": SNS_ATTRIBUTES, "MessageBody": SNS_BODY}
_TOO_COMPLEX = "Filter policy is too complex"


class Filtering:
    """What a filter policy says of a message: true if it is to be delivered.

    ``filtered_out``: how the metric counts it otherwise; ``verdict``: the first key that failed, as words by ``str()``.
    """

    __slots__ = ("filtered_out", "verdict")

    def __init__(self, verdict: Verdict, filtered_out: FilteredOut | None = None) -> None:
        self.verdict = verdict
        self.filtered_out: FilteredOut | None = None if verdict else filtered_out

    def __bool__(self) -> bool:
        return self.verdict.matched

    def __str__(self) -> str:
        if self.filtered_out == "InvalidMessageBody":
            return "the message is no JSON object"
        if self.filtered_out == "NoMessageAttributes":
            return f"{self.verdict} (the message has no attributes)"
        return str(self.verdict)


class FilterPolicy:
    """The attribute ``FilterPolicy``, compiled for its scope.

    ``text`` is the policy as it was given.
    """

    __slots__ = ("_parsed", "scope", "text")

    def __init__(self, text: str, scope: Scope, parsed: Parsed) -> None:
        self.text = text
        self.scope: Scope = scope
        self._parsed = parsed

    @classmethod
    def parse(
        cls, text: str, scope: Scope = "MessageAttributes", operation: Operation = "Subscribe"
    ) -> FilterPolicy | None:
        """Compile a policy; None for ``""`` and ``{}``, which mean that there is none.

        Raises ``AwsError`` in the words that the operation has for it. A policy that is there when only the scope is
        changed has to be parsed again: what fits one scope may not fit the other.
        """
        if not text:
            return None
        try:
            alternatives = lists_of_alternatives(text, REDACTED)
        except PatternError as error:
            raise _refusal(f"FilterPolicy: failed to parse JSON. {error}", operation) from None
        if len(text.encode("utf-8", "surrogatepass")) > MAX_SIZE:
            raise _refusal("FilterPolicy: Filter policy is too large", operation)
        if "".join(text.split()) == "{}":
            return None
        try:
            parsed = parse(text, _DIALECTS[scope], alternatives)
        except PatternError as error:
            raise _refusal(f"FilterPolicy: {error}", operation) from None
        if scope == "MessageAttributes" and parsed.nested_key is not None:
            raise errors.bare_invalid_parameter(
                "Invalid parameter: Filter policy scope MessageAttributes does not support nested filter policy"
            )
        if len(parsed.keys) > MAX_KEYS:
            raise _refusal(f"FilterPolicy: Filter policy can not have more than {MAX_KEYS} keys", operation)
        if (
            parsed.combinations > MAX_COMBINATIONS
            or parsed.most_stars > MAX_STARS
            or parsed.wildcard_points > MAX_WILDCARD_POINTS
        ):
            raise _refusal(f"FilterPolicy: {_TOO_COMPLEX}", operation)
        return cls(text, scope, parsed)

    @property
    def combinations(self) -> int:
        """What counts against AWS's limit of 150."""
        return self._parsed.combinations

    def matches(self, attributes: Mapping[str, Mapping[str, Any]], body: str) -> Filtering:
        """Whether a message is to be delivered, by whichever the scope names."""
        return self.matches_attributes(attributes) if self.scope == "MessageAttributes" else self.matches_body(body)

    def matches_attributes(self, attributes: Mapping[str, Mapping[str, Any]]) -> Filtering:
        """Whether message attributes match: by name, each with ``DataType`` and ``StringValue`` as boto3 has them.

        Binary attributes are as if they were not there.
        """
        pattern = self._parsed.pattern
        fields, unreadable = _fields_of_attributes(attributes, pattern.paths.names)
        verdict = pattern.explain_fields(fields)
        if unreadable:
            return Filtering(verdict, "InvalidAttributes")
        return Filtering(verdict, "MessageAttributes" if fields.company else "NoMessageAttributes")

    def matches_body(self, text: str) -> Filtering:
        """Whether a body matches: it has to be a JSON object."""
        body = _object_of(text)
        if body is None:
            return Filtering(Verdict(False), "InvalidMessageBody")
        pattern = self._parsed.pattern
        return Filtering(pattern.explain_fields(fields_of(body, pattern.paths)), "MessageBody")

    def near_misses(self, attributes: Mapping[str, Mapping[str, Any]], body: str) -> tuple[NearMiss, ...]:
        """Of a message that does not match: the small things that would have to be repaired, if they are all."""
        pattern = self._parsed.pattern
        if self.scope == "MessageAttributes":
            fields, _ = _fields_of_attributes(attributes, pattern.paths.names)
            return near_misses(pattern, fields, lambda: _fields_of_attributes(attributes, AllPaths().names)[0])
        event = _object_of(body)
        if event is None:
            return ()
        return near_misses(pattern, fields_of(event, pattern.paths), lambda: fields_of(event, AllPaths()))


def _refusal(text: str, operation: Operation) -> AwsError:
    if operation == "Subscribe":
        return errors.invalid_parameter("Attributes", text)
    return errors.invalid_parameter(text)


def _object_of(body: str) -> dict[str, Any] | None:
    try:
        event = parse_event(body)
    except ValueError:
        return None
    return event if isinstance(event, dict) else None


def _fields_of_attributes(attributes: Mapping[str, Mapping[str, Any]], names: Container[str]) -> tuple[Fields, bool]:
    """The attributes of these names, and whether any of them could not be read."""
    by_path: dict[str, list[Entry]] = {}
    company = unreadable = False
    for name, attribute in attributes.items():
        data_type: str = attribute["DataType"]
        if data_type.startswith("Binary"):
            continue
        company = True
        if name not in names:
            continue
        entries = _entries(data_type, attribute["StringValue"])
        unreadable = unreadable or any(isinstance(entry.value, Unreadable) for entry in entries)
        if entries:
            by_path[name] = entries
    return Fields(by_path, company), unreadable


def _entries(data_type: str, text: str) -> list[Entry]:
    """The values of an attribute: the elements of a ``String.Array``, else one."""
    if data_type == "String.Array":
        try:
            elements = parse_event(text)
        except ValueError:
            elements = None
        if not isinstance(elements, list):
            return [Entry(Unreadable(text))]
        return [Entry(element) for element in elements if not isinstance(element, (dict, list))]
    if data_type.startswith("Number"):
        number = decimal_or_none(text)
        return [Entry(Unreadable(text) if number is None else number)]
    return [Entry(text)]
