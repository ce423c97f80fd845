"""Functions in zips, and invoking them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import boto3

from fakeaws import World
from fakeaws.services.lambda_.code import ZipCode
from fakeaws.services.lambda_.configuration import Configuration
from fakeaws.services.lambda_.functions import Function
from fakeaws.services.lambda_.operations import Lambda


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A zip with these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def zip_function(
    aws: World,
    source: str | Mapping[str, str],
    *,
    name: str = "f",
    layers: Iterable[bytes] = (),
    **configuration: Any,
) -> Function:
    """A function of a zip; ``source`` alone is that of ``main.py``."""
    service = aws.router.service("lambda", aws.account, aws.region)
    assert isinstance(service, Lambda)
    files = {"main.py": source} if isinstance(source, str) else source
    settings = Configuration(**{"runtime": "python3.12", "handler": "main.handler", **configuration})
    function = service.functions[name] = Function(service, name, settings, ZipCode(zipped(files), layers))
    return function


class Answer(NamedTuple):
    """Of Invoke."""

    payload: Any
    error: str | None
    request_id: str


def invoke(name: str = "f", event: Any = None, client: Any = None) -> Answer:
    """Invoke a function and wait for its answer."""
    client = client or boto3.client("lambda")
    answer = client.invoke(FunctionName=name, Payload=json.dumps(event))
    return Answer(json.load(answer["Payload"]), answer.get("FunctionError"), answer["ResponseMetadata"]["RequestId"])


def logs(aws: World, name: str = "f", index: int = -1) -> str:
    """The log of one of a function's invocations."""
    return aws.lambda_.function(name).invocations[index].logs
