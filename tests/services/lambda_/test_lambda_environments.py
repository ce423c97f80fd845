"""Execution environments: what a function finds around it, and what stays from one invocation to the next."""

from __future__ import annotations

import asyncio
import base64
import copy
import io
import json
import logging
import os
import pdb
import sys
import threading
import time
import warnings
from typing import Any

import boto3
import pytest

from fakeaws import World
from fakeaws.services.lambda_.functions import Function

from .zips import invoke, logs, zip_function

COUNTING = """
import time
print("loading")
count = 0
def handler(event, context):
    global count
    count += 1
    time.sleep(event or 0)
    return [count, context.log_stream_name]
"""


def in_parallel(aws: World, *names: str, event: Any = None) -> list[Any]:
    actors = [aws.spawn(invoke, name, event, name=f"caller of {name}") for name in names]
    return [actor.result().payload for actor in actors]


def test_two_functions_interleave_without_seeing_each_other(aws: World) -> None:
    source = """
import json, os, pathlib, sys, time
import shared
def handler(event, context):
    seen = []
    for turn in range(3):
        shared.values.append(turn)
        os.environ["TURN"] = str(turn)
        print(os.environ["NAME"], turn)
        time.sleep(1)
        here = json.loads(pathlib.Path("data.json").read_text())
        seen.append([os.environ["NAME"], os.environ["TURN"], here, shared.NAME, len(shared.values),
                     context.function_name, "OTHER" in os.environ, sys.path[0] == os.getcwd()])
    return seen
"""
    before = dict(os.environ), list(sys.path), os.getcwd()
    for name in ("one", "two"):
        files = {
            "main.py": source,
            "shared.py": f"NAME = {name!r}\nvalues = []\n",
            "data.json": json.dumps({"of": name}),
        }
        zip_function(
            aws, files, name=name, timeout=10, environment={"NAME": name, **({"OTHER": "1"} if name == "two" else {})}
        )
    one, two = in_parallel(aws, "one", "two")
    for name, seen in (("one", one), ("two", two)):
        assert seen == [[name, str(n), {"of": name}, name, n + 1, name, name == "two", True] for n in range(3)]
        assert [line for line in logs(aws, name).splitlines() if line.startswith(name)] == [
            f"{name} {n}" for n in range(3)
        ]
    assert aws.clock.elapsed.total_seconds() == 3
    assert {"main", "shared"}.isdisjoint(sys.modules)
    assert (dict(os.environ), list(sys.path), os.getcwd()) == before


def test_warm_state_stays_and_concurrency_starts_cold(aws: World) -> None:
    zip_function(aws, COUNTING)
    assert [invoke().payload[0] for _ in range(3)] == [1, 2, 3]
    (first, stream), (second, other) = in_parallel(aws, "f", "f", event=1)
    assert sorted((first, second)) == [1, 4]
    assert stream != other
    assert invoke().payload[1] == other  # the one used last
    assert ["loading\n" in logs(aws, "f", index) for index in range(6)] == [True, False, False, False, True, False]


def test_retired_environments_serve_no_more(aws: World) -> None:
    function: Function = zip_function(aws, COUNTING, timeout=10)
    invoke()
    actor = aws.spawn(invoke, "f", 5)
    aws.clock.advance(seconds=1)
    function.latest.environments.retire()
    assert invoke().payload[0] == 1
    assert actor.result().payload[0] == 2
    assert len(function.latest.environments.idle) == 1
    assert invoke().payload[0] == 2


@pytest.mark.parametrize("end", ["raise SystemExit(1)", "import time; time.sleep(60)"])
def test_after_an_exit_or_a_timeout_the_next_start_is_cold(aws: World, end: str) -> None:
    zip_function(
        aws,
        f"count = 0\ndef handler(event, context):\n    global count\n    count += 1\n    if event: {end}\n    return count\n",
    )
    assert (invoke().payload, invoke().payload) == (1, 2)
    assert invoke(event=1).error == "Unhandled"
    assert invoke().payload == 1


def test_after_an_exception_the_environment_is_used_again(aws: World) -> None:
    zip_function(
        aws, "count = 0\ndef handler(event, context):\n    global count\n    count += 1\n    return 1 / event + count\n"
    )
    assert invoke(event=0).payload["errorType"] == "ZeroDivisionError"
    assert invoke(event=1).payload == 3


