"""Where the dialects of the pattern language differ."""

from __future__ import annotations

from dataclasses import dataclass

OPERATORS = frozenset(
    {"prefix", "suffix", "equals-ignore-case", "wildcard", "anything-but", "numeric", "exists", "cidr"}
)


@dataclass(frozen=True)
class Dialect:
    """What one service makes of the language."""

    name: str
    #: What may stand as an object inside ``anything-but``.
    inside_anything_but: frozenset[str]
    #: Whether these may have lists of strings.
    lists_inside_anything_but: bool
    #: Whether ``prefix`` and ``suffix`` may hold ``{"equals-ignore-case": …}``.
    affixes_ignore_case: bool
    #: Whether a key ``$or`` always means the operator; otherwise it may be an ordinary key.
    or_is_reserved: bool
    #: Whether keys that lead into one array have to match in one and the same element.
    same_element: bool
    #: Whether ``null`` also matches a key that is not there.
    null_means_absent: bool
    #: Whether ``exists: false`` needs anything else to be there.
    absence_needs_company: bool
    #: Whether null and the empty string are no values for ``exists: true``.
    exists_means_content: bool
    #: Whether ``numeric`` reads numbers in strings.
    numbers_in_strings: bool
    #: How many alternatives ``$or`` may multiply to.
    max_alternatives: int
    #: What a pattern with more of them is told.
    too_many_alternatives: str


_SNS_TOO_COMPLEX = "Filter policy is too complex"
_TOO_COMPLEX = "Rule is too complex - try using fewer combinations of $or"

SNS_ATTRIBUTES = Dialect(
    name="SNS, message attributes",
    inside_anything_but=frozenset({"prefix", "wildcard"}),
    lists_inside_anything_but=False,
    affixes_ignore_case=False,
    or_is_reserved=False,
    same_element=False,
    null_means_absent=True,
    absence_needs_company=True,
    exists_means_content=True,
    numbers_in_strings=True,
    max_alternatives=150,
    too_many_alternatives=_SNS_TOO_COMPLEX,
)

SNS_BODY = Dialect(
    name="SNS, message body",
    inside_anything_but=frozenset({"prefix", "wildcard"}),
    lists_inside_anything_but=False,
    affixes_ignore_case=False,
    or_is_reserved=False,
    same_element=False,
    null_means_absent=False,
    absence_needs_company=False,
    exists_means_content=True,
    numbers_in_strings=True,
    max_alternatives=150,
    too_many_alternatives=_SNS_TOO_COMPLEX,
)

EVENTBRIDGE = Dialect(
    name="EventBridge",
    inside_anything_but=frozenset({"prefix", "suffix", "equals-ignore-case", "wildcard"}),
    lists_inside_anything_but=True,
    affixes_ignore_case=True,
    or_is_reserved=True,
    same_element=True,
    null_means_absent=False,
    absence_needs_company=False,
    exists_means_content=False,
    numbers_in_strings=False,
    max_alternatives=1000,
    too_many_alternatives=_TOO_COMPLEX,
)

EVENT_SOURCE = Dialect(
    name="Lambda event source mapping",
    inside_anything_but=EVENTBRIDGE.inside_anything_but,
    lists_inside_anything_but=True,
    affixes_ignore_case=True,
    or_is_reserved=True,
    same_element=True,
    null_means_absent=False,
    absence_needs_company=False,
    exists_means_content=False,
    numbers_in_strings=False,
    max_alternatives=1000,
    too_many_alternatives=_TOO_COMPLEX,
)
