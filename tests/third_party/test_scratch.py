import time, warnings, logging
import pytest
import celery
from celery import Celery
from celery.contrib.testing.worker import start_worker
from celery.contrib.testing import tasks
import kombu.pools

def make(name, **transport):
    app = Celery(name, broker="sqs://", set_as_current=False)
    app.conf.update(broker_transport_options={"visibility_timeout": 30, "wait_time_seconds": 20, "polling_interval": 1, **transport},
        worker_enable_remote_control=False, task_acks_late=True, worker_hijack_root_logger=False, broker_connection_retry_on_startup=True)
    return app

@pytest.fixture(autouse=True)
def fix(monkeypatch):
  for n in ('_MP_FORK_LOGLEVEL_', '_MP_FORK_LOGFILE_', '_MP_FORK_LOGFORMAT_', 'CELERY_LOG_LEVEL', 'CELERY_LOG_FILE'):
     monkeypatch.setenv(n, ""); monkeypatch.delenv(n)
  with warnings.catch_warnings():
     yield
  logging.captureWarnings(False)
  kombu.pools.reset()

@pytest.mark.parametrize("n", [1,2])
@pytest.mark.parametrize("pool", ["solo","threads"])
def test_celery(aws, n, pool):
    app = make("shop")
    done = []
    @app.task(name="pay")
    def pay(order):
        done.append((order, aws.clock.elapsed.total_seconds()))
        time.sleep(7)
    pay.delay("42")
    pay.delay("43")
    pay.apply_async(("later",), countdown=20)
    pay.apply_async(("much later",), countdown=100)
    with start_worker(app, perform_ping_check=False, use_eventloop=False, pool=pool, shutdown_timeout=60, concurrency=2) as worker:
        aws.clock.advance(seconds=200)
    print(done)
    print(aws.timeline.text()[:6000])
    print(aws.clock.elapsed)

def test_celery_worker(aws):
    app = make("shop")
    done = []
    @app.task(name="pay")
    def pay(order):
        done.append((order, aws.clock.elapsed.total_seconds()))
        time.sleep(7)
    pay.delay("42")
    pay.apply_async(("much later",), countdown=100)
    worker = app.Worker(use_eventloop=False, pool="solo", without_mingle=True, without_gossip=True)
    a=aws.spawn(worker.start, name="worker")
    aws.clock.advance(seconds=200)
    print(done)
    #worker.stop()
    a.kill()

def test_hub(aws):
    app = make("shop")
    done = []
    @app.task(name="pay")
    def pay(order):
        done.append((order, aws.clock.elapsed.total_seconds()))
    pay.delay("42")
    with start_worker(app, perform_ping_check=False) as worker:
        aws.clock.advance(seconds=200)
    print(done)
