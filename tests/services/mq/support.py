"""Brokers and configurations, made in a line."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fakeaws import World

PASSWORD = "correct-horse-battery"
ACTIVEMQ: dict[str, Any] = {
    "EngineType": "ACTIVEMQ",
    "EngineVersion": "5.18",
    "DeploymentMode": "SINGLE_INSTANCE",
    "HostInstanceType": "mq.m5.large",
    "PubliclyAccessible": False,
    "AutoMinorVersionUpgrade": True,
    "Users": [{"Username": "admin", "Password": PASSWORD}],
}
RABBITMQ: dict[str, Any] = {
    **ACTIVEMQ,
    "EngineType": "RABBITMQ",
    "EngineVersion": "3.13",
    "HostInstanceType": "mq.m7g.medium",
}
DEFAULTS = {"ACTIVEMQ": ACTIVEMQ, "RABBITMQ": RABBITMQ}


def broker(mq: Any, name: str = "orders", *, engine: str = "ACTIVEMQ", **more: Any) -> str:
    """A broker that is being created; ``more`` parameters of CreateBroker, ``None`` leaves one out. Returns its id."""
    params = {**DEFAULTS[engine], "BrokerName": name, **more}
    id: str = mq.create_broker(**{key: value for key, value in params.items() if value is not None})["BrokerId"]
    return id


def running(aws: World, mq: Any, name: str = "orders", **more: Any) -> str:
    """A `broker` that runs. Returns its id."""
    id = broker(mq, name, **more)
    until_running(aws, id)
    return id


def until_running(aws: World, id: str) -> None:
    aws.clock.run_until(lambda: aws.mq.broker(id).state == "RUNNING", within=timedelta(hours=1))


def reboot(aws: World, mq: Any, id: str) -> None:
    """And wait until it runs again."""
    mq.reboot_broker(BrokerId=id)
    until_running(aws, id)


def base64_of(text: str) -> str:
    """As configurations' data are given."""
    return base64.b64encode(text.encode()).decode()


def text_of(data: str) -> str:
    """What such data say."""
    return base64.b64decode(data).decode()


def xml(inside: str = "", attributes: str = "") -> str:
    """ActiveMQ's data, in base64."""
    return base64_of(f'<broker xmlns="http://activemq.apache.org/schema/core"{attributes}>{inside}</broker>')


def refused(call: Callable[..., Any], code: str = "BadRequestException", **params: Any) -> str:
    """Make the call, which has to be refused with that code; ``"attribute: message"``."""
    with pytest.raises(ClientError) as caught:
        call(**params)
    response: dict[str, Any] = dict(caught.value.response)
    assert response["Error"]["Code"] == code
    return f"{response['ErrorAttribute']}: {response['Message']}"
