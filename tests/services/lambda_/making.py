"""Zips, and functions made of them through boto3."""

from __future__ import annotations

import io
import zipfile
from typing import Any

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/worker"
SOURCE = "def handler(event, context):\n    return event\n"


def zip_of(source: str = SOURCE, name: str = "index.py") -> bytes:
    """A zip with one file; the same bytes for the same source."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), source)
    return content.getvalue()


def arn_of(name: str) -> str:
    return f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:{name}"


def create(client: Any, name: str = "orders", **params: Any) -> dict[str, Any]:
    """CreateFunction with what it needs."""
    needed = {"Runtime": "python3.13", "Handler": "index.handler", "Role": ROLE, "Code": {"ZipFile": zip_of()}}
    answer: dict[str, Any] = client.create_function(FunctionName=name, **{**needed, **params})
    return answer
