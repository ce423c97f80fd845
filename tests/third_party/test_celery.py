"""A celery worker as it comes, without its event loop: solo and threads, with countdowns in virtual time."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from fakeaws import NotSupportedError, World

pytest.importorskip("celery", reason="celery is not installed")
pytest.importorskip("pycurl", reason="kombu's SQS transport needs pycurl")

from celery.contrib.testing.worker import start_worker

from tests.third_party import celery_shop as shop

START = 1767571200.0
#: What starting a worker the usual way writes into the environment.
_CELERY_S = ("_MP_FORK_LOGLEVEL_", "_MP_FORK_LOGFILE_", "_MP_FORK_LOGFORMAT_", "CELERY_LOG_LEVEL", "CELERY_LOG_FILE")


@pytest.fixture(autouse=True)
def nothing_is_paid() -> Iterator[None]:
    yield
    shop.paid.clear()
    shop.refused.clear()


@pytest.fixture
def celery_s_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Puts back what celery sets for the whole process when it sets up logging."""
    for name in _CELERY_S:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    with warnings.catch_warnings():
        yield
    logging.captureWarnings(False)


@pytest.fixture
def start(aws: World) -> Callable[..., Any]:
    def start(name: str = "worker", pool: str = "solo", **more: Any) -> Any:
        worker = shop.app.WorkController(
            pool=pool, use_eventloop=False, without_mingle=True, without_gossip=True, without_heartbeat=True, **more
        )
        return aws.spawn(worker.start, name=name)

    return start


def paid() -> list[tuple[str, float]]:
    return [(order, round(at - START, 3)) for order, at in shop.paid]


@pytest.mark.parametrize(("pool", "second"), [("solo", 7), ("threads", 0)])
def test_tasks_and_countdowns(aws: World, start: Any, pool: str, second: int) -> None:
    shop.pay.delay("42", takes=7)
    shop.pay.delay("43")
    shop.pay.apply_async(("later",), countdown=20)
    start(pool=pool, concurrency=2)
    aws.clock.advance(minutes=5)
    assert paid() == [("42", 0), ("43", second), ("later", 20)]
    assert aws.sqs.queue("celery").messages == []


def test_a_retry_comes_after_its_countdown(aws: World, start: Any) -> None:
    shop.pay_or_retry.delay("42")
    start()
    aws.clock.advance(minutes=5)
    assert shop.refused == ["42", "42"]
    assert paid() == [("42", 40)]


def test_a_countdown_beyond_the_visibility_timeout_runs_the_task_several_times(aws: World, start: Any) -> None:
    """The worker keeps the message until its time has come; SQS hands it out again meanwhile, to the same worker, too."""
    shop.pay.apply_async(("42",), countdown=100)
    start()
    aws.clock.advance(minutes=5)
    [sent] = aws.timeline.select(kind="SendMessage")
    assert [delivery.at.seconds for delivery in aws.trace(sent).deliveries] == [0, 30, 60, 90]
    assert paid() == [("42", 100)] * 4
    # Only the newest handle deletes it. In which order the four end is kombu's matter: by their addresses.
    deleted = [record for record in aws.timeline.select(kind="DeleteMessage", outcome="deleted") if not record.details]
    assert [record.at.seconds for record in deleted] == [100]


def test_celery_s_own_way_to_test_a_worker(aws: World, celery_s_settings: None) -> None:
    shop.pay.delay("42")
    with start_worker(
        shop.app,
        pool="solo",
        use_eventloop=False,
        perform_ping_check=False,
        shutdown_timeout=30,  # a long poll may be under way
    ):
        aws.clock.advance(seconds=50)
        shop.pay.delay("43")
        aws.clock.advance(seconds=50)
    assert paid() == [("42", 0), ("43", 50)]


def test_the_worker_s_event_loop_is_refused_by_name(aws: World, caplog: pytest.LogCaptureFixture) -> None:
    shop.pay.delay("42")
    worker = shop.app.WorkController(pool="solo", without_mingle=True, without_gossip=True, without_heartbeat=True)
    with pytest.raises(NotSupportedError, match="use_eventloop=False"):
        worker.consumer.start()
    assert paid() == []
    assert aws.clock.elapsed.total_seconds() == 0
