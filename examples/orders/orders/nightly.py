"""The nightly closing: a queue that gathers what was sold, the function that adds it up, the schedule that calls it."""

from __future__ import annotations

import json
from typing import Any

from orders.clients import scheduler
from orders.functions import put_function
from orders.infrastructure import Subscription, allow, create_queue, subscribe
from orders.queues import queue_url
from orders.settings import Settings
from orders.topics import topic_arn


def deploy_nightly(settings: Settings) -> None:
    """To be run after `infrastructure.deploy`. Running it again changes nothing."""
    timeout = settings.closing_timeout_seconds
    # No longer than the function runs: Lambda's retry, at least a minute after a failure, is to find everything again.
    takings = create_queue(settings, settings.takings_queue, visibility_seconds=timeout)[settings.takings_queue]
    news = topic_arn(settings.events_topic)
    allow(takings, news)
    sold = {"event": ["accepted"], "total_cents": [{"numeric": [">", 0]}]}
    subscribe(Subscription(settings.events_topic, settings.takings_queue, raw=True, filters=sold), takings, news)
    variables = {
        "TAKINGS_QUEUE_URL": takings,
        "LETTERS_QUEUE_URL": queue_url(settings.letters_queue),
        "TIME_ZONE": settings.time_zone,
    }
    _put_schedule(
        Name=settings.closing_schedule,
        ScheduleExpression=settings.closing_cron,
        ScheduleExpressionTimezone=settings.time_zone,
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={
            "Arn": put_function(settings.closing_function, "closing", settings.function_role, timeout, variables),
            "RoleArn": settings.closing_role,
            "Input": json.dumps({"at": "<aws.scheduler.scheduled-time>"}),
        },
    )


def _put_schedule(**schedule: Any) -> None:
    try:
        scheduler.create_schedule(**schedule)
    except scheduler.exceptions.ConflictException:  # it is there
        scheduler.update_schedule(**schedule)
