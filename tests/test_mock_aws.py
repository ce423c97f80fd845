"""`mock_aws` in every spelling: decorator, class, TestCase, context manager, start/stop/reset, nested."""

from __future__ import annotations

import asyncio
import datetime
import inspect
import os
import time
import unittest
from collections.abc import Callable, Generator, Iterator
from typing import Any

import boto3
import pytest

from fakeaws import FakeAwsError, NotSupportedError, World, mock_aws
from fakeaws.errors import InvalidOption
from fakeaws.simulation.actors import local
from fakeaws.simulation.stack import stack

START = 1767571200.0  # 2026-01-05T00:00:00Z


def sqs() -> Any:
    return boto3.client("sqs")


def make_queue(name: str) -> str:
    url: str = sqs().create_queue(QueueName=name)["QueueUrl"]
    return url


def queue_names() -> list[str]:
    return [url.rsplit("/", 1)[-1] for url in sqs().list_queues().get("QueueUrls", [])]


def inside() -> World:
    assert stack
    world = stack[-1].owner
    assert isinstance(world, World)
    return world


# -- functions ---------------------------------------------------------------------------------------------------------


@mock_aws
def test_decorator_without_call(tmp_path: Any, request: pytest.FixtureRequest) -> None:
    assert inside().seed == request.node.nodeid
    assert time.time() == START
    make_queue("q")
    assert queue_names() == ["q"]
    assert tmp_path.exists()  # the signature is kept, so fixtures work


@mock_aws(region="eu-west-3", seed=7, config={"lambda": {"use_docker": False}, "made-up": {"x": 1}})
def test_decorator_with_options(tmp_path: Any) -> None:
    world = inside()
    assert (world.region, world.seed) == ("eu-west-3", 7)
    assert world.config["made-up"] == {"x": 1}
    assert make_queue("q") == "https://sqs.eu-west-3.amazonaws.com/123456789012/q"


@mock_aws()
@pytest.mark.parametrize("depth", [3])
def test_each_call_of_a_decorated_function_is_a_fresh_world(depth: int) -> None:
    mock = mock_aws(seed=1)
    seen: list[World] = []

    @mock
    def recursive(depth: int) -> None:
        """Its doc."""
        assert queue_names() == []
        make_queue(f"q{depth}")
        seen.append(inside())
        if depth:
            recursive(depth - 1)
        assert queue_names() == [f"q{depth}"]
        assert inside() is not seen[-1] or depth == 0

    recursive(depth)
    recursive(0)
    assert len({id(world) for world in seen}) == depth + 2
    assert (recursive.__name__, recursive.__doc__) == ("recursive", "Its doc.")
    assert queue_names() == []


def test_a_decorated_function_is_seeded_by_its_name_outside_pytest(monkeypatch: pytest.MonkeyPatch) -> None:
    from fakeaws import settings

    settings.begin_run(run := settings.Run())
    try:
        assert _seeded_by_name() == "_seeded_by_name"
        with mock_aws() as aws:
            assert aws.seed == 0
    finally:
        settings.end_run(run)


@mock_aws
def _seeded_by_name() -> int | str:
    return inside().seed


def test_a_generator_stays_one_and_runs_inside() -> None:
    @mock_aws
    def generator(values: list[int]) -> Generator[int, str, str]:
        got = yield len(queue_names()) + values[0]
        make_queue(got)
        return queue_names()[0]

    assert inspect.isgeneratorfunction(generator)
    running = generator([41])
    assert next(running) == 41
    with pytest.raises(StopIteration) as end:
        running.send("sent")
    assert end.value.value == "sent"
    assert not stack


@pytest.fixture
@mock_aws(seed="fixture")
def world_of_a_fixture() -> Iterator[World]:
    make_queue("of-the-fixture")
    yield inside()


def test_a_decorated_fixture(world_of_a_fixture: World) -> None:
    assert inside() is world_of_a_fixture
    assert queue_names() == ["of-the-fixture"]


def test_a_coroutine_and_an_async_generator() -> None:
    @mock_aws
    async def coroutine(name: str) -> list[str]:
        make_queue(name)
        await asyncio.sleep(30)
        assert time.time() == START + 30
        return queue_names()

    @mock_aws
    async def numbers() -> Any:
        for number in range(3):
            await asyncio.sleep(1)
            yield number, time.time() - START

    async def collect() -> list[Any]:
        return [pair async for pair in numbers()]

    assert inspect.iscoroutinefunction(coroutine)
    assert asyncio.run(coroutine("q")) == ["q"]
    assert asyncio.run(collect()) == [(0, 1), (1, 2), (2, 3)]
    assert not stack


