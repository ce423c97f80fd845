"""PutDataProtectionPolicy, GetDataProtectionPolicy."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .subscribers import ARN, invalid, make_topic, no_topic


def policy(description: str = "", **changes: Any) -> str:
    statement = {
        "Sid": "no addresses",
        "DataDirection": "Inbound",
        "Principal": ["*"],
        "DataIdentifier": ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"],
        "Operation": {"Deny": {}},
        **changes.pop("statement", {}),
    }
    document = {
        "Name": "orders",
        "Description": description,
        "Version": "2021-06-01",
        "Statement": [statement],
        **changes,
    }
    return json.dumps(document, indent=3)


def stored(sns: Any, arn: str) -> str | None:
    found: str | None = sns.get_data_protection_policy(ResourceArn=arn).get("DataProtectionPolicy")
    return found


def test_the_exact_text_comes_back(sns: Any) -> None:
    arn = make_topic(sns)
    assert stored(sns, arn) is None
    sns.put_data_protection_policy(ResourceArn=arn, DataProtectionPolicy=policy())
    assert stored(sns, arn) == policy()
    assert "DataProtectionPolicy" not in sns.get_topic_attributes(TopicArn=arn)["Attributes"]


def test_no_policy_takes_it_away(sns: Any) -> None:
    arn = make_topic(sns)
    sns.put_data_protection_policy(ResourceArn=arn, DataProtectionPolicy=policy())
    sns.put_data_protection_policy(ResourceArn=arn, DataProtectionPolicy="")
    assert stored(sns, arn) is None


def test_a_new_topic_can_have_one(sns: Any) -> None:
    arn = sns.create_topic(Name="orders", DataProtectionPolicy=policy())["TopicArn"]
    assert stored(sns, arn) == policy()
    with invalid("DataProtectionPolicy Reason: failed to parse JSON"):
        sns.create_topic(Name="other", DataProtectionPolicy="{")
    assert len(sns.list_topics()["Topics"]) == 1


def test_size(sns: Any) -> None:
    arn = make_topic(sns)
    full = policy("x" * (30_720 - len(policy())))
    sns.put_data_protection_policy(ResourceArn=arn, DataProtectionPolicy=full)
    with invalid("DataProtectionPolicy Reason: must be at most 30720 characters long"):
        sns.put_data_protection_policy(ResourceArn=arn, DataProtectionPolicy=full + " ")
    assert stored(sns, arn) == full


def test_standard_topics_only(sns: Any) -> None:
    arn = make_topic(sns, "orders.fifo")
    with invalid("DataProtectionPolicy Reason: data protection policies are not supported for FIFO topics"):
        sns.put_data_protection_policy(ResourceArn=arn, DataProtectionPolicy=policy())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[]", "must be a JSON object"),
        (policy(Name=""), "Name is required"),
        (policy(Version="2012-10-17"), "Version must be 2021-06-01"),
        (policy(Statement=[]), "Statement must be a list with at least one element"),
        (policy(Statement=["x"]), "a Statement must be a JSON object"),
        (policy(statement={"Principal": None}), "Principal is required in a Statement"),
        (policy(statement={"DataDirection": "Up"}), "DataDirection must be Inbound or Outbound"),
        (policy(statement={"Operation": {"Allow": {}}}), "Operation must be one of Audit, Deidentify and Deny"),
    ],
)
def test_documents_that_are_none(sns: Any, text: str, reason: str) -> None:
    arn = make_topic(sns)
    with invalid(f"DataProtectionPolicy Reason: {reason}"):
        sns.put_data_protection_policy(ResourceArn=arn, DataProtectionPolicy=text)
    assert stored(sns, arn) is None


def test_no_topic(sns: Any) -> None:
    with no_topic():
        sns.put_data_protection_policy(ResourceArn=f"{ARN}none", DataProtectionPolicy=policy())
    with no_topic():
        sns.get_data_protection_policy(ResourceArn=f"{ARN}none")
    with invalid("ResourceArn Reason: An ARN must have at least 6 elements, not 1"):
        sns.get_data_protection_policy(ResourceArn="none")
