"""What the report of a failed test says: seed, time, timeline, and a hint for each of the usual mistakes."""

from __future__ import annotations

import re

import pytest

from tests.plugin.projects import run

pytest_plugins = ["pytester"]


def section_of(result: pytest.RunResult, test: str) -> str:
    """The text between the test's heading and the next one."""
    text = result.stdout.str()
    begin = text.index(f"_ {test} _")
    end = text.find("\n____", begin + 1)
    return text[begin : end if end > 0 else text.index("short test summary")]


def test_seed_time_timeline_and_the_line_to_run_again(pytester: pytest.Pytester) -> None:
    files = {
        "test_it": """
            import boto3, time, pytest
            from fakeaws import mock_aws
            from helpers import make

            def test_fixture(aws):
                url = make("orders")
                boto3.client("sqs").send_message(QueueUrl=url, MessageBody="x")
                time.sleep(90)
                assert 0

            @mock_aws(seed=11, region="eu-west-1")
            def test_decorated():
                make("decorated")
                assert 0

            def test_context(sqs):
                with mock_aws():
                    make("context")
                assert 0

            def test_many(aws):
                sqs = boto3.client("sqs")
                for number in range(60):
                    make(f"queue-{number}")
                assert 0

            def test_without():
                assert 0

            def test_passes(aws):
                make("passing")

            @pytest.mark.parametrize("word", ["two words"])
            def test_parameter(aws, word):
                assert 0
        """
    }
    result = run(pytester, **files)
    result.assert_outcomes(passed=1, failed=6)
    fixture = section_of(result, "test_fixture")
    assert "- fakeaws -" in fixture
    assert (
        "seed 'test_it.py::test_fixture'; virtual time 2026-01-05T00:01:30.000000Z, 0:01:30 after the start" in fixture
    )
    assert "account 123456789012, region us-east-1" in fixture
    assert "again: pytest test_it.py::test_fixture\n" in fixture
    assert "sqs.CreateQueue" in fixture
    assert "sqs.SendMessage" in fixture
    decorated = section_of(result, "test_decorated")
    assert "seed 11; virtual time 2026-01-05T00:00:00" in decorated
    assert "region eu-west-1" in decorated
    assert "decorated" in decorated
    assert "sqs.CreateQueue  context" in section_of(result, "test_context")
    many = section_of(result, "test_many")
    assert "… 20 earlier records; -vv shows all" in many
    assert "queue-19 " not in many
    assert "queue-20 " in many
    assert "fakeaws -" not in section_of(result, "test_without")
    assert "again: pytest 'test_it.py::test_parameter[two words]'" in section_of(result, "test_parameter[two words]")
    full = run(pytester, "-vv", "-k", "test_many", "--fakeaws-seed", "a b", **files)
    assert "queue-0 " in section_of(full, "test_many")
    assert "earlier records" not in section_of(full, "test_many")
    assert "again: pytest test_it.py::test_many --fakeaws-seed 'a b'" in section_of(full, "test_many")


def test_polls_that_found_nothing_do_not_crowd_out_the_rest(pytester: pytest.Pytester) -> None:
    files = {
        "test_it": """
            import boto3
            from helpers import make

            def test_polls(aws):
                sqs = boto3.client("sqs")
                url = make("orders")
                def poll():
                    while True:
                        for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20).get("Messages", []):
                            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                aws.spawn(poll, name="one")
                aws.spawn(poll, name="two")
                aws.clock.advance(minutes=30)
                sqs.send_message(QueueUrl=url, MessageBody="x")
                aws.clock.advance(minutes=30)
                assert 0
        """
    }
    section = section_of(run(pytester, **files), "test_polls")
    lines = section[section.index("again:") :].splitlines()[1:]
    assert lines[0].startswith("… ")
    assert lines[0].endswith(" empty receives; -vv shows all")
    records = [line.split()[2] for line in lines[1:] if line.startswith("+")]
    assert records[0] == "sqs.CreateQueue"
    assert "sqs.SendMessage" in records
    assert "sqs.DeleteMessage" in records
    assert records.count("sqs.ReceiveMessage") == 5  # one found something, two in each row stand for many
    full = section_of(run(pytester, "-vv", **files), "test_polls")
    assert full.count(" empty") > 100


