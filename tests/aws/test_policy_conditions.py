"""Every condition operator: what holds, what does not, and what a missing key means."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from fakeaws.aws.policies import Principal, Request
from fakeaws.aws.policies.conditions import UnknownOperator, condition

TOPIC = "arn:aws:sns:us-east-1:123456789012:orders"
USER = Principal.of_arn("arn:aws:iam::123456789012:user/team/ann")
NOON = datetime(2026, 1, 5, 12, tzinfo=timezone.utc)


def holds(operator: str, wanted: Any, value: Any, *, variables: bool = True) -> bool:
    values = wanted if isinstance(wanted, list) else [wanted]
    request = Request(USER, "sqs:SendMessage", "q", {"k": value, "tag": "blue"})
    return condition(operator, "K", values, variables=variables).holds(request)


# operator, value(s) in the policy, value of the request's key, whether it holds
TABLE: list[tuple[str, Any, Any, bool]] = [
    ("StringEquals", "a", "a", True),
    ("StringEquals", "a", "A", False),
    ("StringEquals", "a*", "ab", False),
    ("StringEquals", "a*", "a*", True),
    ("StringEquals", ["x", "a"], "a", True),
    ("StringEquals", "true", True, True),
    ("StringEquals", 5, "5", True),
    ("StringNotEquals", "a", "a", False),
    ("StringNotEquals", ["x", "a"], "a", False),
    ("StringNotEquals", ["x", "y"], "a", True),
    ("StringEqualsIgnoreCase", "aB", "Ab", True),
    ("StringEqualsIgnoreCase", "aB", "Abc", False),
    ("StringNotEqualsIgnoreCase", "aB", "Ab", False),
    ("StringNotEqualsIgnoreCase", "aB", "Ac", True),
    ("StringLike", "ab*", "abc:d/e", True),
    ("StringLike", "ab*", "ab", True),
    ("StringLike", "a?c", "abc", True),
    ("StringLike", "a?c", "ac", False),
    ("StringLike", "A*", "abc", False),
    ("StringLike", "a.c", "abc", False),
    ("StringLike", "*", "two\nlines", True),
    ("StringLike", TOPIC[:14] + "*", TOPIC, True),
    ("StringNotLike", "ab*", "abc", False),
    ("StringNotLike", "ab*", "bc", True),
    ("NumericEquals", "10", 10, True),
    ("NumericEquals", 10, "10.0", True),
    ("NumericEquals", "10", "ten", False),
    ("NumericNotEquals", 10, 10, False),
    ("NumericNotEquals", 10, 11, True),
    ("NumericLessThan", 10, 9.5, True),
    ("NumericLessThan", 10, 10, False),
    ("NumericLessThanEquals", 10, 10, True),
    ("NumericLessThanEquals", 10, 11, False),
    ("NumericGreaterThan", 10, 11, True),
    ("NumericGreaterThan", 10, 10, False),
    ("NumericGreaterThanEquals", 10, 10, True),
    ("NumericGreaterThanEquals", 10, 9, False),
    ("DateEquals", "2026-01-05T12:00:00Z", NOON, True),
    ("DateEquals", "2026-01-05T13:00:00+01:00", NOON, True),
    ("DateEquals", "1767614400", NOON, True),
    ("DateEquals", "2026-01-05", "2026-01-05T00:00:00Z", True),
    ("DateEquals", "2026-01-05T12:00Z", "2026-01-05T12:00:00.000Z", True),
    ("DateEquals", "2026-01-05T12:00:00Z", "2026-01-05T12:00:01Z", False),
    ("DateEquals", "2026-01-05T12:00:00.5Z", "2026-01-05T12:00:00.50Z", True),
    ("DateEquals", "2026-01-05T12:00:00.5Z", NOON, False),
    ("DateNotEquals", "2026-01-05T12:00:00Z", NOON, False),
    ("DateNotEquals", "2026-01-05T12:00:01Z", NOON, True),
    ("DateLessThan", "2026-01-05T12:00:01Z", NOON, True),
    ("DateLessThan", "2026-01-05T12:00:00Z", NOON, False),
    ("DateLessThanEquals", "2026-01-05T12:00:00Z", NOON, True),
    ("DateGreaterThan", "2026", NOON, True),
    ("DateGreaterThan", "2026-01-05T12:00:00Z", NOON, False),
    ("DateGreaterThanEquals", "2026-01-05T12:00:00Z", NOON, True),
    ("DateGreaterThan", "tomorrow", NOON, False),
    ("DateLessThan", "2026-02-30", NOON, False),
    ("Bool", "true", True, True),
    ("Bool", True, "true", True),
    ("Bool", "True", True, True),
    ("Bool", "true", False, False),
    ("Bool", "false", False, True),
    ("Bool", "yes", "yes", False),
    ("BinaryEquals", "QUJD", b"ABC", True),
    ("BinaryEquals", "QUJD", "QUJD", True),
    ("BinaryEquals", "QUJD", b"ABD", False),
    ("BinaryEquals", "QU!JD", b"ABC", False),
    ("IpAddress", "203.0.113.0/24", "203.0.113.7", True),
    ("IpAddress", "203.0.113.0/24", "203.0.114.7", False),
    ("IpAddress", "203.0.113.7", "203.0.113.7", True),
    ("IpAddress", "203.0.113.7/24", "203.0.113.8", True),
    ("IpAddress", ["10.0.0.0/8", "2001:db8::/32"], "2001:db8::1", True),
    ("IpAddress", "10.0.0.0/8", "2001:db8::1", False),
    ("IpAddress", "10.0.0.0/8", "localhost", False),
    ("IpAddress", "somewhere", "10.0.0.1", False),
    ("NotIpAddress", "203.0.113.0/24", "203.0.113.7", False),
    ("NotIpAddress", "203.0.113.0/24", "203.0.114.7", True),
    ("ArnEquals", TOPIC, TOPIC, True),
    ("ArnEquals", "arn:aws:sns:*:123456789012:*", TOPIC, True),
    ("ArnEquals", "arn:aws:sns:us-east-1:123456789012:other", TOPIC, False),
    ("ArnLike", "arn:aws:sns:us-*-1:*:ord?rs", TOPIC, True),
    ("ArnLike", "arn:aws:sns:*:orders", TOPIC, False),
    ("ArnLike", "arn:aws:sns:*:orders:1f", TOPIC + ":1f", False),
    ("ArnLike", "arn:aws:sns:*:*:orders:1f", TOPIC + ":1f", True),
    ("ArnLike", "arn:aws:sns:*", TOPIC, True),
    ("ArnLike", "arn:aws:sqs:*", TOPIC, False),
    ("ArnLike", "arn:aws:s3:::b/*", "arn:aws:s3:::b/k:1", True),
    ("ArnLike", "*", "orders", False),
    ("ArnEquals", "orders", "orders", False),
    ("ArnNotEquals", TOPIC, TOPIC, False),
    ("ArnNotEquals", TOPIC + "2", TOPIC, True),
    ("ArnNotLike", "arn:aws:sns:*:*:o*", TOPIC, False),
    ("ArnNotLike", "arn:aws:sns:*:*:p*", TOPIC, True),
    ("Null", "true", None, True),
    ("Null", "true", [], True),
    ("Null", "true", "", False),
    ("Null", "false", "a", True),
    ("Null", False, None, False),
    # a key that is missing: false, but for "not", IfExists and ForAllValues
    ("StringEquals", "a", None, False),
    ("StringNotEquals", "a", None, True),
    ("StringNotLike", "a", None, True),
    ("ArnNotLike", TOPIC, None, True),
    ("NumericLessThan", 1, None, False),
    ("NotIpAddress", "10.0.0.0/8", None, True),
    ("Bool", "true", None, False),
    ("StringEqualsIfExists", "a", None, True),
    ("StringEqualsIfExists", "a", "b", False),
    ("StringEqualsIfExists", "a", "a", True),
    ("BoolIfExists", "true", None, True),
    ("BoolIfExists", "true", False, False),
    ("ForAnyValue:StringEqualsIfExists", "a", None, True),
    # keys with several values
    ("ForAllValues:StringEquals", ["a", "b"], ["a", "b"], True),
    ("ForAllValues:StringEquals", ["a", "b"], ["a", "c"], False),
    ("ForAllValues:StringEquals", ["a", "b"], ["a"], True),
    ("ForAllValues:StringEquals", ["a"], None, True),
    ("ForAllValues:StringEquals", ["a"], [], True),
    ("ForAllValues:StringLike", ["a*"], ["ab", "ac"], True),
    ("ForAllValues:StringNotEquals", ["a"], ["b", "c"], True),
    ("ForAllValues:StringNotEquals", ["a"], ["a", "c"], False),
    ("ForAnyValue:StringEquals", ["a", "b"], ["c", "b"], True),
    ("ForAnyValue:StringEquals", ["a", "b"], ["c", "d"], False),
    ("ForAnyValue:StringEquals", ["a"], None, False),
    ("ForAnyValue:StringNotEquals", ["a"], ["a", "b"], True),
    ("ForAnyValue:StringNotEquals", ["a"], ["a"], False),
    ("ForAnyValue:StringNotEquals", ["a"], None, False),
    ("StringEquals", ["a"], ["a", "b"], True),
    ("StringNotEquals", ["a"], ["a", "b"], False),
    # variables
    ("StringEquals", "${aws:username}", "ann", True),
    ("StringEquals", "${AWS:UserName}-x", "ann-x", True),
    ("StringEquals", "${aws:username}", "bob", False),
    ("StringLike", "home/${aws:username}/*", "home/ann/a/b", True),
    ("StringLike", "${tag}?", "blue1", True),
    ("StringEquals", "${missing}", "", False),
    ("StringNotEquals", "${missing}", "a", True),
    ("StringEquals", "${missing, 'red'}", "red", True),
    ("StringEquals", "${tag, 'red'}", "blue", True),
    ("StringLike", "${*}${?}${$}*", "*?$more", True),
    ("StringLike", "${*}", "a", False),
    ("StringEquals", "a$b", "a$b", True),
    ("ArnLike", "arn:aws:sns:us-east-1:${aws:PrincipalAccount}:*", TOPIC, True),
    ("ArnLike", "arn:aws:sns:us-east-1:${aws:username}:*", TOPIC, False),
]


@pytest.mark.parametrize(("operator", "wanted", "value", "expected"), TABLE)
def test_an_operator(operator: str, wanted: Any, value: Any, expected: bool) -> None:
    assert holds(operator, wanted, value) is expected


def test_the_table_has_every_operator() -> None:
    from fakeaws.aws.policies.conditions import _OPERATORS

    bases = {row[0] for row in TABLE}
    assert set(_OPERATORS) | {"Null"} <= bases


@pytest.mark.parametrize(
    ("wanted", "value", "expected"),
    [("${aws:username}", "ann", False), ("${aws:username}", "${aws:username}", True), ("${a*}", "${abc}", True)],
)
def test_the_language_of_2008_has_no_variables(wanted: str, value: str, expected: bool) -> None:
    assert holds("StringLike", wanted, value, variables=False) is expected


def test_the_value_of_a_variable_is_no_pattern() -> None:
    request = Request(USER, "a:b", "r", {"k": "xyz", "tag": "*"})
    assert not condition("StringLike", "k", ["${tag}"], variables=True).holds(request)


def test_a_variable_needs_one_value() -> None:
    request = Request(USER, "a:b", "r", {"k": "a", "many": ["a", "b"]})
    assert not condition("StringLike", "k", ["${many}"], variables=True).holds(request)


@pytest.mark.parametrize("operator", ["StringIs", "NullIfExists", "ForSomeValues:StringEquals", "", "stringequals"])
def test_unknown_operators_are_refused(operator: str) -> None:
    with pytest.raises(UnknownOperator):
        condition(operator, "k", ["a"], variables=True)