def test_static_and_class_methods() -> None:
    class Application:
        @mock_aws
        @staticmethod
        def static(name: str) -> list[str]:
            make_queue(name)
            return queue_names()

        @mock_aws
        @classmethod
        def of_class(cls, name: str) -> list[str]:
            make_queue(name + cls.__name__)
            return queue_names()

    assert Application.static("a") == ["a"]
    assert Application.of_class("b") == ["bApplication"]


# -- classes -----------------------------------------------------------------------------------------------------------


@mock_aws(region="eu-west-1")
class TestPlainClass:
    torn_down: list[list[str]] = []

    def setup_method(self, method: Callable[..., None]) -> None:
        make_queue(method.__name__)

    @pytest.fixture(autouse=True)
    def second(self) -> None:
        make_queue("of-the-fixture")

    def teardown_method(self) -> None:
        self.torn_down.append(queue_names())

    def test_first(self, tmp_path: Any) -> None:
        assert inside().region == "eu-west-1"
        assert queue_names() == ["of-the-fixture", "test_first"]
        assert len(stack) == 1

    @pytest.mark.parametrize("number", [1, 2])
    def test_second(self, number: int) -> None:
        assert queue_names() == ["of-the-fixture", "test_second"]

    class TestInner:
        def test_inner(self) -> None:
            assert len(stack) == 1
            assert queue_names() == ["of-the-fixture"]


def test_the_plain_class_was_torn_down_inside_its_worlds() -> None:
    instance = TestPlainClass()
    instance.setup_method(instance.test_first)
    assert inside().region == "eu-west-1"
    instance.teardown_method()
    assert not stack
    assert TestPlainClass.torn_down.pop() == ["test_first"]


def test_a_test_method_called_by_hand_has_its_own_world() -> None:
    @mock_aws
    class TestByHand:
        def test_it(self) -> list[str]:
            make_queue("q")
            return queue_names()

        async def test_async(self) -> float:
            await asyncio.sleep(2)
            return time.time()

    assert TestByHand().test_it() == ["q"]
    assert asyncio.run(TestByHand().test_async()) == START + 2
    assert not stack


def run_case(case: type[unittest.TestCase]) -> unittest.TestResult:
    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromTestCase(case).run(result)
    assert not stack
    assert local.actor is None
    return result


def test_a_test_case_begins_with_set_up_and_ends_after_the_last_cleanup() -> None:
    happened: list[str] = []

    @mock_aws(seed=3)
    class Case(unittest.TestCase):
        def setUp(self) -> None:
            assert queue_names() == []
            make_queue("from-set-up")
            self.addCleanup(lambda: happened.append(f"cleanup sees {queue_names()}"))

        def tearDown(self) -> None:
            happened.append(f"tearDown sees {queue_names()}")

        def test_a(self) -> None:
            assert inside().seed == 3
            make_queue("a")

        def test_b(self) -> None:
            assert queue_names() == ["from-set-up"]

        def helper(self) -> None:
            raise AssertionError

    result = run_case(Case)
    assert result.testsRun == 2
    assert not result.errors + result.failures, result.errors + result.failures
    assert happened == [
        "tearDown sees ['a', 'from-set-up']",
        "cleanup sees ['a', 'from-set-up']",
        "tearDown sees ['from-set-up']",
        "cleanup sees ['from-set-up']",
    ]


def test_a_test_case_whose_set_up_fails_leaves_its_world() -> None:
    @mock_aws
    class Case(unittest.TestCase):
        def setUp(self) -> None:
            raise RuntimeError("no set-up")

        def test_a(self) -> None: ...

    result = run_case(Case)
    assert len(result.errors) == 1
    assert "no set-up" in result.errors[0][1]


def test_an_async_test_case() -> None:
    seen: list[Any] = []

    @mock_aws
    class Case(unittest.IsolatedAsyncioTestCase):
        async def asyncSetUp(self) -> None:
            make_queue("q")

        async def test_a(self) -> None:
            await asyncio.sleep(60)
            seen.append((queue_names(), time.time() - START))

        async def asyncTearDown(self) -> None:
            await asyncio.sleep(1)
            seen.append(time.time() - START)

    result = run_case(Case)
    assert not result.errors + result.failures, result.errors + result.failures
    assert seen == [(["q"], 60), 61]


