"""Queue names and URLs."""

from __future__ import annotations

import re
from typing import NamedTuple

from fakeaws.aws.arns import Arn
from fakeaws.services.sqs import errors

_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}")
_FIFO_NAME = re.compile(r"(?=.{6,80}$)[A-Za-z0-9_-]+\.fifo")
_URL = re.compile(r"(?P<address>https?://(?P<host>[^/]+)/)(?P<account>[0-9]{12})/(?P<name>[^/]+)/?")
_HOST = re.compile(
    r"(?:sqs(?:-fips)?\.(?P<region>[a-z0-9-]+)|(?P<older>[a-z0-9-]+)\.queue|(?P<oldest>queue)"
    r"|[a-z0-9-]+\.sqs\.(?P<vpce>[a-z0-9-]+)\.vpce)\.amazonaws\.com(?:\.cn)?"
)


class QueueAddress(NamedTuple):
    """Where a queue URL points. ``region`` is ``None`` where it does not say (a host that is not AWS's)."""

    account: str
    name: str
    region: str | None
    address: str


def check_name(name: str | None, fifo: bool) -> str:
    """The name of a new queue; raises AWS's error for one that is not allowed."""
    if name is None:
        raise errors.invalid_parameter("Value for parameter QueueName is invalid. Reason: Must specify a queue name.")
    if not name:
        raise errors.invalid_parameter("Queue name cannot be empty")
    if fifo:
        if _FIFO_NAME.fullmatch(name) is None:
            raise errors.invalid_parameter(
                "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, "
                "must end with .fifo suffix and be 1 to 80 in length"
            )
    elif _NAME.fullmatch(name) is None:
        raise errors.invalid_parameter(
            "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
        )
    return name


def parse_url(url: str) -> QueueAddress | None:
    """A queue URL in any of the forms that AWS ever used, or of another host; ``None`` for anything else."""
    found = _URL.fullmatch(url)
    if found is None:
        return None
    host = _HOST.fullmatch(found["host"])
    region = None
    if host is not None:
        region = "us-east-1" if host["oldest"] else host["region"] or host["older"] or host["vpce"]
    return QueueAddress(found["account"], found["name"], region, found["address"])


def parse_arn(text: str | None, parameter: str) -> Arn:
    """The ARN that a parameter holds; raises AWS's error for none and for what does not look like one."""
    if text is None:
        raise errors.missing_parameter(parameter)
    try:
        arn = Arn.parse(text)
    except ValueError:
        raise errors.invalid_arn(parameter) from None
    if not (arn.region and arn.account):
        raise errors.invalid_arn(parameter)
    return arn
