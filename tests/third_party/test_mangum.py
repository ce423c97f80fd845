"""Mangum as it comes, zipped with an ASGI application: a handler that knows nothing of where it runs."""

from __future__ import annotations

import io
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

import boto3
import pytest

from fakeaws import World
from tests.services.lambda_.making import create

mangum = pytest.importorskip("mangum")

APP = """
import json
import os

from mangum import Mangum


async def app(scope, receive, send):
    body = json.dumps({"path": scope["path"], "query": scope["query_string"].decode(), "stage": os.environ["STAGE"]})
    await send({"type": "http.response.start", "status": 201, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": body.encode()})


handler = Mangum(app, lifespan="off")
"""


def package() -> bytes:
    """The application with Mangum's own files beside it, as ``pip install --target`` would lay them."""
    content = io.BytesIO()
    folder = Path(mangum.__file__).parent
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("main.py", APP)
        for file in sorted(folder.rglob("*.py")):
            archive.write(file, f"mangum/{file.relative_to(folder)}")
    return content.getvalue()


def test_an_asgi_application_answers_at_its_function_url(aws: World) -> None:
    client: Any = boto3.client("lambda")
    create(
        client,
        "web",
        Handler="main.handler",
        Code={"ZipFile": package()},
        Environment={"Variables": {"STAGE": "test"}},
    )
    client.add_permission(
        FunctionName="web",
        StatementId="public",
        Action="lambda:InvokeFunctionUrl",
        Principal="*",
        FunctionUrlAuthType="NONE",
    )
    url = client.create_function_url_config(FunctionName="web", AuthType="NONE")["FunctionUrl"]
    for page in ("first", "second"):
        with urllib.request.urlopen(f"{url}orders/{page}?n=1") as answer:
            assert answer.status == 201
            assert answer.read() == f'{{"path": "/orders/{page}", "query": "n=1", "stage": "test"}}'.encode()
    assert [call.outcome for call in aws.lambda_.function("web").invocations] == ["succeeded"] * 2