def test_variables(aws: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OF_THE_HOST", "1")
    zip_function(
        aws,
        "import os\ndef handler(event, context):\n    return dict(os.environ)\n",
        memory=256,
        environment={"MINE": "yes"},
        role="arn:aws:iam::123456789012:role/service/worker",
    )
    found = invoke().payload
    expected = {
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.12",
        "AWS_LAMBDA_FUNCTION_NAME": "f",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
        "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/f",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9001",
        "_HANDLER": "main.handler",
        "LAMBDA_TASK_ROOT": "/var/task",
        "LAMBDA_RUNTIME_DIR": "/var/runtime",
        "TZ": ":UTC",
        "LANG": "en_US.UTF-8",
        "PATH": os.environ["PATH"],
        "PYTHONPATH": "/var/runtime",
        "MINE": "yes",
    }
    assert {name: found.get(name) for name in expected} == expected
    assert found["_X_AMZN_TRACE_ID"].startswith("Root=1-")
    assert found["AWS_LAMBDA_LOG_STREAM_NAME"].startswith(f"{aws.clock.now:%Y/%m/%d}/[$LATEST]")
    assert found["AWS_ACCESS_KEY_ID"].startswith("ASIA")
    assert "AWS_SESSION_TOKEN" in found
    assert "OF_THE_HOST" not in found


@pytest.mark.parametrize("inherit", [False, True])
def test_the_hosts_variables_reach_a_handler_only_if_asked_for(
    aws: World, monkeypatch: pytest.MonkeyPatch, inherit: bool
) -> None:
    monkeypatch.setenv("OF_THE_HOST", "1")

    @aws.lambda_.register("f", environment={"A": "2"}, inherit_env=inherit)
    def handler(event: Any, context: Any) -> Any:
        os.environ["LEFT"] = "behind"
        return [os.environ.get("OF_THE_HOST"), os.environ["A"], os.environ["AWS_LAMBDA_FUNCTION_NAME"]]

    assert invoke().payload == ["1" if inherit else None, "2", "f"]
    assert "LEFT" not in os.environ


def test_boto3_acts_as_the_execution_role(aws: World) -> None:
    boto3.client("sts").get_caller_identity()
    source = """
import boto3
def handler(event, context):
    sts = boto3.client("sts")
    return [sts.get_caller_identity()["Arn"], boto3.session.Session().region_name, sts.meta.region_name]
"""
    zip_function(aws, source, role="arn:aws:iam::123456789012:role/service/worker")
    expected = ["arn:aws:sts::123456789012:assumed-role/worker/f", "us-east-1", "us-east-1"]
    assert (invoke().payload, invoke().payload) == (expected, expected)
    assert boto3.client("sts").get_caller_identity()["Arn"].endswith(":user/test")


def test_the_context(aws: World) -> None:
    seen = []
    aws.lambda_.register("f", lambda event, context: seen.append(context), timeout=5, memory=512)
    answer = invoke()
    (context,) = seen
    assert context.aws_request_id == answer.request_id
    assert (context.function_name, context.function_version, context.memory_limit_in_mb) == ("f", "$LATEST", "512")
    assert context.log_group_name == "/aws/lambda/f"
    assert (context.identity.cognito_identity_id, context.client_context, context.tenant_id) == (None, None, None)
    assert context.invoked_function_arn == aws.lambda_.function("f").arn


def test_a_thread_that_a_handler_leaves_ends_with_its_environment(aws: World) -> None:
    source = """
import os, threading, time
ticks = []
def tick():
    while True:
        time.sleep(1)
        ticks.append(os.environ["NAME"])
        print("tick")
def handler(event, context):
    if event == "exit":
        raise SystemExit
    if not ticks:
        threading.Thread(target=tick).start()
    time.sleep(2.5)
    return ticks
"""
    zip_function(aws, source, environment={"NAME": "mine"})
    assert invoke().payload == ["mine", "mine"]
    aws.clock.advance(seconds=2)
    assert len(invoke().payload) > 2
    assert "tick\n" in logs(aws)
    invoke(event="exit")
    assert [actor.name for actor in aws.simulation.actors] == ["test"]
    invoke()  # and one is left when the test ends


def test_calls_threads_loops_and_waiters_inside_a_handler(aws: World) -> None:
    source = """
import asyncio, boto3, concurrent.futures, threading, time
sqs = boto3.client("sqs")
async def work(n):
    await asyncio.sleep(n)
    return n
async def both():
    return await asyncio.gather(work(1), work(2))
def handler(event, context):
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda n: sqs.send_message(QueueUrl=url, MessageBody=str(n)), range(3)))
    slept = []
    threads = [threading.Thread(target=lambda: (time.sleep(1), slept.append(1))) for _ in range(3)]
    for each in threads: each.start()
    for each in threads: each.join()
    got = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=5)["Messages"]
    return [len(got), len(slept), asyncio.run(both()), context.get_remaining_time_in_millis()]
"""
    zip_function(aws, source, timeout=30)
    got = invoke().payload
    assert got[1:] == [3, [1, 2], 27_000]
    assert 1 <= got[0] <= 3


def test_a_waiter_inside_a_handler(aws: World) -> None:
    @aws.lambda_.register("late")
    def late(event: Any, context: Any) -> None: ...

    source = """
import boto3
from botocore.exceptions import WaiterError
from botocore.waiter import WaiterModel, create_waiter_with_client
def handler(event, context):
    sqs = boto3.client("sqs")
    model = WaiterModel({"version": 2, "waiters": {"QueueExists": {
        "operation": "GetQueueUrl", "delay": 5, "maxAttempts": 10, "acceptors": [
            {"matcher": "status", "expected": 200, "state": "success"},
            {"matcher": "error", "expected": "AWS.SimpleQueueService.NonExistentQueue", "state": "retry"}]}}})
    create_waiter_with_client("QueueExists", model, sqs).wait(QueueName="later")
    return context.get_remaining_time_in_millis()
"""
    zip_function(aws, source, timeout=60)
    actor = aws.spawn(invoke)
    aws.clock.advance(seconds=12)
    boto3.client("sqs").create_queue(QueueName="later")
    assert actor.result().payload == 45_000


def test_what_the_test_patches_is_patched_inside(aws: World, monkeypatch: pytest.MonkeyPatch) -> None:
    zip_function(aws, "import json\ndef handler(event, context):\n    return json.loads.patched\n")
    monkeypatch.setattr(json, "loads", _patched(json.loads))
    assert invoke().payload is True


def _patched(original: Any) -> Any:
    def loads(*args: Any, **kwargs: Any) -> Any:
        return original(*args, **kwargs)

    loads.patched = True  # type: ignore[attr-defined]
    return loads


def test_lines_inside_handlers_are_traced(aws: World) -> None:
    """As coverage and debuggers do it."""
    lines = set()

    def trace(frame: Any, event: str, arg: Any) -> Any:
        if frame.f_code.co_name == "handler" and event == "line":
            lines.add(frame.f_lineno)
        return trace

    zip_function(aws, "def handler(event, context):\n    a = 1\n    return a\n")
    threading.settrace(trace)
    try:
        invoke()
    finally:
        threading.settrace(None)  # type: ignore[arg-type]
    assert lines == {2, 3}


def test_what_is_logged_and_printed_reaches_the_test(
    aws: World, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    source = """
import logging, sys
def handler(event, context):
    logging.getLogger("app").warning("careful")
    logging.info("not this")
    print("out", end="")
    print("err", file=sys.stderr)
"""
    zip_function(aws, source)
    invoke()
    assert caplog.messages == ["careful"]
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("out", "err\n")
    assert "careful" in logs(aws)
    assert "not this" not in logs(aws)


def test_a_debugger_talks_to_the_terminal(aws: World, capsys: pytest.CaptureFixture[str]) -> None:
    @aws.lambda_.register("f")
    def handler(event: Any, context: Any) -> None:
        debugger = pdb.Pdb(stdin=io.StringIO("p 'seen ' + 'here'\nc\n"), readrc=False)
        debugger.use_rawinput = False
        debugger.set_trace()
        print("printed")  # noqa: T201

    trace = sys.gettrace()
    invoke()
    assert sys.gettrace() is trace
    output = capsys.readouterr().out
    assert "'seen here'" in output
    assert "(Pdb)" in output
    assert [line for line in logs(aws).splitlines() if not line.startswith(("INIT", "START", "END", "REPORT"))] == [
        "printed"
    ]


def test_a_function_that_invokes_another(aws: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OF_THE_HOST", "1")

    @aws.lambda_.register("inner", inherit_env=True)
    def inner(event: Any, context: Any) -> Any:
        print("inside")  # noqa: T201
        return [os.environ["AWS_LAMBDA_FUNCTION_NAME"], os.environ.get("OUTER"), os.environ["OF_THE_HOST"]]

    @aws.lambda_.register("outer", environment={"OUTER": "1"})
    def outer(event: Any, context: Any) -> Any:
        answer = invoke("inner").payload
        print("outside")  # noqa: T201
        return [answer, os.environ["AWS_LAMBDA_FUNCTION_NAME"]]

    assert invoke("outer").payload == [["inner", None, "1"], "outer"]
    assert ("inside" in logs(aws, "outer"), "outside" in logs(aws, "outer")) == (False, True)


def test_a_copied_world_starts_cold(aws: World) -> None:
    function = zip_function(aws, COUNTING)
    invoke()
    twin = copy.deepcopy(aws)
    service = twin.router.service("lambda", aws.account, aws.region)
    assert service.functions["f"].latest.environments.idle == []  # type: ignore[attr-defined]
    assert len(function.latest.environments.idle) == 1
    assert twin.lambda_.function("f").invocations[0].logs == logs(aws)


def test_what_the_caller_gave_as_client_context(aws: World) -> None:
    seen: list[Any] = []
    aws.lambda_.register("f", lambda event, context: seen.append(context.client_context))
    given = {"client": {"app_title": "shop"}, "custom": {"a": "b"}, "env": {"locale": "de"}}
    boto3.client("lambda").invoke(FunctionName="f", ClientContext=base64.b64encode(json.dumps(given).encode()).decode())
    (context,) = seen
    assert (context.client.app_title, context.client.app_package_name) == ("shop", None)
    assert (context.custom, context.env) == ({"a": "b"}, {"locale": "de"})


def test_a_call_inside_a_handler_carries_the_trace_header(aws: World) -> None:
    sqs = boto3.client("sqs")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]

    @aws.lambda_.register("f")
    def handler(event: Any, context: Any) -> str:
        boto3.client("sqs").send_message(QueueUrl=url, MessageBody="a")
        return os.environ["_X_AMZN_TRACE_ID"]

    header = invoke().payload
    (message,) = sqs.receive_message(QueueUrl=url, MessageSystemAttributeNames=["AWSTraceHeader"])["Messages"]
    assert message["Attributes"]["AWSTraceHeader"] == header
    assert invoke().payload != header


def test_a_registered_callable_keeps_the_tests_directory_and_modules(aws: World) -> None:
    seen = []
    before = os.getcwd(), list(sys.path), logging.root.handlers

    @aws.lambda_.register("f")
    def handler(event: Any, context: Any) -> None:
        seen.append((os.getcwd(), list(sys.path), sys.modules[__name__].__name__))
        logging.basicConfig()
        logging.getLogger().setLevel(logging.DEBUG)
        time.sleep(1)

    level = logging.root.level
    invoke()
    assert seen == [(before[0], before[1], __name__)]
    assert (logging.root.handlers, logging.root.level) == (before[2], level)


@pytest.mark.fakeaws(time="real")
def test_in_real_time_functions_do_not_run(aws: World) -> None:
    aws.lambda_.register("f", lambda event, context: None)
    with pytest.raises(NotImplementedError, match='function f cannot run with time="real"'):
        invoke()


def test_the_main_threads_event_loop_is_there_and_stays_while_warm(aws: World) -> None:
    client: Any = boto3.client("lambda")
    loops: list[Any] = []

    def handler(event: Any, context: Any) -> str:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            loop = asyncio.get_event_loop()
        loops.append(loop)
        loop.run_until_complete(asyncio.sleep(1))
        failed: list[Exception] = []

        def beside() -> None:
            try:
                asyncio.get_event_loop()
            except RuntimeError as error:
                failed.append(error)

        thread = threading.Thread(target=beside)
        thread.start()
        thread.join()
        return f"{len(failed)} thread without a loop"

    aws.lambda_.register("looped", handler)
    for _ in range(2):
        assert json.load(client.invoke(FunctionName="looped")["Payload"]) == "1 thread without a loop"
    assert loops[0] is loops[1]
    aws.lambda_.register("stuck", lambda event, context: loops.append(_stuck()), timeout=2)
    client.invoke(FunctionName="stuck")
    assert not loops[0].is_closed()


def _stuck() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        loop = asyncio.get_event_loop()
    loop.run_until_complete(asyncio.sleep(60))
    return loop


LOGGERS = """
import logging, sys
from pay import cards
logger = logging.getLogger(__name__)
logger.addHandler(logging.StreamHandler(sys.stdout))
logger.setLevel("INFO")
logger.propagate = False
def handler(event, context):
    logger.info("order %s", event)
    cards.logger.warning("card %s", event)
    if event == "exit":
        sys.exit(1)
"""
CARDS = """
import logging
logger = logging.getLogger(__name__)
"""


def test_loggers_are_of_one_environment(aws: World) -> None:
    """Each cold start, and each function, adds its handler to a logger of its own; nothing is left of it."""
    before = dict(logging.Logger.manager.loggerDict)
    files = {"main.py": LOGGERS, "pay/__init__.py": "", "pay/cards.py": CARDS}
    for name in ("f", "g"):
        zip_function(aws, files, name=name)
        for event in ("1", "exit", "3"):
            invoke(name, event)
            told = [line for line in logs(aws, name).splitlines() if "order" in line or "card" in line]
            assert [line.rpartition("\t")[2] for line in told] == [f"order {event}", f"card {event}"]
    assert dict(logging.Logger.manager.loggerDict) == before
