"""What a user's type checker has to understand without a plugin: checked by `make check`, never run."""

from __future__ import annotations

from datetime import datetime, timedelta

from typing_extensions import assert_type

from fakeaws import BatchJob, World, mock_aws
from fakeaws.faults import Fault
from fakeaws.services.cloudwatch.alarms.scaling import ScalingAction
from fakeaws.services.lambda_.inspection import InvocationView
from fakeaws.timeline.findings import Finding


def fixture_completes(aws: World) -> None:
    assert_type(aws.clock.now, datetime)
    assert_type(aws.clock.elapsed, timedelta)
    assert_type(aws.sqs.queue("orders").url, str)
    assert_type(aws.sns.topic("orders").arn, str)
    assert_type([message.text for message in aws.sns.outbox("sms")], list[str])
    assert_type([mail.subject for mail in aws.sns.outbox("email")], list[str])
    assert_type([push.ttl for push in aws.sns.outbox("push")], list[timedelta])
    assert_type(aws.cloudwatch.alarm("errors").state, str)
    aws.cloudwatch.register_autoscaling("arn", lambda action: assert_type(action.threshold, float))
    assert_type(aws.lambda_.function("bill").arn, str)
    assert_type([call.logs for call in aws.lambda_.function("bill").invocations], list[str])
    run = aws.stepfunctions.execution("arn")
    assert_type((run.status, run.path, run.error), tuple[str, list[str], str | None])
    assert_type([(task.token, task.state, task.since) for task in run.waiting], list[tuple[str, str, datetime]])
    assert_type([each.error for each in run.state("Charge").attempts], list[str | None])
    assert_type([visit.exited for visit in run.state("Charge").visits], list[datetime | None])
    assert_type((run.text(), run.mermaid()), tuple[str, str])
    job = aws.batch.job("id")
    assert_type((job.status, job.duration, job.exit_code), tuple[str, timedelta | None, int | None])
    assert_type([attempt.reason for attempt in job.attempts], list[str | None])
    assert_type((job.explain(), aws.batch.explain("id")), tuple[str, str])
    broker = aws.mq.broker("orders")
    assert_type((broker.state, broker.active, broker.next_maintenance), tuple[str, int | None, datetime | None])
    broker.fail_over()
    assert_type(aws.trace("id").fates["orders"], str)
    assert_type([record.at for record in aws.timeline.select(kind="SendMessage")], list[timedelta])
    assert_type(aws.diagnose(), list[Finding])
    assert_type([(finding.rule, finding.records[0].at) for finding in aws.diagnose()], list[tuple[str, timedelta]])


def handlers_keep_their_type(aws: World) -> None:
    @aws.lambda_.register("bill", timeout=30)
    def bill(event: dict[str, int], context: object) -> str:
        return str(event["order"])

    assert_type(bill({"order": 42}, None), str)
    assert_type(aws.lambda_.register("again", bill)({"order": 42}, None), str)


def jobs_keep_their_type(aws: World) -> None:
    @aws.batch.register(job_definition="import")
    def run(job: BatchJob) -> int:
        return job.attempt

    assert_type(aws.batch.register(run, image="shop/import", command=["python"])(BatchJob.__new__(BatchJob)), int)
    aws.batch.register(takes=timedelta(minutes=16), exit_code=3, job_definition="import")
    aws.batch.register(allow_subprocess=True)


def work(order: int) -> str:
    return str(order)


def spawned_code_keeps_its_type(aws: World) -> None:
    assert_type(aws.spawn(work, 42).result(), str)
    assert_type(aws.spawn(work, order=42, name="worker").result(within=5), str)


def handlers_keep_their_types(aws: World) -> None:
    @aws.lambda_.register("bill", timeout=900, memory=512, environment={"LEVEL": "INFO"}, concurrency=5)
    def bill(event: dict[str, int], context: object) -> int:
        return event["order"]

    assert_type(bill({"order": 42}, None), int)

    @aws.lambda_.register("plain")
    def plain(event: str, context: object) -> str:
        return event

    assert_type(plain("a", None), str)
    assert_type(aws.lambda_.register("ship", bill, inherit_env=True)({"order": 42}, None), int)
    function = aws.lambda_.function("bill")
    assert_type(function.arn, str)
    assert_type(len(function.invocations), int)
    assert_type(function.invocations[0].logs, str)
    assert_type([call.outcome == "timed-out" for call in function.invocations], list[bool])
    assert_type(function.invocations[1:], list[InvocationView])


def alarms_are_looked_at(aws: World) -> None:
    alarm = aws.cloudwatch.alarm("errors")
    assert_type((alarm.state, alarm.reason, alarm.arn), tuple[str, str, str])

    def scale(action: ScalingAction) -> None:
        assert_type((action.policy_name, action.value, action.state), tuple[str, float | None, str])

    aws.cloudwatch.register_autoscaling(
        "arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:1:policyName/p", scale
    )


def faults_are_planned_by_name(aws: World) -> None:
    consumer = aws.spawn(work, 42)
    assert_type(aws.faults.fail("sqs.SendMessage", code="KmsAccessDenied"), Fault)
    assert_type(aws.faults.fail("sqs.SendMessage", code="Odd", status=503, when=lambda params: "x" in params), Fault)
    assert_type(aws.faults.throttle("sqs.SendMessage", 2).remaining, int)
    assert_type(aws.faults.slow("sqs.SendMessage", by=timedelta(seconds=3)), Fault)
    assert_type(aws.faults.lose_reply("sqs.SendMessage", optional=True).fired, bool)
    assert_type(aws.faults.duplicate("orders", times=2, when=lambda message: message.body == "42"), Fault)
    assert_type(aws.faults.crash(consumer, after="sqs.ReceiveMessage", when=lambda call: "Messages" in call), Fault)
    assert_type(aws.faults.crash("consumer-1", "sqs.SendMessage").fired, bool)


with mock_aws(seed=7, policies="enforced") as world:
    assert_type(world, World)


@mock_aws
def decorated(order: int) -> str:
    return str(order)


assert_type(decorated(1), str)
