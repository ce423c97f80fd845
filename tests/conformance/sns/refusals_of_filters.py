"""Refusals of filter policies (7.3), by Subscribe and by SetSubscriptionAttributes."""

from __future__ import annotations

import json
from typing import Any

from tests.conformance.contract import Refusal
from tests.conformance.sns.refusals_of_subscriptions import NO_JSON, both
from tests.conformance.sns.rows import INVALID

_BODY = {"FilterPolicyScope": "MessageBody"}

#: What stands for OPERATOR in ``{"key":[{OPERATOR}]}``; AWS's text; the column that it names.
_OPERATORS: tuple[tuple[str, str, int | None], ...] = (
    ('"wrong-operator":true', "Unrecognized match type wrong-operator", 31),
    ('"suffix":"value","prefix":"value2"', "Only one key allowed in match expression", 37),
    ('"suffix":100', "suffix match pattern must be a string", 22),
    ('"suffix":null', "suffix match pattern must be a string", 23),
    ('"suffix":[]', "suffix match pattern must be a string", 20),
    ('"suffix":["value"]', "suffix match pattern must be a string", 20),
    ('"cidr":["bad-filter"]', "prefix match pattern must be a string", 18),
    ('"cidr":"bad-filter"', "Malformed CIDR, one '/' required", None),
    ('"cidr":"bad-filter/64"', "Nonstandard IP address: bad-filter", None),
    ('"cidr":"xx.11.xx/8"', "Nonstandard IP address: xx.11.xx", None),
    ('"cidr":"xxxx:db8:1234:1a00::/64"', "Nonstandard IP address: xxxx:db8:1234:1a00::", None),
    ('"cidr":"10.0.0.0/x"', "Malformed CIDR, mask bits must be an integer", None),
    ('"numeric":[]', "Invalid member in numeric match: ]", 22),
    ('"numeric":["operator"]', "Unrecognized numeric range operator: operator", 32),
    ('"numeric":[1,"<="]', "Invalid member in numeric match: 1", 22),
    ('"numeric":["=","000"]', "Value of equals must be numeric", 26),
    ('"numeric":[">="]', "Value of >= must be numeric", 26),
    ('"numeric":[">","20","<","30"]', "Value of > must be numeric", 26),
    ('"numeric":[">",20,"<","30"]', "Value of < must be numeric", 33),
    ('"numeric":["<",100,">",10]', "Too many elements in numeric expression", 30),
    ('"numeric":[">=",1,">",2]', "Bad numeric range operator: >", 31),
    ('"numeric":[">",3,"<",1]', "Bottom must be less than top", 33),
    ('"numeric":[">",20,"<="]', "Value of <= must be numeric", 33),
    ('"numeric":[">",20,30]', "Bad value in numeric range: 30", 30),
    ('"numeric":[">",20,"test"]', "Bad numeric range operator: test", 34),
    ('"numeric":[">",20,"<",30,"<",50]', "Too many terms in numeric range expression", 36),
    ('"exists":null', "exists match pattern must be either true or false.", 23),
    ('"exists":"no"', "exists match pattern must be either true or false.", 20),
    ('"anything-but":{"wrong-operator":null}', "Unsupported anything-but pattern: wrong-operator", 47),
    ('"anything-but":{"suffix":"test"}', "Unsupported anything-but pattern: suffix", 36),
    ('"anything-but":{"exists":false}', "Unsupported anything-but pattern: exists", 40),
    ('"anything-but":{"prefix":false}', "prefix match pattern must be a string", 40),
)
_PLAIN: tuple[tuple[str, str, int | None], ...] = (
    ('{"key":[["value"]]}', "Match value must be String, number, true, false, or null", 10),
    ('{"key":[]}', "Empty arrays are not allowed", 10),
    ('{"key":{"suffix":"value"}}', '"suffix" must be an object or an array', 19),
    ('{"key_a":"value_one"}', '"key_a" must be an object or an array', 11),
)
_NESTED = "Invalid parameter: Filter policy scope MessageAttributes does not support nested filter policy"
_MANY_KEYS = "FilterPolicy: Filter policy can not have more than 5 keys"
_TOO_COMPLEX = "FilterPolicy: Filter policy is too complex"


def _refused(text: str, words: str, column: int | None) -> tuple[Refusal, Refusal]:
    location = "" if column is None else f'\n at [Source: (String)"{text}"; line: 1, column: {column}]'
    return both(text, "FilterPolicy", text, f"FilterPolicy: {words}{location}")


def _complex(id: str, policy: Any) -> Refusal:
    """Of the body: SetSubscriptionAttributes changes one attribute, and the scope of the stage's is the other."""
    text = json.dumps(policy)
    subscribing, _ = both(f"of {id}", "FilterPolicy", text, _TOO_COMPLEX, **_BODY)
    return subscribing


def _nested() -> tuple[Refusal, Refusal]:
    """One text for both operations, without Subscribe's prefix."""
    first, second = both("nested", "FilterPolicy", '{"a":{"b":["c"]}}', "")
    return tuple(  # type: ignore[return-value]
        Refusal(refusal.id, refusal.operation, refusal.params, INVALID, _NESTED) for refusal in (first, second)
    )


def _values(count: int) -> list[str]:
    return [f"value {number}" for number in range(count)]


_NINE = {"a": {"b": {"c": _values(4)}}, "d": {"e": _values(3)}, "f": _values(3)}

TABLE: tuple[Refusal, ...] = (
    *(
        row
        for text, words in NO_JSON
        for row in both(text, "FilterPolicy", text, f"FilterPolicy: failed to parse JSON. {words}")
    ),
    *(row for text, words, column in _PLAIN for row in _refused(text, words, column)),
    *(row for inner, words, column in _OPERATORS for row in _refused(f'{{"key":[{{{inner}}}]}}', words, column)),
    *_nested(),
    *both("of 6 keys", "FilterPolicy", json.dumps({key: ["a"] for key in "abcdef"}), _MANY_KEYS),
    *both("of 160 combinations", "FilterPolicy", json.dumps({"a": _values(16), "b": _values(10)}), _TOO_COMPLEX),
    _complex("216 combinations", _NINE),
    _complex(
        "152 combinations",
        {"a": _values(2), "$or": [{"b": _values(8)}, {"c": {"d": _values(34)}}]},
    ),
    *both("of 4 stars", "FilterPolicy", '{"a":[{"wildcard":"*a*b*c*"}]}', _TOO_COMPLEX),
)
