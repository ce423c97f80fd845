"""Ini options that hold for the process: the guard outside worlds, real threads, the watch-dog's limit."""

from __future__ import annotations

import pytest

from tests.plugin.projects import run

pytest_plugins = ["pytester"]


def test_block_real_calls_real_threads_and_the_watchdog(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        ini="""
            fakeaws_block_real_calls = true
            fakeaws_real_threads = mytool other.tool
            fakeaws_watchdog = 0.5
        """,
        mytool="""
            import threading
            from fakeaws.simulation.actors import local

            class Thread(threading.Thread):
                def run(self):
                    self.is_actor = local.actor is not None
        """,
        test_it="""
            import pytest, mytool
            from fakeaws import RealCallBlocked, FakeAwsError

            def test_blocked(sqs):
                with pytest.raises(RealCallBlocked, match="fakeaws_block_real_calls is on and no world is active"):
                    sqs.list_queues()

            def test_hint(sqs):
                sqs.list_queues()

            def test_real_thread(aws):
                thread = mytool.Thread()
                thread.start()
                thread.join()
                assert not thread.is_actor

            def test_watchdog(aws):
                import _thread
                lock = _thread.allocate_lock()
                lock.acquire()
                with pytest.raises(FakeAwsError, match="has really blocked for 0.5 s"):
                    lock.acquire()
        """,
    )
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(["hint: sqs.ListQueues was called outside any world*"])


def test_a_wrong_watchdog(pytester: pytest.Pytester) -> None:
    result = run(pytester, ini="fakeaws_watchdog = soon", test_it="def test_it(): pass")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: the ini file: fakeaws_watchdog='soon' must be a number of seconds"])


def test_everything_is_undone_at_the_end_of_a_run_in_this_process(pytester: pytest.Pytester) -> None:
    import os

    from fakeaws import settings
    from fakeaws.intercept.install import Guarding
    from fakeaws.simulation import watchdog
    from fakeaws.simulation.real_threads import real_thread_modules

    def state() -> tuple[object, ...]:
        return (
            settings.current_run(),
            Guarding.outside_worlds,
            watchdog.Settings.limit_seconds,
            set(real_thread_modules),
            os.environ.get("AWS_DEFAULT_REGION"),
        )

    before = state()
    pytester.makeini(
        "[pytest]\nfakeaws_block_real_calls = true\nfakeaws_watchdog = 7\nfakeaws_real_threads = mytool\n"
        "fakeaws_region = eu-west-1\nasyncio_default_fixture_loop_scope = function"
    )
    pytester.makepyfile("def test_it(aws): assert aws.region == 'eu-west-1'")
    pytester.runpytest_inprocess("-p", "no:randomly", "-p", "no:cacheprovider").assert_outcomes(passed=1)
    assert state() == before
