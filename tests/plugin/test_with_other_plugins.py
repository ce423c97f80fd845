"""The fixture beside pytest-asyncio, anyio, pytest-xdist, pytest-freezer, hypothesis and pytest-timeout's like."""

from __future__ import annotations

import textwrap

import pytest

from tests.plugin.projects import run

pytest_plugins = ["pytester"]

ASYNC_TESTS = """
    import asyncio, time, pytest
    from helpers import make, names
    START = 1767571200.0

    @pytest_asyncio.fixture
    async def queue(aws):
        await asyncio.sleep(10)
        return make("q")

    MARK
    async def test_virtual_time(aws):
        begun = asyncio.get_running_loop().time()
        await asyncio.sleep(3600)
        assert time.time() == START + 3600
        assert asyncio.get_running_loop().time() - begun == 3600
        await aws.aclock.advance(days=1)

    MARK
    async def test_with_an_async_fixture(aws, queue):
        assert names() == ["q"]
        assert time.time() == START + 10

    MARK
    async def test_wait_for(aws):
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(asyncio.Event().wait(), 60)
        assert time.time() == START + 60

    MARK
    async def test_without_a_world():
        await asyncio.sleep(0)
        assert time.time() > START + 10**7
"""


def asynchronous(mark: str) -> str:
    return "import pytest_asyncio\n" + textwrap.dedent(ASYNC_TESTS).replace("MARK\n", f"{mark}\n")


@pytest.mark.parametrize(
    ("mode", "mark", "ini"),
    [
        ("strict", "@pytest.mark.asyncio", ""),
        ("auto", "", ""),
        ("auto", "", "asyncio_default_test_loop_scope = session\nasyncio_default_fixture_loop_scope = session"),
    ],
    ids=["strict", "auto", "session-loop"],
)
def test_pytest_asyncio(pytester: pytest.Pytester, mode: str, mark: str, ini: str) -> None:
    result = run(
        pytester,
        "-W",
        "error",
        ini=f"asyncio_mode = {mode}\n{ini}",
        test_async=asynchronous(mark),
        test_sync="def test_sync(aws): assert aws.clock.elapsed.total_seconds() == 0",
    )
    result.assert_outcomes(passed=5)


def test_a_session_loop_with_a_background_task_over_several_worlds(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        ini="asyncio_mode = auto\nasyncio_default_test_loop_scope = session",
        test_it="""
            import asyncio, time, pytest_asyncio
            ticks = []

            @pytest_asyncio.fixture(scope="session", loop_scope="session", autouse=True)
            async def ticking():
                async def tick():
                    while True:
                        ticks.append(time.time())
                        await asyncio.sleep(60)
                task = asyncio.create_task(tick())
                await asyncio.sleep(0)
                yield
                task.cancel()

            async def test_one(aws):
                before = len(ticks)
                await asyncio.sleep(600)
                assert len(ticks) - before == 10

            async def test_two(aws):
                before = len(ticks)
                await asyncio.sleep(120)
                assert len(ticks) - before == 2

            async def test_without():
                before = len(ticks)
                await asyncio.sleep(0.01)
                assert len(ticks) == before
        """,
    )
    result.assert_outcomes(passed=3)


def test_anyio(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        test_it="""
            import anyio, pytest, time
            from helpers import make, names
            pytestmark = pytest.mark.anyio
            START = 1767571200.0

            @pytest.fixture
            def anyio_backend():
                return "asyncio"

            @pytest.fixture
            async def queue(aws):
                await anyio.sleep(5)
                return make("q")

            async def test_cancel_scope(aws, queue):
                with anyio.move_on_after(60) as scope:
                    await anyio.sleep(3600)
                assert scope.cancelled_caught
                assert time.time() == START + 65
                assert names() == ["q"]

            async def test_task_group_and_threads(aws):
                order = []
                async def worker(seconds):
                    await anyio.sleep(seconds)
                    order.append(seconds)
                async with anyio.create_task_group() as group:
                    for seconds in (30, 10, 20):
                        group.start_soon(worker, seconds)
                assert order == [10, 20, 30]
                await anyio.to_thread.run_sync(time.sleep, 30)
                assert time.time() == START + 60
        """,
    )
    result.assert_outcomes(passed=2)


