"""The SDK in surroundings of their own: one copy of boto3 serves the whole process, its session does not."""

from __future__ import annotations

from functools import cache
from typing import Any

import botocore.session
from botocore.loaders import Loader, create_loader


@cache
def _shared_loader(search_path_string: str | None = None) -> Loader:
    """Reading the models of services and endpoints takes a new session longer than everything else."""
    return create_loader(search_path_string)


def own_attributes() -> dict[tuple[str, str], Any]:
    """What `Surroundings` have of their own in the SDK's modules.

    The session of ``boto3.client(…)``, as that remembers credentials; how sessions find the models, which are read but
    once; what a library of the application's, such as Powertools, does to every new session.
    """
    own: dict[tuple[str, str], Any] = {
        ("boto3", "DEFAULT_SESSION"): None,
        ("botocore.session", "create_loader"): _shared_loader,
    }
    initializers = getattr(botocore, "_INITIALIZERS", None)
    if initializers is not None:
        own["botocore", "_INITIALIZERS"] = list(initializers)
    return own
