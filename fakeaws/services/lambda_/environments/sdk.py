"""The SDK in an execution environment: one copy of boto3 serves the whole process, its session does not."""

from __future__ import annotations

from functools import cache
from typing import Any

import botocore.session  # noqa: F401 - its attribute is exchanged
from botocore.loaders import Loader, create_loader


@cache
def _shared_loader(search_path_string: str | None = None) -> Loader:
    """Reading the models of services and endpoints takes a new session longer than everything else in a cold start."""
    return create_loader(search_path_string)


#: What an environment has of its own in the SDK's modules: the session of ``boto3.client(…)``, as that remembers
#: credentials, and how sessions find the models, which all environments read once.
OWN_ATTRIBUTES: dict[tuple[str, str], Any] = {
    ("boto3", "DEFAULT_SESSION"): None,
    ("botocore.session", "create_loader"): _shared_loader,
}
