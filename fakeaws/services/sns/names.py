"""Names and ARNs as SNS reads them in parameters."""

from __future__ import annotations

import re

from fakeaws.aws.arns import Arn
from fakeaws.services.sns import errors

_NAME = re.compile(r"[A-Za-z0-9_-]{1,256}")
_FIFO_NAME = re.compile(r"(?=.{6,256}$)[A-Za-z0-9_-]+\.fifo")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

#: How many parts, between slashes, the resources of platform ARNs have.
_PLATFORM_PARTS = {"app": 3, "endpoint": 4}


def parsed(text: str | None, parameter: str, region: str) -> Arn:
    """The ARN in a parameter; refused in AWS's words if it is none, or one of another region than the endpoint's."""
    text = text or ""
    parts = text.split(":", 5)
    if len(parts) < 6:
        raise errors.invalid_parameter(parameter, f"An ARN must have at least 6 elements, not {len(parts)}")
    try:
        arn = Arn.parse(text)
    except ValueError:
        raise errors.invalid_parameter(parameter) from None
    if arn.service != "sns" or arn.region != region:
        raise errors.invalid_parameter(parameter)
    return arn


def check_topic_name(name: str, fifo: bool) -> None:
    """Raise AWS's error unless a topic of that type can have this name."""
    if (_FIFO_NAME if fifo else _NAME).fullmatch(name) is None:
        raise errors.invalid_parameter("Topic Name")


def platform_arn(text: str | None, parameter: str, kind: str, region: str) -> Arn:
    """The ARN of a platform application (``kind`` is "app") or endpoint ("endpoint"); refused if it is none."""
    arn = parsed(text, parameter, region)
    parts = arn.resource.split("/")
    if len(parts) != _PLATFORM_PARTS[kind]:
        raise errors.invalid_parameter(parameter, "Wrong number of slashes in relative portion of the ARN.")
    if parts[0] != kind or not all(parts):
        raise errors.invalid_parameter(parameter)
    return arn


def application_of(endpoint_arn: str) -> str:
    """The ARN of the platform application that an endpoint belongs to."""
    return endpoint_arn.rpartition("/")[0].replace(":endpoint/", ":app/", 1)


def subscription_of(text: str | None, region: str) -> tuple[str, str]:
    """Topic ARN and id of a subscription's ARN; refused in Unsubscribe's words if it is none."""
    if not text:
        raise errors.invalid_parameter("SubscriptionArn", "no value for required parameter")
    arn = parsed(text, "SubscriptionArn", region)
    topic_arn, _, subscription_id = text.rpartition(":")
    if ":" not in arn.resource or _UUID.fullmatch(subscription_id) is None:
        raise errors.invalid_parameter("SubscriptionId")
    return topic_arn, subscription_id
