"""ARNs of log groups and streams, and what identifies a group."""

from __future__ import annotations

from typing import Any

from fakeaws.aws.arns import Arn, partition_of
from fakeaws.services.logs import errors

_GROUP = "log-group:"


def group_arn(account: str, region: str, name: str) -> str:
    """Without the ``:*`` that `DescribeLogGroups` adds in its member ``arn``."""
    return f"arn:{partition_of(region)}:logs:{region}:{account}:{_GROUP}{name}"


def group_in(text: str, account: str, region: str) -> str | None:
    """The name in the ARN of one of that account's log groups, with or without ``:*``; ``None`` for another text."""
    arn = Arn.or_none(text)
    if arn is None:
        return None
    if (arn.service, arn.account, arn.region) != ("logs", account, region) or not arn.resource.startswith(_GROUP):
        return None
    return arn.resource[len(_GROUP) :].removesuffix(":*")


def group_named(params: Any, account: str, region: str) -> str:
    """The group of ``logGroupName`` or ``logGroupIdentifier`` (a name or an ARN), of which one has to be there."""
    name, identifier = params.get("logGroupName"), params.get("logGroupIdentifier")
    if (name is None) is (identifier is None):
        raise errors.invalid_parameter("Exactly one of logGroupName and logGroupIdentifier must be specified.")
    return str(name) if name is not None else group_identified(identifier, account, region)


def group_identified(identifier: str, account: str, region: str) -> str:
    """The group's name in an identifier; raises AWS's refusal of an ARN of something else."""
    if not identifier.startswith("arn:"):
        return identifier
    name = group_in(identifier, account, region)
    if name is None:
        raise errors.not_found("log group")
    return name