def test_a_failed_comparison_shows_the_end_of_the_message_s_story(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CI", "BUILD_NUMBER"):
        monkeypatch.delenv(name, raising=False)
    files = {
        "test_it": """
            import boto3, json
            from helpers import make

            def test_fates(aws):
                sqs = boto3.client("sqs")
                make("dlq")
                redrive = {"deadLetterTargetArn": aws.sqs.queue("dlq").arn, "maxReceiveCount": 3}
                url = sqs.create_queue(QueueName="orders", Attributes={"RedrivePolicy": json.dumps(redrive)})["QueueUrl"]
                sent = sqs.send_message(QueueUrl=url, MessageBody="x")
                for _ in range(4):
                    sqs.receive_message(QueueUrl=url)
                    aws.clock.advance(seconds=30)
                assert aws.trace(sent).fates == {"orders": "deleted"}
        """
    }
    explained = [line for line in run(pytester, **files).outlines if line.startswith("E  ")]
    assert "truncated" not in "".join(explained)
    assert "orders is dead-lettered; deleted was expected" in explained[1]
    assert ", at last (-vv: all 9 records):" in explained[3]
    assert "sqs.Redrive" in explained[-1]
    full = [line for line in run(pytester, "-vv", **files).outlines if line.startswith("E  ")]
    assert len(full) == 4 + 9


def test_hints_for_the_usual_mistakes(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        shop="""
            import boto3, time

            def consume(url, limit=None):
                sqs = boto3.client("sqs")
                while True:
                    for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20).get("Messages", []):
                        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

            def poll(url):
                sqs = boto3.client("sqs")
                while True:
                    if not sqs.receive_message(QueueUrl=url).get("Messages"):
                        time.sleep(0.01)
        """,
        test_mistakes="""
            import boto3, pytest, shop
            from fakeaws import mock_aws
            from helpers import make

            @pytest.fixture(scope="module")
            def queue_of_the_module(aws_module):
                return make("orders")

            def test_other_region(aws):
                boto3.client("sqs", region_name="eu-west-1").create_queue(QueueName="orders")
                boto3.client("sqs").get_queue_url(QueueName="orders")

            def test_other_region_by_url(aws):
                url = boto3.client("sqs", region_name="eu-west-1").create_queue(QueueName="orders")["QueueUrl"]
                boto3.client("sqs", region_name="ap-south-1").send_message(
                    QueueUrl="https://sqs.ap-south-1.amazonaws.com/123456789012/orders", MessageBody="x")

            def test_other_account(aws):
                aws.boto3_session(account="999999999999").client("sqs").create_queue(QueueName="orders")
                boto3.client("sqs").get_queue_url(QueueName="orders")

            def test_no_such_queue(aws):
                boto3.client("sqs").get_queue_url(QueueName="orders")

            def test_endless_consumer(aws):
                shop.consume(make("orders"))

            def test_endless_poll(aws):
                shop.poll(make("orders"))

            def test_left_world(aws):
                with mock_aws():
                    make("orders")
                boto3.client("sqs").get_queue_url(QueueName="orders")

            def test_outer_world(queue_of_the_module):
                with mock_aws():
                    boto3.client("sqs").get_queue_url(QueueName="orders")
        """,
    )
    result.assert_outcomes(failed=8)
    other = section_of(result, "test_other_region")
    assert "hint: queue 'orders' exists in eu-west-1; the client used us-east-1" in other
    by_url = section_of(result, "test_other_region_by_url")
    assert "hint: queue 'orders' exists in eu-west-1; the client used ap-south-1" in by_url
    account = section_of(result, "test_other_account")
    assert "hint: queue 'orders' exists in account 999999999999; the client acts for 123456789012" in account
    assert "hint" not in section_of(result, "test_no_such_queue")
    consumer = section_of(result, "test_endless_consumer")
    assert "hint: consume() at shop.py:6 runs in the test's own thread" in consumer
    assert "aws.spawn(consume, …)" in consumer
    assert "hint: poll() at shop.py:" in section_of(result, "test_endless_poll")
    assert "hint: queue 'orders' exists in another world" in section_of(result, "test_left_world")
    assert "hint: queue 'orders' exists in another world than the call was made in (an outer one" in section_of(
        result, "test_outer_world"
    )


def test_a_hint_for_an_aws_call_without_a_world(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    result = run(
        pytester,
        test_no_world="""
            import boto3, pytest
            from botocore.config import Config

            def test_no_credentials(sqs):
                sqs.list_queues()

            @pytest.fixture
            def queue(sqs):
                return sqs.create_queue(QueueName="q")

            def test_in_a_fixture_before_the_world(queue, aws):
                pass

            def test_no_endpoint():
                boto3.client("sqs", "us-east-1", endpoint_url="http://127.0.0.1:9", aws_access_key_id="x",
                             aws_secret_access_key="y", config=Config(retries={"max_attempts": 0})).list_queues()

            def test_no_region():
                boto3.client("sqs")

            def test_another_error():
                raise ValueError("NoCredentialsError")
        """,
    )
    result.assert_outcomes(failed=4, errors=1)
    hint = "hint: sqs.{} was called outside any world, so it was on its way to the real AWS"
    assert hint.format("ListQueues") in section_of(result, "test_no_credentials")
    assert hint.format("CreateQueue") in section_of(result, "ERROR at setup of test_in_a_fixture_before_the_world")
    assert hint.format("ListQueues") in section_of(result, "test_no_endpoint")
    assert "hint: a client was made before any world" in section_of(result, "test_no_region")
    assert "hint" not in section_of(result, "test_another_error")


def test_findings_and_what_to_change(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        shop="""
            import boto3, time

            def consume(url):
                sqs = boto3.client("sqs")
                while True:
                    for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20).get("Messages", []):
                        time.sleep(45)
                        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        """,
        test_findings="""
            import boto3, pytest, shop
            from fakeaws import mock_aws
            from helpers import make

            def slow(aws):
                url = make("orders")
                boto3.client("sqs").send_message(QueueUrl=url, MessageBody="42")
                for name in ("consumer-1", "consumer-2"):
                    aws.spawn(shop.consume, url, name=name)
                aws.clock.advance(seconds=50)

            def test_fixture(aws):
                slow(aws)
                assert 0

            def test_left():
                with mock_aws() as aws:
                    slow(aws)
                assert 0

            def test_compared(aws):
                slow(aws)
                assert aws.diagnose() == []

            def test_healthy(aws):
                make("orders")
                assert 0

            def test_a_broken_rule(aws, monkeypatch):
                from fakeaws.services.sqs import diagnosis
                monkeypatch.setattr(diagnosis, "RULES", (lambda history: 1 / 0,))
                make("orders")
                assert 0, "the test's own"
        """,
    )
    result.assert_outcomes(failed=5)
    finding = "finding: visibility-shorter-than-work: consumer-1 received message "
    for test in ("test_fixture", "test_left"):
        section = section_of(result, test)
        assert finding in section
        assert "\n  fix: Set VisibilityTimeout of 'orders' to at least 46: " in section
        assert section.index(finding) < section.index("sqs.CreateQueue")
    compared = section_of(result, "test_compared")
    assert "assert [visibility-shorter-than-work, stale-receipt-handle] == []" in compared
    assert "E         visibility-shorter-than-work: consumer-1 received message" in compared
    assert "finding:" not in section_of(result, "test_healthy")
    broken = section_of(result, "test_a_broken_rule")
    assert "AssertionError: the test's own" in broken
    assert "(no findings: ZeroDivisionError: division by zero)" in broken
    assert "sqs.CreateQueue" in broken


def test_what_functions_failed_with(pytester: pytest.Pytester) -> None:
    """Of each function the last failure, with the event, the place, and the end of what was printed."""
    result = run(
        pytester,
        test_it="""
            import boto3, logging, time

            def invoke(name, event="{}"):
                return boto3.client("lambda").invoke(FunctionName=name, Payload=event)

            def test_error(aws):
                @aws.lambda_.register("bill")
                def bill(event, context):
                    for number in range(7):
                        print("looking", number)
                    logging.error("odd")
                    return event["order"]["id"]
                invoke("bill")
                invoke("bill", '{"order": {}}')
                aws.lambda_.register("fine", lambda event, context: print("fine"))
                invoke("fine")
                assert 0

            def test_timeout(aws):
                aws.lambda_.register("slow", lambda event, context: time.sleep(5))
                invoke("slow")
                assert 0

            def test_json(aws):
                def bill(event, context):
                    raise ValueError("two\\nlines")
                aws.lambda_.register("bill", bill)
                boto3.client("lambda").update_function_configuration(
                    FunctionName="bill", LoggingConfig={"LogFormat": "JSON"})
                invoke("bill")
                assert 0

            def test_fine(aws):
                aws.lambda_.register("fine", lambda event, context: print("fine"))
                invoke("fine")
                assert 0
        """,
    )
    result.assert_outcomes(failed=4)
    lines = section_of(result, "test_error").splitlines()
    begin = next(number for number, line in enumerate(lines) if line.startswith("function bill: KeyError: 'id'"))
    told = lines[begin:]
    assert told[0].endswith("ended at +00:00:00; 2 of 2 invocations failed)")
    assert told[1] == '  event: {"order": {}}'
    assert re.fullmatch(r'  File "/var/task/test_it.py", line \d+, in bill', told[2])
    assert told[3] == '    return event["order"]["id"]'
    assert told[4] == "  … 3 earlier lines, in .invocations[…].logs"
    assert told[5:9] == [f"  log: looking {number}" for number in (3, 4, 5, 6)]
    assert told[9].startswith("  log: [ERROR]")
    assert told[9].endswith("odd")
    assert re.match(r"\+00:00:00  test +lambda.Invoke ", told[10])
    assert "function fine" not in "\n".join(lines)
    slow = section_of(result, "test_timeout")
    assert "function slow: Sandbox.Timedout: Task timed out after 3.00 seconds (invocation " in slow
    assert "ended at +00:00:03)\n  event: {}\n+00:00:00" in slow
    assert "function bill: ValueError: two lines (invocation" in section_of(result, "test_json")
    assert "  log:" not in section_of(result, "test_json")
    assert "\nfunction " not in section_of(result, "test_fine")


def test_executions_that_failed_or_wait(pytester: pytest.Pytester) -> None:
    files = {
        "test_it": """
            import boto3, json

            def test_it(aws):
                sfn = boto3.client("stepfunctions", region_name="us-east-1")
                activity = sfn.create_activity(name="ask")["activityArn"]
                ends = {
                    "good": {"Type": "Succeed"},
                    "bad": {"Type": "Fail", "Error": "Declined", "Cause": "no money"},
                    "open": {"Type": "Task", "Resource": activity, "End": True},
                }
                for name, state in ends.items():
                    text = json.dumps({"StartAt": "End", "States": {"End": state}})
                    role = "arn:aws:iam::123456789012:role/r"
                    arn = sfn.create_state_machine(name=name, definition=text, roleArn=role)["stateMachineArn"]
                    sfn.start_execution(stateMachineArn=arn, name="run", input='{"order": 42}')
                aws.clock.advance(seconds=5)
                assert 0
        """
    }
    section = section_of(run(pytester, **files), "test_it")
    begin = section.index("execution bad:run")
    assert section[begin:].splitlines()[:6] == [
        "execution bad:run FAILED at +00:00:00, after 0 s: Declined: no money",
        '├─ input {"order": 42}',
        "└─ +00:00:00 End (Fail), failed: Declined: no money",
        "execution open:run RUNNING since +00:00:00",
        '├─ input {"order": 42}',
        "└─ +00:00:00 End (Task)  ◀ waits for its activity's worker since +00:00:00, without a time-out",
    ]
    assert "execution good:run" not in section


def test_a_long_tree_is_cut(pytester: pytest.Pytester) -> None:
    files = {
        "test_it": """
            import boto3, json

            def test_it(aws):
                sfn = boto3.client("stepfunctions", region_name="us-east-1")
                inner = {"StartAt": "No", "States": {"No": {"Type": "Fail", "Error": "Declined"}}}
                text = json.dumps({"StartAt": "Each", "States": {"Each": {
                    "Type": "Map", "ItemProcessor": inner, "End": True}}})
                role = "arn:aws:iam::123456789012:role/r"
                arn = sfn.create_state_machine(name="m", definition=text, roleArn=role)["stateMachineArn"]
                sfn.start_execution(stateMachineArn=arn, name="run", input=json.dumps(list(range(40))))
                aws.clock.advance(seconds=5)
                assert 0
        """
    }
    section = section_of(run(pytester, **files), "test_it")
    assert "… 53 more lines: aws.stepfunctions.execution(…).text()" in section