@mock_aws
class TestCaseUnderPytest(unittest.TestCase):
    def setUp(self) -> None:
        make_queue("q")

    def test_it(self) -> None:
        self.assertEqual(queue_names(), ["q"])


# -- context manager, start, stop, reset -------------------------------------------------------------------------------


def test_a_context_manager_yields_the_world_and_inner_worlds_are_fresh() -> None:
    mock = mock_aws(seed=5)
    with mock as outer:
        assert isinstance(outer, World)
        client = sqs()
        client.create_queue(QueueName="outer")
        time.sleep(10)
        with mock as inner:
            assert inner is not outer
            assert client.list_queues().get("QueueUrls", []) == []
            time.sleep(100)
            client.create_queue(QueueName="inner")
        assert inside() is outer
        assert time.time() == START + 10
        assert queue_names() == ["outer"]
        outer.clock.advance(seconds=1)
        assert time.time() == START + 11
    assert not stack
    assert time.time() != START + 11


def test_an_async_context_manager() -> None:
    async def main() -> float:
        async with mock_aws() as aws:
            make_queue("q")
            begun = asyncio.get_running_loop().time()
            await asyncio.sleep(3600)
            assert aws.clock.elapsed == datetime.timedelta(hours=1)
            return asyncio.get_running_loop().time() - begun

    assert asyncio.run(main()) == pytest.approx(3600)
    assert not stack


def test_start_stop_and_reset() -> None:
    mock = mock_aws(seed=9)
    with pytest.raises(FakeAwsError, match=r"stop\(\) without start\(\)"):
        mock.stop()
    with pytest.raises(FakeAwsError, match=r"reset\(\) without start\(\)"):
        mock.reset()
    aws = mock.start()
    try:
        client = sqs()
        first = client.create_queue(QueueName="q")["ResponseMetadata"]["RequestId"]
        client.send_message(QueueUrl="q", MessageBody="x")
        aws.clock.advance(seconds=5)
        mock.reset()
        assert inside() is aws
        assert client.list_queues().get("QueueUrls", []) == []
        assert aws.timeline.select(kind="SendMessage") == []
        assert time.time() == START + 5
        again = client.create_queue(QueueName="q")["ResponseMetadata"]["RequestId"]
        assert first != again  # list_queues took the first id of the fresh stream
    finally:
        mock.stop()
    assert not stack
    other = mock.start()
    assert other is not aws
    mock.stop()


def test_reset_forgets_what_services_had_planned_and_keeps_sleepers() -> None:
    mock = mock_aws()
    aws = mock.start()
    try:
        url = make_queue("q")
        sqs().send_message(QueueUrl=url, MessageBody="x", DelaySeconds=60)
        before = len(aws.simulation.scheduler)
        mock.reset()
        assert before > len(aws.simulation.scheduler)
        aws.clock.advance(seconds=100)
        assert aws.clock.elapsed == datetime.timedelta(seconds=100)
        assert len(aws.timeline) == 0
    finally:
        mock.stop()


def test_stopping_an_outer_world_stops_the_inner_one_too() -> None:
    outer, inner = mock_aws(), mock_aws()
    before = dict(os.environ)
    outer.start()
    inner.start()
    outer.stop()
    assert not stack
    assert dict(os.environ) == before
    inner.stop()
    assert dict(os.environ) == before


def test_an_error_on_the_way_in_undoes_what_was_done(monkeypatch: pytest.MonkeyPatch) -> None:
    from fakeaws.simulation import loops

    before = dict(os.environ)

    def fail(simulation: object) -> None:
        raise RuntimeError("no loop")

    monkeypatch.setattr(loops, "enter", fail)
    with pytest.raises(RuntimeError, match="no loop"):
        mock_aws().start()
    assert not stack
    assert local.actor is None
    assert dict(os.environ) == before
    assert time.time() != START


