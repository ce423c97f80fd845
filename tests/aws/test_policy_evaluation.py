"""Who may do what: principals, actions, resources and the order of effects."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws.aws.policies import PolicyDocument, Principal, Request, evaluate, parse_policy

QUEUE = "arn:aws:sqs:us-east-1:123456789012:orders"
ACCOUNT = "123456789012"
ROOT = Principal.of_arn(f"arn:aws:iam::{ACCOUNT}:root")
ANN = Principal.of_arn(f"arn:aws:iam::{ACCOUNT}:user/team/ann")
STRANGER = Principal.of_arn("arn:aws:iam::999999999999:user/eve")
ROLE = Principal.of_arn(f"arn:aws:iam::{ACCOUNT}:role/path/worker")
SESSION = Principal.of_arn(f"arn:aws:sts::{ACCOUNT}:assumed-role/worker/run-1")
SNS = Principal.of_service("sns.amazonaws.com")
NOBODY = Principal.anonymous()
EVERYBODY = {"root", "ann", "stranger", "role", "session", "sns", "nobody"}
PEOPLE = {
    "root": ROOT,
    "ann": ANN,
    "stranger": STRANGER,
    "role": ROLE,
    "session": SESSION,
    "sns": SNS,
    "nobody": NOBODY,
}


def policy(*statements: dict[str, Any]) -> PolicyDocument:
    defaults = {"Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": "*"}
    full = []
    for given in statements:
        left_out = [name[3:] for name in given if name.startswith("Not")]
        full.append({**{name: value for name, value in defaults.items() if name not in left_out}, **given})
    return parse_policy({"Version": "2012-10-17", "Statement": full})


def allowed(document: PolicyDocument, who: Principal = ANN, action: str = "sqs:SendMessage", to: str = QUEUE) -> bool:
    return evaluate([document], Request(who, action, to)).allowed


# ---- principals

PRINCIPALS: list[tuple[Any, set[str]]] = [
    ("*", EVERYBODY),
    ({"AWS": "*"}, EVERYBODY),
    ({"AWS": ACCOUNT}, {"root", "ann", "role", "session"}),
    ({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, {"root", "ann", "role", "session"}),
    ({"AWS": [ANN.arn]}, {"ann"}),
    ({"AWS": ["999999999999", ANN.arn]}, {"ann", "stranger"}),
    ({"AWS": ROLE.arn}, {"role", "session"}),
    ({"AWS": f"arn:aws:iam::{ACCOUNT}:role/worker"}, {"session"}),
    ({"AWS": f"arn:aws:iam::{ACCOUNT}:role/other"}, set()),
    ({"AWS": "arn:aws:iam::999999999999:role/worker"}, set()),
    ({"AWS": SESSION.arn}, {"session"}),
    ({"AWS": SESSION.arn + "2"}, set()),
    ({"Service": "sns.amazonaws.com"}, {"sns"}),
    ({"Service": ["s3.amazonaws.com", "sns.amazonaws.com"]}, {"sns"}),
    ({"Service": "events.amazonaws.com"}, set()),
    ({"Service": "sns.amazonaws.com", "AWS": ACCOUNT}, {"root", "ann", "role", "session", "sns"}),
    ({"Federated": "accounts.example.com", "CanonicalUser": "79a5"}, set()),
    ({"AWS": "AIDAQ3EGS7EXAMPLE0001"}, set()),
]


@pytest.mark.parametrize(("principal", "expected"), PRINCIPALS)
def test_a_principal_element_lets_in(principal: Any, expected: set[str]) -> None:
    document = policy({"Principal": principal})
    assert {name for name, who in PEOPLE.items() if allowed(document, who)} == expected


# Who is still denied by "deny all but …".
NOT_PRINCIPALS: list[tuple[Any, set[str]]] = [
    ({"AWS": [ANN.arn, ACCOUNT]}, EVERYBODY - {"ann", "root"}),
    ({"AWS": ANN.arn}, EVERYBODY),  # the account must be exempt as well
    ({"AWS": [SESSION.arn, ROLE.arn, ACCOUNT]}, EVERYBODY - {"session", "role", "root"}),
    ({"AWS": [SESSION.arn, ACCOUNT]}, EVERYBODY - {"root"}),
    ({"AWS": [ROLE.arn, ACCOUNT]}, EVERYBODY - {"role", "root"}),
    ({"Service": "sns.amazonaws.com"}, EVERYBODY - {"sns"}),
]


@pytest.mark.parametrize(("principal", "denied"), NOT_PRINCIPALS)
def test_deny_with_not_principal(principal: Any, denied: set[str]) -> None:
    document = policy({}, {"Effect": "Deny", "NotPrincipal": principal})
    assert {name for name, who in PEOPLE.items() if not allowed(document, who)} == denied


@pytest.mark.parametrize("text", [QUEUE, "arn:aws:iam::123456789012:group/g", "ann", ACCOUNT])
def test_who_is_no_principal_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not"):
        Principal.of_arn(text)


KEYS = [
    (ANN, "aws:PrincipalArn", ANN.arn),
    (ANN, "aws:PrincipalType", "User"),
    (ANN, "aws:username", "ann"),
    (ROOT, "aws:PrincipalType", "Account"),
    (SESSION, "aws:PrincipalArn", f"arn:aws:iam::{ACCOUNT}:role/worker"),
    (SESSION, "aws:PrincipalType", "AssumedRole"),
    (SESSION, "AWS:PRINCIPALACCOUNT", ACCOUNT),
    (SNS, "aws:PrincipalServiceName", "sns.amazonaws.com"),
    (SNS, "aws:PrincipalIsAWSService", "true"),
    (NOBODY, "aws:PrincipalType", "Anonymous"),
]


@pytest.mark.parametrize(("who", "key", "value"), KEYS)
def test_the_keys_that_follow_from_the_principal(who: Principal, key: str, value: str) -> None:
    document = policy({"Condition": {"StringEquals": {key: value}}})
    assert allowed(document, who)
    assert not allowed(policy({"Condition": {"StringEquals": {key: value + "2"}}}), who)


def test_the_requests_own_context_goes_first() -> None:
    document = policy({"Condition": {"StringEquals": {"aws:PrincipalArn": "x"}}})
    assert evaluate([document], Request(ANN, "sqs:SendMessage", QUEUE, {"AWS:principalarn": "x"})).allowed


# ---- actions and resources

ACTIONS = [
    ("*", True),
    ("sqs:*", True),
    ("SQS:sendmessage", True),
    ("sqs:Send*", True),
    ("sqs:Send?essage", True),
    ("s*:SendMessage", True),
    ("sqs:SendMessageBatch", False),
    ("sqs:Receive*", False),
    ("sns:*", False),
    (["sns:Publish", "sqs:SendMessage"], True),
]


@pytest.mark.parametrize(("action", "expected"), ACTIONS)
def test_actions_match_by_wildcard_whatever_the_case(action: Any, expected: bool) -> None:
    assert allowed(policy({"Action": action})) is expected
    assert allowed(policy({"NotAction": action})) is not expected


RESOURCES = [
    ("*", True),
    (QUEUE, True),
    ("arn:aws:sqs:*:*:orders", True),
    ("arn:aws:sqs:*:123456789012:ord*", True),
    ("arn:aws:sqs:us-east-1:123456789012:order?", True),
    ("arn:*:sqs:*", True),
    ("arn:aws:sqs:*", True),
    ("arn:aws:sqs:*:orders", False),
    ("arn:aws:sqs:us-east-1:123456789012:Orders", False),
    ("arn:aws:sqs:us-east-1:123456789012:orders2", False),
    ("arn:aws:sqs:us-east-1:12345678901?:${aws:username}", False),
    ("arn:aws:sqs:us-east-1:${aws:PrincipalAccount}:orders", True),
    (["arn:aws:sqs:us-west-2:123456789012:orders", "arn:aws:sqs:us-east-1:*:*"], True),
    ("orders", False),
]


@pytest.mark.parametrize(("resource", "expected"), RESOURCES)
def test_resources_match_part_by_part(resource: Any, expected: bool) -> None:
    assert allowed(policy({"Resource": resource})) is expected
    assert allowed(policy({"NotResource": resource})) is not expected


def test_the_last_part_of_an_arn_may_hold_colons_and_slashes() -> None:
    document = policy({"Action": "*", "Resource": "arn:aws:s3:::lake/${aws:username}/*"})
    assert allowed(document, ANN, "s3:GetObject", "arn:aws:s3:::lake/ann/a:b/c")
    assert not allowed(document, ANN, "s3:GetObject", "arn:aws:s3:::lake/bob/a")


def test_a_resource_policy_without_resource_means_the_one_it_hangs_on() -> None:
    document = parse_policy({"Statement": {"Effect": "Allow", "Principal": "*", "Action": "sqs:*"}})
    assert allowed(document)


# ---- the decision

READ, WRITE = "sqs:ReceiveMessage", "sqs:SendMessage"
ALLOW_ALL, DENY_WRITE = policy({"Sid": "all"}), policy({"Sid": "no", "Effect": "Deny", "Action": WRITE})
ALLOW_READ = policy({"Sid": "read", "Action": READ})

DECISIONS: list[tuple[list[PolicyDocument], bool, bool, str | None]] = [
    ([], False, False, None),
    ([ALLOW_READ], False, False, None),
    ([ALLOW_ALL], True, False, "all"),
    ([ALLOW_READ, ALLOW_ALL], True, False, "all"),
    ([ALLOW_ALL, DENY_WRITE], False, True, "no"),
    ([DENY_WRITE, ALLOW_ALL], False, True, "no"),
    ([DENY_WRITE], False, True, "no"),
    ([policy({"Sid": "a", "Action": WRITE}, {"Sid": "b"})], True, False, "a"),
]


@pytest.mark.parametrize(("documents", "permitted", "explicit", "sid"), DECISIONS)
def test_deny_wins_then_allow_then_nothing(
    documents: list[PolicyDocument], permitted: bool, explicit: bool, sid: str | None
) -> None:
    decision = evaluate(documents, Request(ANN, WRITE, QUEUE))
    assert (decision.allowed, decision.explicit_deny) == (permitted, explicit)
    assert (decision.statement.sid if decision.statement else None) == sid


def test_all_conditions_of_a_statement_must_hold() -> None:
    document = policy(
        {"Condition": {"StringEquals": {"a": "1", "b": ["2", "3"]}, "NumericLessThan": {"n": "5"}}},
    )
    for context, expected in (
        ({"a": "1", "b": "3", "n": 4}, True),
        ({"a": "1", "b": "4", "n": 4}, False),
        ({"a": "1", "b": "3", "n": 5}, False),
        ({"b": "3", "n": 4}, False),
    ):
        assert evaluate([document], Request(ANN, WRITE, QUEUE, context)).allowed is expected


def test_an_identity_policy_judges_whoever_has_it() -> None:
    document = parse_policy({"Statement": [{"Effect": "Allow", "Action": WRITE, "Resource": QUEUE}]}, "identity")
    assert allowed(document, STRANGER)
    assert not allowed(document, STRANGER, READ)
