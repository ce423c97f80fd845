"""Errors of functions as their callers see them."""

from __future__ import annotations

import datetime
import json
import time
from decimal import Decimal
from typing import Any

import boto3
import pytest

from fakeaws import World
from fakeaws.services.lambda_.invocations.invocation import Invocation
from fakeaws.services.lambda_.invocations.running import Running

from .zips import invoke, logs, zip_function

RAISING = """
class Custom(Exception):
    pass

def deeper(kind):
    raise {"value": ValueError("boom"), "custom": Custom(), "system": GeneratorExit("gone")}[kind]

def handler(event, context):
    deeper(event)
"""


def test_an_exception(aws: World) -> None:
    zip_function(aws, RAISING)
    answer = boto3.client("lambda").invoke(FunctionName="f", Payload=b'"value"')
    assert (answer["StatusCode"], answer["FunctionError"]) == (200, "Unhandled")
    text = answer["Payload"].read().decode()
    payload = json.loads(text)
    assert list(payload) == ["errorMessage", "errorType", "requestId", "stackTrace"]
    assert payload == {
        "errorMessage": "boom",
        "errorType": "ValueError",
        "requestId": answer["ResponseMetadata"]["RequestId"],
        "stackTrace": [
            '  File "/var/task/main.py", line 9, in handler\n    deeper(event)\n',
            '  File "/var/task/main.py", line 6, in deeper\n'
            '    raise {"value": ValueError("boom"), "custom": Custom(), "system": GeneratorExit("gone")}[kind]\n',
        ],
    }
    assert invoke(event="custom").payload["errorType"] == "Custom"


def test_the_trace_of_a_registered_callable_names_no_real_folder(aws: World) -> None:
    @aws.lambda_.register("f")
    def handler(event: Any, context: Any) -> None:
        boto3.client("sqs").get_queue_url(QueueName="missing")

    payload = invoke().payload
    assert payload["errorType"] == "QueueDoesNotExist"
    (frame,) = payload["stackTrace"]
    assert frame.startswith('  File "/var/task/')
    assert frame.endswith('in handler\n    boto3.client("sqs").get_queue_url(QueueName="missing")\n')


UNLOADABLE = {
    "no such module": (
        "",
        "nowhere.handler",
        "Runtime.ImportModuleError",
        "Unable to import module 'nowhere': No module named 'nowhere'",
    ),
    "a missing import": (
        "import not_there\n",
        "main.handler",
        "Runtime.ImportModuleError",
        "Unable to import module 'main': No module named 'not_there'",
    ),
    "no such function": ("", "main.handler", "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'main'"),
    "no dot": (
        "",
        "main",
        "Runtime.MalformedHandlerName",
        "Bad handler 'main': not enough values to unpack (expected 2, got 1)",
    ),
    "built in": ("", "sys.exit", "Runtime.BuiltInModuleConflict", "Cannot use built-in module sys as a handler module"),
}


@pytest.mark.parametrize("case", UNLOADABLE)
def test_a_handler_that_cannot_be_loaded(aws: World, case: str) -> None:
    source, handler, kind, message = UNLOADABLE[case]
    zip_function(aws, source, handler=handler)
    for _ in range(2):
        answer = invoke()
        assert answer.error == "Unhandled"
        assert answer.payload == {"errorMessage": message, "errorType": kind, "requestId": "", "stackTrace": []}
        assert "INIT_START" in logs(aws)
        assert f"[ERROR] {kind}: {message}\nTraceback (most recent call last):\n" in logs(aws)


def test_a_syntax_error(aws: World) -> None:
    zip_function(aws, "x = 1\ndef broken(:\n")
    payload = invoke().payload
    assert payload["errorType"] == "Runtime.UserCodeSyntaxError"
    assert payload["errorMessage"] == "Syntax error in module 'main': invalid syntax (main.py, line 2)"
    assert payload["stackTrace"] == ['  File "/var/task/main.py" Line 2\n    def broken(:\n']