# -- options -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"regoin": "eu-west-1"}, "mock_aws has no option 'regoin'; did you mean 'region'?"),
        ({"zzz": 1}, "mock_aws has no option 'zzz'; there are: start, seed, region"),
        ({"region": "eu"}, """mock_aws: region='eu' must be the name of a region such as "eu-central-1\""""),
        ({"account": 123456789012}, "account=123456789012 must be a text of twelve digits"),
        ({"policies": "enforce"}, "did you mean 'enforced'?"),
        ({"passthrough": True}, """passthrough=True must be "auto" or "off\""""),
        ({"time": "frozen"}, """must be "virtual" or "real\""""),
        ({"randomness": 3}, """must be "seeded" or "real\""""),
        ({"latency": -1}, "must be a timedelta or a number of seconds, not negative"),
        ({"latency": datetime.timedelta(seconds=-1)}, "not negative"),
        ({"seed": 1.5}, "must be a whole number or a text"),
        ({"start": "yesterday"}, 'ISO 8601 text such as "2026-01-05T08:00:00Z"'),
        ({"config": ["core"]}, "must be a dictionary by service, as moto takes it"),
    ],
)
def test_a_wrong_option_says_what_would_be_right(options: dict[str, Any], text: str) -> None:
    with pytest.raises(InvalidOption) as refused:
        mock_aws(**options)
    assert text in str(refused.value)
    assert isinstance(refused.value, TypeError)


def test_a_wrong_use_says_what_would_be_right() -> None:
    with pytest.raises(InvalidOption, match="not 'eu-west-1'"):
        mock_aws("eu-west-1")  # type: ignore[call-overload]
    with pytest.raises(InvalidOption, match=r"put @mock_aws below @pytest\.fixture"):
        mock_aws(pytest.fixture(lambda: None))


@pytest.mark.parametrize(
    "start",
    [
        "2030-06-01T12:00:00Z",
        "2030-06-01T14:00:00+02:00",
        datetime.datetime(2030, 6, 1, 12),
        datetime.datetime(2030, 6, 1, 12, tzinfo=datetime.timezone.utc),
    ],
)
def test_start(start: Any) -> None:
    with mock_aws(start=start) as aws:
        assert aws.clock.now == datetime.datetime(2030, 6, 1, 12, tzinfo=datetime.timezone.utc)
        assert datetime.datetime.now(datetime.timezone.utc).hour == 12
    with mock_aws(start=datetime.date(2030, 6, 1)) as aws:
        assert aws.clock.now.hour == 0


# -- swallowed errors --------------------------------------------------------------------------------------------------


def unsupported() -> None:
    raise NotSupportedError("sqs.Nothing is not supported")


def application_that_swallows() -> None:
    try:
        unsupported()
    except Exception:
        pass


def application_that_hides() -> None:
    try:
        unsupported()
    except Exception as error:
        raise ValueError("something else") from error


def test_an_error_that_application_code_swallowed_is_raised_at_the_end() -> None:
    with pytest.raises(
        FakeAwsError, match=r"NotSupportedError, raised at test_mock_aws\.py:\d+ by test, was swallowed"
    ):
        with mock_aws():
            application_that_swallows()
    with pytest.raises(FakeAwsError, match="was swallowed"):
        with mock_aws():
            with pytest.raises(ValueError, match="something else"):
                application_that_hides()


def test_an_error_that_the_test_has_seen_is_not() -> None:
    def asserting_helper() -> None:
        with pytest.raises(NotSupportedError):
            unsupported()

    def expecting_helper() -> None:
        try:
            unsupported()
        except NotSupportedError:
            pass

    with mock_aws():
        with pytest.raises(NotSupportedError):
            unsupported()
        try:
            unsupported()
        except Exception:
            pass
        asserting_helper()
        expecting_helper()


def test_an_exception_on_its_way_is_not_hidden_by_a_swallowed_one() -> None:
    with pytest.raises(ZeroDivisionError):
        with mock_aws():
            application_that_swallows()
            raise ZeroDivisionError
    mock = mock_aws()
    with pytest.raises(ZeroDivisionError):
        try:
            mock.start()
            application_that_swallows()
            raise ZeroDivisionError
        finally:
            mock.stop()


def test_a_fault_that_never_fired_is_raised_at_the_end() -> None:
    with pytest.raises(FakeAwsError, match=r"<fault .*sqs\.SendMessage.*> was planned and never fired"):
        with mock_aws() as aws:
            aws.faults.fail("sqs.SendMessage", code="InternalError")
    with mock_aws() as aws:
        aws.faults.fail("sqs.SendMessage", code="InternalError", optional=True)
