"""`World.boto3_session`: clients of another account or region."""

from __future__ import annotations

import builtins
from typing import Any

import pytest

from fakeaws import mock_aws


def test_the_session_is_of_the_world_itself_unless_told() -> None:
    with mock_aws(region="eu-central-1", account="111122223333") as aws:
        session = aws.boto3_session()
        assert session.region_name == "eu-central-1"
        assert session.client("sts").get_caller_identity()["Account"] == "111122223333"


def test_each_account_has_one_key_and_its_own_queues() -> None:
    with mock_aws() as aws:
        mine, other = aws.boto3_session(), aws.boto3_session(account="210987654321", region="eu-west-1")
        again = aws.boto3_session(account="210987654321")
        assert other.get_credentials().access_key == again.get_credentials().access_key
        assert other.get_credentials().access_key != mine.get_credentials().access_key
        url = other.client("sqs").create_queue(QueueName="orders")["QueueUrl"]
        assert url == "https://sqs.eu-west-1.amazonaws.com/210987654321/orders"
        assert "QueueUrls" not in mine.client("sqs").list_queues()


@pytest.mark.parametrize("account", ["1234", "12345678901a", ""])
def test_an_account_has_twelve_digits(account: str) -> None:
    with mock_aws() as aws:
        if account:
            with pytest.raises(ValueError, match="12 digits; got"):
                aws.boto3_session(account=account)
        else:
            assert aws.boto3_session(account=account).region_name == "us-east-1"


def test_without_boto3_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real_import = builtins.__import__

    def no_boto3(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "boto3":
            raise ModuleNotFoundError("No module named 'boto3'", name="boto3")
        return real_import(name, *args, **kwargs)

    with mock_aws() as aws:
        monkeypatch.setattr(builtins, "__import__", no_boto3)
        with pytest.raises(ModuleNotFoundError, match="pip install boto3"):
            aws.boto3_session()