def test_a_module_that_raises_is_loaded_anew_next_time(aws: World) -> None:
    zip_function(
        aws,
        "import boto3\nboto3.client('sqs').get_queue_url(QueueName='q')\ndef handler(event, context):\n    return 1\n",
    )
    payload = invoke().payload
    assert (payload["errorType"], payload["requestId"]) == ("QueueDoesNotExist", "")
    assert payload["stackTrace"] == [
        "  File \"/var/task/main.py\", line 2, in <module>\n    boto3.client('sqs').get_queue_url(QueueName='q')\n"
    ]
    boto3.client("sqs").create_queue(QueueName="q")
    assert invoke().payload == 1


def test_an_answer_without_json(aws: World) -> None:
    answers: list[Any] = [datetime.datetime(2024, 1, 1), {1, 2}, {(1, 2): 3}]
    aws.lambda_.register("f", lambda event, context: answers[event])
    expected = [
        "Object of type datetime is not JSON serializable",
        "Object of type set is not JSON serializable",
        "keys must be str, int, float, bool or None, not tuple",
    ]
    for index, text in enumerate(expected):
        answer = invoke(event=index)
        assert answer.payload == {
            "errorMessage": f"Unable to marshal response: {text}",
            "errorType": "Runtime.MarshalError",
            "requestId": answer.request_id,
            "stackTrace": [],
        }


def test_json_as_the_runtime_writes_it(aws: World) -> None:
    answers = {
        "words": {"ü": [1, 2.5, None, True]},
        "decimals": [Decimal("1.10"), {"n": Decimal("12345678901234567890.5")}],
        "bytes": b"<raw>",
        "nothing": None,
        "tuple": (1, (2,)),
    }
    aws.lambda_.register("f", lambda event, context: answers[event])
    client = boto3.client("lambda")

    def payload(name: str) -> str:
        return client.invoke(FunctionName="f", Payload=json.dumps(name))["Payload"].read().decode()

    assert {name: payload(name) for name in answers} == {
        "words": '{"ü": [1, 2.5, null, true]}',
        "decimals": '[1.10, {"n": 12345678901234567890.5}]',
        "bytes": "<raw>",
        "nothing": "null",
        "tuple": "[1, [2]]",
    }


def test_older_runtimes_escape(aws: World) -> None:
    zip_function(aws, "def handler(event, context):\n    return 'ü'\n", runtime="python3.11")
    answer = boto3.client("lambda").invoke(FunctionName="f")
    assert answer["Payload"].read() == b'"\\u00fc"'


def test_a_large_answer(aws: World) -> None:
    aws.lambda_.register("f", lambda event, context: "x" * event)
    assert len(invoke(event=6_291_554).payload) == 6_291_554
    answer = invoke(event=6_291_555)
    assert answer.error == "Unhandled"
    assert answer.payload == {
        "errorMessage": "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
        "errorType": "Function.ResponseSizeTooLarge",
    }


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("", "Runtime exited without providing a reason"),
        ("0", "Runtime exited without providing a reason"),
        ("3", "Runtime exited with error: exit status 3"),
        ("'words'", "Runtime exited with error: exit status 1"),
    ],
)
@pytest.mark.parametrize("where", ["the handler", "the module"])
def test_exit(aws: World, code: str, reason: str, where: str) -> None:
    body = f"sys.exit({code})"
    function = f"def handler(event, context):\n    {body}\n" if where == "the handler" else body
    zip_function(aws, f"import sys\n{function}\n")
    answer = invoke()
    assert answer.payload == {
        "errorType": "Runtime.ExitError",
        "errorMessage": f"RequestId: {answer.request_id} Error: {reason}",
    }
    assert f"RequestId: {answer.request_id} Error: {reason}\nRuntime.ExitError\nEND" in logs(aws)
    assert ("words\n" in logs(aws)) == (code == "'words'")


def test_an_exception_that_ends_the_process(aws: World) -> None:
    zip_function(aws, RAISING)
    answer = invoke(event="system")
    assert answer.payload["errorType"] == "Runtime.ExitError"
    assert answer.payload["errorMessage"].endswith("exit status 1")
    assert "GeneratorExit: gone\n" in logs(aws)


@pytest.mark.parametrize(
    "raised", [KeyboardInterrupt("stop"), pytest.fail.Exception("stop"), pytest.exit.Exception("stop")]
)
def test_what_is_meant_for_the_test_reaches_it(aws: World, raised: BaseException) -> None:
    @aws.lambda_.register("f")
    def handler(event: Any, context: Any) -> None:
        raise raised

    with pytest.raises(type(raised), match="stop"):
        invoke()


