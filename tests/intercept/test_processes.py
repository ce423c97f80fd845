"""A world lives in the process that entered it."""

from __future__ import annotations

import os
import sys

import boto3
import pytest

from fakeaws import World

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform has no fork")


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_forked_childs_call_raises_world_not_shared(aws: World) -> None:
    sqs = boto3.client("sqs")
    sqs.create_queue(QueueName="q")
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            sqs.create_queue(QueueName="r")
            text = "no error"
        except BaseException as error:
            text = f"{type(error).__name__}: {error}"
        os.write(writer, text.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    assert told.startswith("WorldNotShared: an AWS call in a forked child process")
    assert len(sqs.list_queues()["QueueUrls"]) == 1


def test_a_spawned_child_finds_only_dummy_credentials(aws: World) -> None:
    import subprocess

    code = "import os; print(os.environ['AWS_ACCESS_KEY_ID'], os.path.exists(os.environ['AWS_CONFIG_FILE']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    key, exists = done.stdout.split()
    assert key == os.environ["AWS_ACCESS_KEY_ID"]
    assert exists == "False"
