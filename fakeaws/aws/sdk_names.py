"""What AWS's SDK for Java 2 calls services; Step Functions and EventBridge Scheduler speak of them so.

Derived from the ``serviceId`` in botocore's models, by the rules of that SDK: ``CloudWatch Logs`` is the package
``cloudwatchlogs`` and the client ``CloudWatchLogs``, ``SFN`` is ``sfn`` and ``Sfn``.
"""

from __future__ import annotations

import gzip
import os
import re
from functools import lru_cache
from typing import Any

#: Where one word of a name ends and the next begins, in the order in which the SDK looks at them.
_BOUNDARIES = (
    (re.compile(r"[^A-Za-z0-9]+"), " "),
    (re.compile(r"([^a-z]{2,})v([0-9]+)"), r"\1 v\2 "),
    (re.compile(r"([^A-Z]{2,})V([0-9]+)"), r"\1 V\2 "),
    (re.compile(r"(?<=[a-z])(?=[A-Z][a-zA-Z0-9])"), " "),
    (re.compile(r"([A-Z]+)([A-Z][a-z])"), r"\1 \2"),
    (re.compile(r"([0-9])([a-zA-Z])"), r"\1 \2"),
)
_SERVICE_ID = re.compile(rb'"serviceId"\s*:\s*"([^"]*)"')
#: A model begins with its metadata.
_HEAD_BYTES = 4096


def botocore_service(package: str) -> str | None:
    """botocore's name of the service that the SDK calls so; None if the installed botocore knows none.

    ``sfn`` is ``stepfunctions``, ``cloudwatchlogs`` is ``logs``.
    """
    return _packages().get(package)


def client_name(service_id: str) -> str:
    """What the names of the SDK's client and of its unmodelled exceptions begin with: ``DynamoDb``, ``Sfn``."""
    name = class_name(service_id)
    for start in ("Amazon", "Aws"):
        name = name.removeprefix(start)
    return name.removesuffix("Service")


def class_name(name: str) -> str:
    """A model's name as that of a class: every word begins with its only capital (``KMSDisabled`` → ``KmsDisabled``)."""
    for boundary, between in _BOUNDARIES:
        name = boundary.sub(between, name)
    return "".join(word.capitalize() for word in name.split())


@lru_cache(maxsize=1)
def _packages() -> dict[str, str]:
    from botocore.loaders import Loader

    loader = Loader()
    found: dict[str, str] = {}
    for service in loader.list_available_services("service-2"):
        service_id = _service_id(loader, service)
        if service_id is not None:
            found.setdefault(client_name(service_id).lower(), service)
    return found


def _service_id(loader: Any, service: str) -> str | None:
    """Without reading the whole model: there are hundreds, some of megabytes."""
    version = loader.determine_latest_version(service, "service-2")
    for folder in loader.search_paths:
        path = os.path.join(folder, service, version, "service-2.json")
        for name, opened in ((path, open), (f"{path}.gz", gzip.open)):
            if os.path.exists(name):
                with opened(name, "rb") as file:
                    head: bytes = file.read(_HEAD_BYTES)
                match = _SERVICE_ID.search(head)
                return None if match is None else match[1].decode()
    return None
