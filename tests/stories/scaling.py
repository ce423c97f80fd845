"""Consumers that come and go with a queue's depth: what an Auto Scaling group and its policies do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fakeaws import World
from fakeaws.simulation.spawning import Actor
from tests.stories import shop

SCALE_OUT, SCALE_IN = (
    f"arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:6a1b2c3d-0000-4000-8000-{number:012}:"
    f"autoScalingGroupName/consumers:policyName/{name}"
    for number, name in enumerate(("scale-out", "scale-in"))
)


class Consumers:
    """One to four of the application's consumers, each on a machine of its own: what is terminated loses what it does."""

    def __init__(self, aws: World, url: str, work: Callable[[str], object], *, running: int = 1, most: int = 4) -> None:
        self._aws = aws
        self._url = url
        self._work = work
        self._most = most
        self._running: list[Actor[None]] = []
        self.sizes: list[tuple[float, int]] = []
        """Each change: when, in minutes, and how many run from then on."""
        for _ in range(running):
            self._launch()
        aws.cloudwatch.register_autoscaling(SCALE_OUT, lambda action: self.scale_out())
        aws.cloudwatch.register_autoscaling(SCALE_IN, lambda action: self.scale_in())

    def scale_out(self) -> None:
        if len(self._running) < self._most:
            self._launch()
            self._note()

    def scale_in(self) -> None:
        if len(self._running) > 1:
            self._running.pop().kill()
            self._note()

    def _launch(self) -> None:
        name = f"consumer-{len(self._running) + 1}"
        self._running.append(self._aws.spawn(shop.consume, self._url, self._work, name=name))

    def _note(self) -> None:
        self.sizes.append((self._aws.clock.elapsed.total_seconds() / 60, len(self._running)))


def depth(queue: str, metric: str = "ApproximateNumberOfMessagesVisible") -> dict[str, Any]:
    """The parameters of an alarm that name a metric of a queue, by the minute."""
    return {
        "Namespace": "AWS/SQS",
        "MetricName": metric,
        "Dimensions": [{"Name": "QueueName", "Value": queue}],
        "Statistic": "Maximum",
        "Period": 60,
    }


def unfinished(queue: str) -> dict[str, Any]:
    """The same for what waits and what is being worked on, together: metric math."""
    gauges = {
        "waiting": "ApproximateNumberOfMessagesVisible",
        "in_flight": "ApproximateNumberOfMessagesNotVisible",
    }
    queries = [
        {
            "Id": id,
            "ReturnData": False,
            "MetricStat": {
                "Metric": {
                    "Namespace": "AWS/SQS",
                    "MetricName": metric,
                    "Dimensions": [{"Name": "QueueName", "Value": queue}],
                },
                "Period": 60,
                "Stat": "Maximum",
            },
        }
        for id, metric in gauges.items()
    ]
    return {"Metrics": [*queries, {"Id": "unfinished", "Expression": "waiting + in_flight"}]}


def states(aws: World, alarm: str) -> list[tuple[float, str]]:
    """Every change of an alarm's state: when, in minutes, and to which."""
    return [
        (record.at.total_seconds() / 60, record.outcome)
        for record in aws.timeline.select(service="cloudwatch", kind="StateChange", resource=alarm)
    ]
