"""What is a policy document and what is none."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from fakeaws.aws.policies import MalformedPolicy, Principal, Request, allow_statement, evaluate, parse_policy

ALLOW = {"Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": "*"}
IDENTITY = {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}


def document(*statements: dict[str, Any], **extra: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements), **extra}


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in ALLOW.items() if key != name}


MALFORMED: list[tuple[Any, str]] = [
    ("", "invalid Json"),
    ("{", "invalid Json"),
    ("[]", "Syntax errors"),
    ("1", "Syntax errors"),
    ({}, "Missing required field Statement"),
    (document(), "Syntax errors"),
    ({"Statement": "Allow"}, "Syntax errors"),
    (document(ALLOW, Version="2020-01-01"), "valid version"),
    (document(ALLOW, Foo=1), "Unknown field Foo"),
    (document(ALLOW, Id=1), "Syntax errors"),
    (document({**ALLOW, "Principle": "*"}), "Unknown field Principle"),
    (document("Allow"), "Syntax errors"),  # type: ignore[arg-type]
    (document({**ALLOW, "Sid": "a"}, {**ALLOW, "Sid": "a"}), "must be unique"),
    (document({**ALLOW, "Sid": 1}), "Syntax errors"),
    (document(without("Effect")), "Missing required field Effect"),
    (document({**ALLOW, "Effect": "allow"}), "Invalid effect: allow"),
    (document(without("Action")), "Missing required field Action"),
    (document({**ALLOW, "NotAction": "sqs:*"}), "both Action and NotAction"),
    (document({**ALLOW, "Action": "SendMessage"}), "prefaced by a vendor"),
    (document({**ALLOW, "Action": []}), "Syntax errors"),
    (document({**ALLOW, "Action": [1]}), "Syntax errors"),
    (document({**ALLOW, "Resource": ""}), "Syntax errors"),
    (document({**ALLOW, "NotResource": "*"}), "both Resource and NotResource"),
    (document(without("Principal")), "Missing required field Principal"),
    (document({**ALLOW, "NotPrincipal": "*"}), "both Principal and NotPrincipal"),
    (document({**ALLOW, "Principal": "123456789012"}), "Syntax errors"),
    (document({**ALLOW, "Principal": {}}), "Syntax errors"),
    (document({**ALLOW, "Principal": {"Aws": "*"}}), "Invalid principal"),
    (document({**ALLOW, "Principal": {"AWS": "ann"}}), "Invalid principal"),
    (document({**ALLOW, "Principal": {"AWS": "arn:aws:iam::123456789012:user/*"}}), "Invalid principal"),
    (document({**ALLOW, "Condition": "x"}), "Syntax errors"),
    (document({**ALLOW, "Condition": {"StringEquals": "x"}}), "Syntax errors"),
    (document({**ALLOW, "Condition": {"StringEquals": {"k": None}}}), "Syntax errors"),
    (document({**ALLOW, "Condition": {"StringIs": {"k": "v"}}}), "Invalid Condition type : StringIs."),
]


@pytest.mark.parametrize(("text", "reason"), MALFORMED)
def test_what_is_no_policy_says_why(text: Any, reason: str) -> None:
    with pytest.raises(MalformedPolicy) as caught:
        parse_policy(text)
    assert reason in caught.value.reason
    if isinstance(text, dict):
        with pytest.raises(MalformedPolicy):
            parse_policy(json.dumps(text))


def test_identity_policies_name_no_principals_but_resources() -> None:
    assert parse_policy(document(IDENTITY), "identity").statements[0].principals is None
    with pytest.raises(MalformedPolicy, match="should not specify a principal"):
        parse_policy(document(ALLOW), "identity")
    with pytest.raises(MalformedPolicy, match="Missing required field Resource"):
        parse_policy(document({"Effect": "Allow", "Action": "sqs:*"}), "identity")


def test_one_statement_needs_no_list_and_the_version_defaults_to_2008() -> None:
    parsed = parse_policy(json.dumps({"Id": "x", "Statement": {**ALLOW, "Sid": "one"}}))
    assert (parsed.version, parsed.id, parsed.statements[0].sid) == ("2008-10-17", "x", "one")
    assert parsed.statements[0].source == {**ALLOW, "Sid": "one"}


@pytest.mark.parametrize(("version", "allowed"), [("2012-10-17", True), ("2008-10-17", False)])
def test_only_the_language_of_2012_has_variables(version: str, allowed: bool) -> None:
    statement = {**ALLOW, "Condition": {"StringEquals": {"k": "${aws:username}"}}}
    ann = Principal.of_arn("arn:aws:iam::123456789012:user/ann")
    request = Request(ann, "sqs:SendMessage", "q", {"k": "ann"})
    assert evaluate([parse_policy({"Version": version, "Statement": [statement]})], request).allowed is allowed


def test_the_default_policy_of_a_topic_parses() -> None:
    parse_policy(
        '{"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID",'
        '"Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:Publish","SNS:Subscribe"],'
        '"Resource":"arn:aws:sns:us-east-1:123456789012:t",'
        '"Condition":{"StringEquals":{"AWS:SourceOwner":"123456789012"}}}]}'
    )


def test_the_statement_to_paste_lets_that_source_in_and_no_other() -> None:
    queue, topic = "arn:aws:sqs:us-east-1:123456789012:q", "arn:aws:sns:us-east-1:123456789012:t"
    statement = allow_statement("FromTopic", "sns.amazonaws.com", "sqs:SendMessage", queue, topic)
    assert statement == {
        "Sid": "FromTopic",
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue,
        "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
    }
    policy = [parse_policy(json.dumps(document(statement)))]
    sns = Principal.of_service("sns.amazonaws.com")
    for source, allowed in ((topic, True), (topic + "2", False)):
        assert evaluate(policy, Request(sns, "sqs:SendMessage", queue, {"aws:SourceArn": source})).allowed is allowed
    assert "Condition" not in allow_statement("x", "sns.amazonaws.com", "sqs:SendMessage", queue, None)


def test_documents_can_be_copied_with_the_world() -> None:
    policy = copy.deepcopy(parse_policy(document({**ALLOW, "Condition": {"StringLike": {"k": "${aws:username}*"}}})))
    ann = Principal.of_arn("arn:aws:iam::123456789012:user/ann")
    assert evaluate([policy], Request(ann, "sqs:SendMessage", "q", {"k": "ann1"})).allowed
