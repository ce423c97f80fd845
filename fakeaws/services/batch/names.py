"""Names and ARNs of what Batch has."""

from __future__ import annotations

import re

from fakeaws.aws.arns import partition_of

_NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")
_JOB_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")


def is_name(text: str) -> bool:
    """Of a compute environment, a queue, a job definition."""
    return _NAME.fullmatch(text) is not None


def is_job_name(text: str) -> bool:
    return _JOB_NAME.fullmatch(text) is not None


def arn_of(account: str, region: str, resource: str) -> str:
    """The ARN of ``job-queue/name`` and the like."""
    return f"arn:{partition_of(region)}:batch:{region}:{account}:{resource}"


def name_in(text: str, kind: str) -> str:
    """The name behind ``kind/`` of an ARN; a text that is none is a name itself."""
    return text.rpartition(f":{kind}/")[2] if text.startswith("arn:") else text
