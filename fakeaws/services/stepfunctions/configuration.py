"""Logging, tracing and encryption of state machines and activities: checked, and with what is not given filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeaws.aws.arns import Arn
from fakeaws.aws.roles import Role
from fakeaws.services.stepfunctions import errors
from fakeaws.services.stepfunctions.machines import AWS_OWNED_KEY, NO_LOGGING, NO_TRACING

OFF = "OFF"
CUSTOMER_MANAGED_KMS_KEY = "CUSTOMER_MANAGED_KMS_KEY"
#: Seconds for which a data key is used, where the request does not say.
DATA_KEY_REUSE_S = 300


def check_role(arn: str) -> None:
    """Raises InvalidArn for what is no role's ARN."""
    read = Arn.or_none(arn)
    if read is None or Role.of(read) is None:
        raise errors.invalid_role(arn)


def logging_of(given: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """``loggingConfiguration`` as it is kept; raises InvalidLoggingConfiguration. For log groups see `log_groups`."""
    if given is None:
        return NO_LOGGING
    destinations = given.get("destinations")
    count = len(destinations or ())
    level = given.get("level") or OFF
    if count > 1 or (level != OFF and count == 0):
        raise errors.invalid_logging("Must specify exactly one Log Destination.")
    kept: dict[str, Any] = {"level": level, "includeExecutionData": bool(given.get("includeExecutionData"))}
    if destinations is not None:
        kept["destinations"] = [dict(each) for each in destinations]
    return kept


def log_groups(logging: Mapping[str, Any]) -> list[Arn | None]:
    """The log groups of a kept ``loggingConfiguration``; None for what is no log group's ARN. See `log_group_name`."""
    return [_log_group(each.get("cloudWatchLogsLogGroup") or {}) for each in logging.get("destinations") or ()]


def log_group_name(arn: Arn) -> str:
    """The name in the ARN of a log group, ``…:log-group:NAME:*``."""
    return arn.resource.split(":")[1]


def tracing_of(given: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """``tracingConfiguration`` as it is kept."""
    return NO_TRACING if given is None else {"enabled": bool(given.get("enabled"))}


def encryption_of(given: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """``encryptionConfiguration`` as it is kept; raises InvalidEncryptionConfiguration. No key is looked at."""
    if given is None:
        return AWS_OWNED_KEY
    key, reuse = given.get("kmsKeyId"), given.get("kmsDataKeyReusePeriodSeconds")
    if given["type"] != CUSTOMER_MANAGED_KMS_KEY:
        if key is not None or reuse is not None:
            raise errors.encryption_invalid(f"A KMS key cannot be specified with the type {given['type']}.")
        return AWS_OWNED_KEY
    if key is None:
        raise errors.encryption_invalid(f"A KMS key must be specified with the type {given['type']}.")
    return {
        "type": CUSTOMER_MANAGED_KMS_KEY,
        "kmsKeyId": key,
        "kmsDataKeyReusePeriodSeconds": DATA_KEY_REUSE_S if reuse is None else reuse,
    }


def _log_group(group: Mapping[str, Any]) -> Arn | None:
    arn = Arn.or_none(group.get("logGroupArn") or "")
    if arn is None or arn.service != "logs":
        return None
    kind, _, rest = arn.resource.partition(":")
    name, _, end = rest.partition(":")
    return arn if name and (kind, end) == ("log-group", "*") else None
