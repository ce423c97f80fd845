"""The AWS environment inside a world, and that it is exactly what it was afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import boto3
import botocore.session
import pytest

from fakeaws import mock_aws
from fakeaws.intercept import environment

REAL = {
    "AWS_ACCESS_KEY_ID": "AKIAREALREALREALREAL",
    "AWS_SECRET_ACCESS_KEY": "real",
    "AWS_SESSION_TOKEN": "real-token",
    "AWS_PROFILE": "production",
    "AWS_DEFAULT_PROFILE": "production",
    "AWS_ROLE_ARN": "arn:aws:iam::999999999999:role/real",
    "AWS_WEB_IDENTITY_TOKEN_FILE": "/real/token",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1/credentials",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/real/token",
    "AWS_ENDPOINT_URL": "https://real.example.com",
    "AWS_ENDPOINT_URL_SQS": "https://sqs.real.example.com",
    "AWS_CONFIG_FILE": "/real/config",
    "AWS_MAX_ATTEMPTS": "7",
    "AWS_SOMETHING_OF_THE_APPLICATION": "kept",
}


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A developer's machine: credentials of a real account and no default session."""
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in REAL.items():
        monkeypatch.setenv(name, value)
    return environment_now()


def environment_now() -> dict[str, str]:
    """Without what pytest itself changes."""
    return {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}


def aws_variables() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.startswith("AWS_")}


def test_inside_there_are_dummy_credentials_a_region_and_no_files(real: dict[str, str]) -> None:
    with mock_aws(region="eu-north-1"):
        assert aws_variables() == {
            "AWS_ACCESS_KEY_ID": environment.ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": environment.SECRET_KEY,
            "AWS_DEFAULT_REGION": "eu-north-1",
            "AWS_REGION": "eu-north-1",
            "AWS_CONFIG_FILE": environment.NO_FILE,
            "AWS_SHARED_CREDENTIALS_FILE": environment.NO_FILE,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_MAX_ATTEMPTS": "7",
            "AWS_SOMETHING_OF_THE_APPLICATION": "kept",
        }
        assert not os.path.exists(environment.NO_FILE)
        credentials = boto3.Session().get_credentials()
        assert (credentials.access_key, credentials.token) == (environment.ACCESS_KEY, None)
        session = botocore.session.get_session()
        assert session.full_config == {"profiles": {}}
        assert session.get_config_variable("region") == "eu-north-1"
    assert environment_now() == real


def test_what_the_application_exports_inside_is_gone_afterwards(real: dict[str, str]) -> None:
    with mock_aws(region="eu-north-1"):
        os.environ["AWS_SESSION_TOKEN"] = "of an assumed role"
        os.environ["AWS_NEW"] = "1"
        del os.environ["AWS_SOMETHING_OF_THE_APPLICATION"]
        with mock_aws(region="eu-south-1"):
            assert "AWS_SESSION_TOKEN" not in os.environ
            assert os.environ["AWS_REGION"] == "eu-south-1"
        assert os.environ["AWS_SESSION_TOKEN"] == "of an assumed role"
        assert os.environ["AWS_REGION"] == "eu-north-1"
    assert environment_now() == real


def test_a_monkeypatch_that_is_undone_after_the_world_brings_no_dummy_back(real: dict[str, str]) -> None:
    patch = pytest.MonkeyPatch()
    with mock_aws(region="eu-north-1"):
        patch.setenv("AWS_ACCESS_KEY_ID", "AKIAMADEUPMADEUPMADE")
        patch.delenv("AWS_CONFIG_FILE")
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    patch.undo()
    assert os.environ["AWS_ACCESS_KEY_ID"] == environment.ACCESS_KEY
    environment.forget_dummies()  # the plugin does it at the end of each test
    assert environment_now() == real


# -- boto3's default session -------------------------------------------------------------------------------------------


def access_key(client: Any) -> str:
    key: str = client._request_signer._credentials.access_key
    return key


def state(session: Any) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    core = session._session
    return dict(core.__dict__), dict(core._components._components), dict(core._components._deferred)


@pytest.mark.parametrize("used", [True, False])
def test_a_default_session_from_before_acts_with_dummy_credentials_and_is_restored(
    real: dict[str, str], monkeypatch: pytest.MonkeyPatch, used: bool
) -> None:
    for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_CONFIG_FILE"):
        monkeypatch.delenv(name)
    boto3.setup_default_session(region_name="ap-south-1")
    session = boto3.DEFAULT_SESSION
    if used:
        assert access_key(boto3.client("sqs")) == REAL["AWS_ACCESS_KEY_ID"]
    before = state(session)
    with mock_aws(region="eu-north-1"):
        client = boto3.client("sqs")
        assert boto3.DEFAULT_SESSION is session
        assert client.meta.region_name == "ap-south-1"
        assert access_key(client) == environment.ACCESS_KEY
        assert client.create_queue(QueueName="q")["QueueUrl"].startswith("https://sqs.ap-south-1.")
    assert boto3.DEFAULT_SESSION is session
    assert state(session) == before
    assert access_key(boto3.client("sqs")) == REAL["AWS_ACCESS_KEY_ID"]
    assert session.get_credentials().token == "real-token"


def test_a_default_session_made_inside_is_dropped(real: dict[str, str]) -> None:
    with mock_aws():
        boto3.client("sqs")
        assert boto3.DEFAULT_SESSION is not None
    assert boto3.DEFAULT_SESSION is None


# -- the region that the test suite has set ----------------------------------------------------------------------------


def test_a_region_that_a_fixture_has_set_is_the_world_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "sa-east-1")
    with mock_aws() as aws:
        assert aws.region == os.environ["AWS_REGION"] == "sa-east-1"
        with mock_aws() as inner:
            assert inner.region == "sa-east-1"
    with mock_aws(region="us-west-2") as aws:
        assert aws.region == os.environ["AWS_DEFAULT_REGION"] == "us-west-2"


def test_a_region_of_the_developer_s_shell_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "from fakeaws import mock_aws\nwith mock_aws() as aws: print(aws.region)"
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "AWS_DEFAULT_REGION": "sa-east-1", "AWS_REGION": "sa-east-1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "us-east-1"
