"""Work that needs longer than Lambda has moves to Batch."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from typing import Any

import boto3
import pytest

from fakeaws import BatchJob, World
from tests.stories import shop


def import_catalogue(url: str) -> None:
    """The work, wherever it runs: it takes sixteen minutes."""
    time.sleep(16 * 60)
    boto3.client("sqs").send_message(QueueUrl=url, MessageBody="imported")


@pytest.fixture
def batch(aws: World) -> Any:
    return boto3.client("batch")


@pytest.fixture
def job_queue(aws: World, batch: Any) -> str:
    return shop.create_job_queue(batch, aws.clock.advance)


@pytest.fixture
def job_definition(batch: Any) -> str:
    return shop.define_import(batch)


@pytest.fixture
def done(sqs: Any) -> str:
    url: str = sqs.create_queue(QueueName="done")["QueueUrl"]
    return url


def test_sixteen_minutes_fit_batch(aws: World, batch: Any, job_queue: str, job_definition: str) -> None:
    aws.batch.register(lambda job: time.sleep(16 * 60), job_definition=job_definition)
    job = aws.batch.job(batch.submit_job(jobName="n", jobQueue=job_queue, jobDefinition=job_definition)["jobId"])
    aws.clock.run_until(lambda: job.status in ("SUCCEEDED", "FAILED"), within=timedelta(hours=1))
    assert (job.status, job.duration) == ("SUCCEEDED", timedelta(minutes=16)), job.explain()


def test_the_handler_hands_the_work_over(
    aws: World, sqs: Any, lambda_client: Any, batch: Any, imports: str, done: str, job_queue: str, job_definition: str
) -> None:
    """What the handler did itself is a job of Batch now; the handler submits it, and is done in no time."""

    @aws.lambda_.register("import", timeout=900)
    def handler(event: Any, context: Any) -> None:
        for record in event["Records"]:
            parameters = {"catalogue": json.loads(record["body"])["catalogue"]}
            boto3.client("batch").submit_job(
                jobName="import", jobQueue=job_queue, jobDefinition=job_definition, parameters=parameters
            )

    @aws.batch.register(job_definition=job_definition)
    def work(job: BatchJob) -> None:
        print("importing", job.parameters["catalogue"])  # noqa: T201
        import_catalogue(done)

    shop.map_queue(lambda_client, "import", imports)
    sent = sqs.send_message(QueueUrl=imports, MessageBody=json.dumps({"catalogue": "spring"}))
    aws.clock.run_until(lambda: aws.sqs.queue(done).messages, within=timedelta(hours=1))

    assert [call.outcome for call in aws.lambda_.function("import").invocations] == ["succeeded"]
    assert aws.trace(sent).fates == {"imports": "deleted"}
    job = aws.batch.job("import")
    assert (job.status, job.duration, job.logs) == ("SUCCEEDED", timedelta(minutes=16), "importing spring\n")
    (message,) = aws.sqs.queue(done).messages
    assert message.body == "imported"
    assert aws.diagnose() == []


def test_a_job_that_hangs_is_ended_by_its_timeout(
    aws: World, batch: Any, job_queue: str, job_definition: str, done: str
) -> None:
    aws.batch.register(lambda: import_catalogue(done), job_definition=job_definition)
    submitted = batch.submit_job(
        jobName="import", jobQueue=job_queue, jobDefinition=job_definition, timeout={"attemptDurationSeconds": 600}
    )
    aws.clock.advance(hours=1)
    job = aws.batch.job(submitted["jobId"])
    assert (job.status, job.reason) == ("FAILED", "Job attempt duration exceeded timeout")
    assert aws.sqs.queue(done).messages == []
