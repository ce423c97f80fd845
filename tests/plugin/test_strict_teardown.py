"""What nobody heard of fails the test at its end: swallowed errors, actors that died, faults that never fired."""

from __future__ import annotations

import pytest

from tests.plugin.projects import run

pytest_plugins = ["pytester"]

SHOP = """
    import boto3, threading, time

    def swallow():
        try:
            boto3.client("sqs").start_message_move_task(SourceArn="arn:aws:sqs:us-east-1:123456789012:made-up")
        except Exception:
            pass

    def refuse():
        from fakeaws import NotSupportedError
        raise NotSupportedError("made up")

    def swallow_refusal():
        try:
            refuse()
        except Exception:
            pass

    def hide_refusal():
        try:
            refuse()
        except Exception as error:
            raise ValueError("hidden") from error

    def die():
        time.sleep(1)
        raise ZeroDivisionError("of the worker")
"""


def test_a_library_error_that_the_application_swallowed(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        "-v",
        shop=SHOP,
        test_it="""
            import pytest, shop, threading
            from fakeaws import NotSupportedError, mock_aws

            def test_swallowed(aws):
                shop.swallow_refusal()

            def test_hidden(aws):
                with pytest.raises(ValueError):
                    shop.hide_refusal()

            def test_nested_function_is_application_code(aws):
                def work():
                    try:
                        shop.refuse()
                    except Exception:
                        pass
                thread = threading.Thread(target=work)
                thread.start()
                thread.join()

            @mock_aws
            def test_decorated():
                shop.swallow_refusal()

            def test_failed_anyway(aws):
                shop.swallow_refusal()
                assert 0

            def test_seen(aws):
                with pytest.raises(NotSupportedError):
                    shop.refuse()
                try:
                    shop.refuse()
                except Exception:
                    pass

            @pytest.fixture
            def careful(aws):
                try:
                    shop.refuse()
                except Exception:
                    pass

            def test_seen_by_a_fixture(careful):
                pass

            async def helper():
                shop.refuse()

            def test_seen_in_a_loop(aws):
                import asyncio
                with pytest.raises(NotSupportedError):
                    asyncio.run(helper())

            def test_outside_worlds():
                shop.swallow_refusal()
        """,
        test_module="""
            import shop
            def test_in_module_world(aws_module):
                shop.swallow_refusal()
            def test_after_it(aws_module):
                pass
        """,
    )
    result.assert_outcomes(passed=9, failed=2, errors=4)
    result.stdout.fnmatch_lines_random(
        [
            "*ERROR at teardown of test_swallowed*",
            "fakeaws: NotSupportedError, raised at shop.py:11 by test, was swallowed: made up",
            "*ERROR at teardown of test_hidden*",
            "*ERROR at teardown of test_nested_function_is_application_code*",
            "*ERROR at teardown of test_in_module_world*",
            "*FakeAwsError: NotSupportedError, raised at shop.py:11 by test, was swallowed: made up",
            "FAILED test_it.py::test_failed_anyway*",
        ]
    )
    assert "at teardown of test_failed_anyway" not in result.stdout.str()
    assert "at teardown of test_after_it" not in result.stdout.str()


def test_a_fault_that_never_fired_and_an_actor_that_died(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        shop=SHOP,
        test_it="""
            import boto3, shop, threading
            from helpers import names

            def test_never_fired(aws):
                aws.faults.throttle("sqs.SendMessage")

            def test_optional(aws):
                aws.faults.throttle("sqs.SendMessage", optional=True)

            def test_duplicate_never_fired(aws):
                boto3.client("sqs").create_queue(QueueName="orders")
                aws.faults.duplicate("orders")

            def test_crash_never_fired(aws):
                aws.faults.crash("consumer", after="sqs.SendMessage")

            def test_optional_crash_and_duplicate(aws):
                boto3.client("sqs").create_queue(QueueName="orders")
                aws.faults.duplicate("orders", optional=True)
                aws.faults.crash("consumer", after="sqs.SendMessage", optional=True)

            def test_crashed(aws):
                aws.faults.crash("reader", after="sqs.ListQueues")
                thread = threading.Thread(target=names, name="reader")
                thread.start()
                aws.clock.advance(seconds=1)
                assert not thread.is_alive()

            def test_fired(aws):
                fault = aws.faults.throttle("sqs.ListQueues")
                assert names() == [] and fault.fired

            def test_spawned_dies(aws):
                aws.spawn(shop.die, name="consumer")
                aws.clock.advance(seconds=5)

            def test_still_runs(aws):
                def forever():
                    while True:
                        names()
                        import time
                        time.sleep(1)
                aws.spawn(forever)
                aws.clock.advance(seconds=5)
        """,
    )
    result.assert_outcomes(passed=9, errors=4)
    result.stdout.fnmatch_lines_random(
        [
            "*<fault duplicate orders> was planned and never fired*",
            "*<fault crash of consumer after sqs.SendMessage> was planned and never fired*",
            "*ERROR at teardown of test_never_fired*",
            "*sqs.SendMessage* was planned and never fired; if that is fine: optional=True",
            "*ERROR at teardown of test_spawned_dies*",
            "*consumer*ZeroDivisionError*of the worker*",
        ]
    )