def test_xdist_gives_the_same_ids(pytester: pytest.Pytester) -> None:
    files = {
        "test_ids": """
            import pytest
            from helpers import make
            import boto3

            @pytest.mark.parametrize("number", range(4))
            def test_ids(aws, number, record_property):
                url = make("q")
                sent = boto3.client("sqs").send_message(QueueUrl=url, MessageBody="x")
                print("ID", number, sent["MessageId"], sent["ResponseMetadata"]["RequestId"])
                assert 0
        """
    }

    def ids(*args: str) -> list[str]:
        result = run(pytester, *args, **files)
        result.assert_outcomes(failed=4)
        assert "seed 'test_ids.py::test_ids[0]'" in result.stdout.str()
        return sorted(line for line in result.outlines if line.startswith("ID "))

    alone = ids()
    assert len({line.split()[2] for line in alone}) == 4
    assert ids("-n2") == alone


def test_unittest_under_pytest(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        test_it="""
            import asyncio, time, unittest, pytest
            from fakeaws import mock_aws
            from helpers import make, names

            @mock_aws
            class Decorated(unittest.TestCase):
                def setUp(self):
                    make("q")
                def test_one(self):
                    self.assertEqual(names(), ["q"])
                    make("r")
                def test_two(self):
                    self.assertEqual(names(), ["q"])

            class WithFixture(unittest.TestCase):
                @pytest.fixture(autouse=True)
                def world(self, aws):
                    self.aws = aws
                def test_it(self):
                    make("q")
                    self.assertEqual(self.aws.seed, "test_it.py::WithFixture::test_it")

            @mock_aws
            class Async(unittest.IsolatedAsyncioTestCase):
                async def test_it(self):
                    await asyncio.sleep(3600)
                    self.assertEqual(time.time(), 1767571200.0 + 3600)

            class Method(unittest.TestCase):
                @mock_aws
                def test_it(self):
                    self.assertEqual(names(), [])
                def test_none(self):
                    self.assertGreater(time.time(), 1767571200.0 + 10**7)
        """,
    )
    result.assert_outcomes(passed=6)


def test_pytest_freezer_and_hypothesis(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        "--durations=0",
        "-vv",
        test_freezer="""
            import datetime, pytest, time
            from helpers import make

            def test_freezer_before_the_world(freezer, aws):
                make("q")
                freezer.tick(60)
                assert aws.clock.elapsed.total_seconds() == 60

            def test_freezer_in_the_world(aws, freezer):
                freezer.move_to("2031-01-01")
                make("q")
                time.sleep(5)
                assert f"{aws.clock.now:%Y-%m-%d %S}" == "2031-01-01 05"

            @pytest.mark.freeze_time("2032-02-02")
            def test_marker(aws):
                assert aws.clock.now.year == datetime.date.today().year == 2032

            def test_long(aws):
                time.sleep(10**7)
        """,
        test_hypothesis="""
            from hypothesis import given, settings, strategies as st
            from fakeaws import mock_aws
            from helpers import make, names

            @settings(max_examples=10, deadline=None)
            @given(st.integers(0, 10**6))
            def test_inside(number):
                with mock_aws():
                    make(f"q{number}")
                    assert names() == [f"q{number}"]

            @settings(max_examples=10, deadline=None)
            @given(number=st.integers(0, 10**6))
            @mock_aws
            def test_decorated(number):
                make(f"q{number}")
                assert names() == [f"q{number}"]
        """,
    )
    result.assert_outcomes(passed=6)
    assert "Traceback" not in result.stderr.str()
    durations = [line for line in result.outlines if line.rstrip().endswith("test_long")]
    seconds = [float(line.split("s ")[0]) for line in durations if line[:1].isdigit()]
    assert seconds
    assert max(seconds) < 60


def test_pytest_randomly_does_not_reseed_a_world(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("""
        import random
        def test_inside(aws):
            print("inside", random.random())
        def test_outside():
            print("outside", random.random())
    """)
    seen = []
    for seed in ("1", "2"):
        result = pytester.runpytest_subprocess(
            "-s", "-q", "-pno:cacheprovider", "-pno:syrupy", f"--randomly-seed={seed}"
        )
        result.assert_outcomes(passed=2)
        seen.append({line.split()[0].lstrip("."): line.split()[1] for line in result.outlines if "side 0." in line})
    assert seen[0]["inside"] == seen[1]["inside"]
    assert seen[0]["outside"] != seen[1]["outside"]
