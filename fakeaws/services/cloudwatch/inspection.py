"""Looking at alarms from a test, and standing in for scaling policies: ``aws.cloudwatch``."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import TYPE_CHECKING, cast

from fakeaws.aws.arns import Arn
from fakeaws.services.cloudwatch.alarms.alarm import Alarm
from fakeaws.services.cloudwatch.alarms.scaling import ScalingAction

if TYPE_CHECKING:
    from fakeaws.services.cloudwatch.operations.base import CloudWatchBase
    from fakeaws.world import World


class AlarmView:
    """An alarm as tests see it; changes nothing."""

    def __init__(self, world: World, alarm: Alarm) -> None:
        self._world = world
        self._alarm = alarm

    def __repr__(self) -> str:
        return f"<alarm {self._alarm.resource}: {self._alarm.state}>"

    @property
    def arn(self) -> str:
        return self._alarm.arn

    @property
    def state(self) -> str:
        """``OK``, ``ALARM`` or ``INSUFFICIENT_DATA``."""
        self._world.settle()
        return self._alarm.state

    @property
    def reason(self) -> str:
        """Why, in CloudWatch's words: its ``StateReason``."""
        self._world.settle()
        return self._alarm.standing.reason


class CloudWatchInspector:
    """``aws.cloudwatch``."""

    def __init__(self, world: World) -> None:
        self._world = world

    def alarm(self, alarm: str) -> AlarmView:
        """The alarm of that name (in the default account and region) or ARN.

        Raises ``LookupError``, with the nearest name.
        """
        self._world.settle()
        account, region, name = self._world.account, self._world.region, alarm
        if alarm.startswith("arn:"):
            arn = Arn.parse(alarm)
            if (arn.service, arn.resource_type) != ("cloudwatch", "alarm"):
                raise LookupError(f"not the ARN of an alarm: {alarm}")
            account, region, name = arn.account, arn.region, arn.resource_id
        here: list[str] = []
        for service in self._world.router.services("cloudwatch"):
            if (service.account, service.region) == (account, region):
                alarms = cast("CloudWatchBase", service).alarms.alarms
                if name in alarms:
                    return AlarmView(self._world, alarms[name])
                here = sorted(alarms)
        near = get_close_matches(name, here, n=1)
        if near:
            hint = f"did you mean {near[0]!r}?"
        else:
            hint = f"there are {', '.join(here)}" if here else "there is none at all"
        raise LookupError(f"no alarm {alarm!r} in account {account}, region {region}; {hint}")

    def register_autoscaling(self, policy_arn: str, fn: Callable[[ScalingAction], object]) -> None:
        """Let ``fn(action)`` stand for a scaling policy: what an alarm with that ARN among its actions executes.

        It runs as an actor of its own, named after the policy, and may call boto3: when the alarm comes to the state of
        the action, and every minute while it stays there. ``action`` is a `ScalingAction`. Registered again, the last
        one counts. Raises ``ValueError`` for what is no ARN of a scaling policy.
        """
        arn = Arn.parse(policy_arn)
        if arn.service != "autoscaling" or arn.resource_type != "scalingPolicy":
            raise ValueError(f"not the ARN of a scaling policy: {policy_arn!r}")
        service = self._world.router.service("cloudwatch", arn.account, arn.region)
        cast("CloudWatchBase", service).alarms.actions.register(policy_arn, fn)


INSPECTOR = CloudWatchInspector
