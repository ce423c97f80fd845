"""Queues behind a function that fails in every way: no message is lost, none is deleted undone, groups stay in order."""

from __future__ import annotations

import json
import time
from collections import Counter
from typing import Any, NamedTuple

import boto3
from hypothesis import given
from hypothesis import strategies as st

from fakeaws import World, mock_aws

from .queue_machine import CLIENT as SQS
from .scale import scaled

LAMBDA: Any = boto3.session.Session().client(
    "lambda", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
)

RECEIVES = 3
TIMEOUT = 5
VISIBILITY = 30
#: Long enough for every message to be processed or to have had its receives.
LONG_ENOUGH = 1800
GROUPS = ["ann", "bob", "cid"]


class Plan(NamedTuple):
    """One message: its group, when it is sent after the one before, how often it fails, and how."""

    group: str
    after: int
    failures: int
    way: str


PLANS = st.lists(
    st.builds(
        Plan,
        st.sampled_from(GROUPS),
        st.sampled_from([0, 0, 0, 1, 7, 31]),
        st.sampled_from([0, 0, 0, 1, 2, 5]),
        st.sampled_from(["report", "report", "raise", "time out"]),
    ),
    min_size=1,
    max_size=12,
)
SETTINGS = st.fixed_dictionaries(
    {"BatchSize": st.sampled_from([1, 2, 10])},
    optional={"ScalingConfig": st.sampled_from([{"MaximumConcurrency": 2}, {"MaximumConcurrency": 10}])},
)


class Worker:
    """The function: stops in each group at its first failure, and reports that and what is behind it."""

    def __init__(self, plans: list[Plan], takes: int) -> None:
        self.plans = plans
        self.takes = takes
        self.tries: Counter[int] = Counter()
        #: Numbers of the messages in the order in which they were done.
        self.done: list[int] = []
        self.running = 0
        self.most = 0

    def __call__(self, event: Any, context: Any) -> Any:
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            return self._work(event["Records"])
        finally:
            self.running -= 1

    def _work(self, records: list[Any]) -> Any:
        time.sleep(self.takes)
        stopped: set[str] = set()
        ways: list[str] = []
        failed, done = [], []
        for record in records:
            number = int(record["body"])
            plan = self.plans[number]
            if plan.group not in stopped:
                self.tries[number] += 1
                if self.tries[number] > plan.failures:
                    done.append(number)
                    continue
                ways.append(plan.way)
                stopped.add(plan.group)
            failed.append({"itemIdentifier": record["messageId"]})
        if "time out" in ways:
            time.sleep(60)
        if "raise" in ways:
            raise ValueError("no")
        self.done += done
        return {"batchItemFailures": failed}


class Run:
    """One world in which all of it happens."""

    def __init__(
        self, aws: World, kind: str, plans: list[Plan], settings: dict[str, Any], takes: int, dlq: bool
    ) -> None:
        self.aws = aws
        self.name = f"orders{kind}"
        fifo = {"FifoQueue": "true"} if kind else {}
        attributes = {**fifo, "VisibilityTimeout": str(VISIBILITY)}
        if dlq:
            SQS.create_queue(QueueName=f"dead{kind}", Attributes=fifo)
            target = aws.sqs.queue(f"dead{kind}").arn
            attributes["RedrivePolicy"] = json.dumps({"deadLetterTargetArn": target, "maxReceiveCount": RECEIVES})
        self.url = SQS.create_queue(QueueName=self.name, Attributes=attributes)["QueueUrl"]
        self.worker = Worker(plans, takes)
        aws.lambda_.register("work", self.worker, timeout=TIMEOUT)
        LAMBDA.create_event_source_mapping(
            FunctionName="work",
            EventSourceArn=aws.sqs.queue(self.name).arn,
            FunctionResponseTypes=["ReportBatchItemFailures"],
            **settings,
        )
        self.sent: list[Any] = []
        for number, plan in enumerate(plans):
            aws.clock.advance(seconds=plan.after)
            grouped = {"MessageGroupId": plan.group, "MessageDeduplicationId": str(number)} if kind else {}
            self.sent.append(SQS.send_message(QueueUrl=self.url, MessageBody=str(number), **grouped))
        aws.clock.advance(seconds=LONG_ENOUGH)

    def fates(self) -> list[str]:
        """Where each message is in the end."""
        return [self.aws.trace(sent).fates[self.name] for sent in self.sent]


@given(
    st.sampled_from(["", ".fifo"]),
    PLANS,
    SETTINGS,
    st.sampled_from([0, 2]),
    st.booleans(),
    st.sampled_from([0, 0, 1, 6]),
)
@scaled(60)
def test_every_message_has_its_end(
    kind: str, plans: list[Plan], settings: dict[str, Any], takes: int, dlq: bool, throttles: int
) -> None:
    with mock_aws(seed="mappings") as aws:
        if throttles:
            aws.faults.throttle("lambda.Invoke", times=throttles, optional=True)
        run = Run(aws, kind, plans, settings, takes, dlq)
        worker = run.worker
        for number, fate in enumerate(run.fates()):
            assert fate in ("deleted", "dead-lettered") if dlq else fate == "deleted"
            assert (fate == "deleted") == (number in worker.done)
        assert max(Counter(worker.done).values(), default=1) == 1  # done once, as nothing was too slow
        if dlq:
            dead = {message.body for message in aws.sqs.queue(f"dead{kind}").messages}
            assert dead == {str(number) for number in range(len(plans)) if number not in worker.done}
        most = settings.get("ScalingConfig", {}).get("MaximumConcurrency", 1000 if kind else 5)
        assert worker.most <= (min(most, len(GROUPS)) if kind else most)
        if kind:
            for group in GROUPS:
                of_group = [number for number in worker.done if plans[number].group == group]
                assert of_group == sorted(of_group)


@given(st.sampled_from(["", ".fifo"]), PLANS, SETTINGS, st.sampled_from([0, 1]))
@scaled(10)
def test_one_seed_makes_one_timeline(kind: str, plans: list[Plan], settings: dict[str, Any], seed: int) -> None:
    def told() -> str:
        with mock_aws(seed=seed) as aws:
            Run(aws, kind, plans, settings, 1, dlq=True)
            return aws.timeline.jsonl()

    assert told() == told()