def test_a_timeout_stops_the_handler_where_it_is(aws: World) -> None:
    source = """
import boto3, threading, time
def work():
    time.sleep(60)
    print("too late")
def handler(event, context):
    threading.Thread(target=work).start()
    try:
        time.sleep(60)
    except BaseException:
        print("never seen")
        return "never seen"
    finally:
        boto3.client("sqs").create_queue(QueueName="late")
"""
    zip_function(aws, source, timeout=5)
    answer = invoke()
    assert answer.payload == {
        "errorType": "Sandbox.Timedout",
        "errorMessage": f"RequestId: {answer.request_id} Error: Task timed out after 5.00 seconds",
    }
    aws.clock.advance(seconds=100)
    assert "QueueUrls" not in boto3.client("sqs").list_queues()
    assert "never seen" not in logs(aws)
    assert "too late" not in logs(aws)
    assert f" {answer.request_id} Task timed out after 5.00 seconds\n\nEND" in logs(aws)


def test_time_for_a_cold_start_does_not_count_until_ten_seconds_are_over(aws: World) -> None:
    zip_function(
        aws,
        "import time\ntime.sleep(9)\ndef handler(event, context):\n    return context.get_remaining_time_in_millis()\n",
    )
    assert invoke().payload == 3000
    zip_function(
        aws,
        "import time\ntime.sleep(11)\ndef handler(event, context):\n    return context.get_remaining_time_in_millis()\n",
        name="slow",
        timeout=20,
    )
    began = aws.clock.elapsed
    assert invoke("slow").payload == 9000
    assert (aws.clock.elapsed - began).total_seconds() == 21
    assert "INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout\nSTART" in logs(aws, "slow")


def test_a_crash_that_was_planned(aws: World) -> None:
    aws.lambda_.register("f", lambda event, context: boto3.client("sqs").create_queue(QueueName="q"))
    aws.faults.crash("f", after="sqs.CreateQueue")
    assert invoke().payload["errorMessage"].endswith("Error: Runtime exited with error: signal: killed")
    assert boto3.client("sqs").list_queues()["QueueUrls"]


@pytest.mark.parametrize("code", ["raise SystemExit", "import time; time.sleep(60)"])
def test_whoever_hears_of_the_end_can_call_aws(aws: World, code: str) -> None:
    """Though the actor that ran the handler has been killed."""
    heard: list[Any] = []

    def ended(invocation: Invocation) -> None:
        heard.append(aws.call("sqs", "ListQueues", {}, caller=aws.caller(None)))
        assert invocation.failed

    function = zip_function(aws, f"def handler(event, context):\n    {code}\n")
    Running(Invocation(function.latest, "id", b"null", invoked_arn=function.arn), ended).begin()
    aws.clock.advance(seconds=10)
    assert heard == [{}]


def test_an_event_that_is_no_json(aws: World) -> None:
    """Whoever takes the call refuses it; of what comes another way, the runtime says so."""
    aws.lambda_.register("f", lambda event, context: event)
    function = aws.lambda_.function("f")._function
    ended: list[Invocation] = []
    Running(Invocation(function.latest, "id", b"{", invoked_arn=function.arn), ended.append).begin()
    aws.clock.advance(seconds=1)
    payload = json.loads(ended[0].answer)
    assert payload["errorType"] == "Runtime.UnmarshalError"
    assert payload["errorMessage"].startswith("Unable to unmarshal input: ")


def test_the_end_on_the_timeline(aws: World) -> None:
    @aws.lambda_.register("f")
    def handler(event: Any, context: Any) -> None:
        time.sleep(1.5)
        raise LookupError("x")

    invoke()
    (record,) = [record for record in aws.timeline if record.outcome == "failed"]
    log = record.details["log"]
    assert record.details == {"duration": "1500 ms", "error": "LookupError", "log": log}
    assert [line.partition(" ")[0] for line in log] == ["INIT_START", "START", "[ERROR]", "END", "REPORT"]
    assert "".join(log) == aws.lambda_.function("f").invocations[0].logs
    assert "(duration 1500 ms, error LookupError, log of 5 lines)" in aws.timeline.text()
    assert json.loads(aws.timeline.jsonl().splitlines()[record.number])["details"]["log"] == list(log)
