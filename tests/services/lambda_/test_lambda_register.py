"""``aws.lambda_.register``: what it takes, and what it refuses at once."""

from __future__ import annotations

import datetime
import json
from datetime import timedelta
from typing import Any

import boto3
import pytest

from fakeaws import World


def echo(event: Any, context: Any) -> Any:
    return event


@pytest.mark.parametrize("timeout", [60, timedelta(minutes=1)])
def test_a_timeout_is_whole_seconds_or_a_timedelta(aws: World, timeout: Any) -> None:
    aws.lambda_.register("pay", echo, timeout=timeout)
    client: Any = boto3.client("lambda")
    assert client.get_function_configuration(FunctionName="pay")["Timeout"] == 60


@pytest.mark.parametrize(
    ("name", "options", "kind", "text"),
    [
        (echo, {}, TypeError, r"the function's name comes first: @aws.lambda_.register\('bill'\)"),
        (7, {}, TypeError, "a function's name is a text, not 7"),
        ("pay cards", {}, ValueError, "letters, digits, hyphens and underscores, not 'pay cards'"),
        ("", {}, ValueError, "1 to 64 letters"),
        ("p" * 65, {}, ValueError, "1 to 64 letters"),
        ("pay:live", {}, ValueError, r"the code of \$LATEST: leave ':live' out of 'pay:live'"),
        ("pay", {"timeout": 0}, ValueError, "timeout is 1 to 900 whole seconds, not 0"),
        ("pay", {"timeout": 1.5}, ValueError, "not 1.5"),
        ("pay", {"timeout": timedelta(minutes=16)}, ValueError, "timeout is 1 to 900 whole seconds"),
        ("pay", {"memory": 64}, ValueError, "memory is 128 to 10240 MB, not 64"),
    ],
)
def test_what_is_refused(aws: World, name: Any, options: dict[str, Any], kind: type[Exception], text: str) -> None:
    with pytest.raises(kind, match=text):
        aws.lambda_.register(name, **options)
    client: Any = boto3.client("lambda")
    assert client.list_functions()["Functions"] == []


def test_an_answer_that_has_no_json_is_named_as_in_aws(aws: World) -> None:
    """Inside a world the classes of ``datetime`` are others; nobody reads of that."""
    answers: dict[str, Any] = {
        "datetime": datetime.datetime.now(),
        "date": datetime.date.today(),
        "set": {1},
        "timedelta": timedelta(1),
    }
    aws.lambda_.register("pay", lambda event, context: answers[event])
    client: Any = boto3.client("lambda")
    for name in answers:
        error = json.load(client.invoke(FunctionName="pay", Payload=json.dumps(name))["Payload"])
        assert error["errorMessage"] == f"Unable to marshal response: Object of type {name} is not JSON serializable"
