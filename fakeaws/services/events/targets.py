"""Targets of rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import Arn
from fakeaws.aws.roles import Role
from fakeaws.aws.service import Caller
from fakeaws.services.events import errors, limits
from fakeaws.services.events.inputs import Input, steps_for

if TYPE_CHECKING:
    from fakeaws.services.events.rules import Rule
    from fakeaws.world import World

#: What EventBridge calls as the target's role; the others ask for a policy of theirs.
_WITH_ROLE = ("states", "batch", "kinesis", "firehose", "ecs", "ssm", "codebuild", "codepipeline", "sagemaker")


class Target:
    """A target as PutTargets gave it. ``arn`` is parsed, ``resource`` its name on the timeline."""

    def __init__(self, world: World, given: Mapping[str, Any]) -> None:
        self.given = dict(given)
        self.id: str = given["Id"]
        self.arn = Arn.parse(given["Arn"])
        at_home = world.is_home(self.arn.account, self.arn.region)
        self.resource = _short(self.arn) if at_home else given["Arn"]
        self.input = Input.of(given)
        policy = given.get("RetryPolicy") or {}
        self.retries: int = policy.get("MaximumRetryAttempts", limits.RETRIES)
        self.age_us: int = policy.get("MaximumEventAgeInSeconds", limits.AGE_S) * 1_000_000
        self.dead_letter_arn: str | None = (given.get("DeadLetterConfig") or {}).get("Arn")
        #: The log stream that its events go to, once there is one.
        self.log_stream: str | None = None

    def caller(self, rule: Rule) -> Caller:
        """Whom the target sees: a session of its role, or EventBridge on behalf of the rule."""
        role = Role.of(Arn.parse(self.given["RoleArn"])) if self.given.get("RoleArn") else None
        if role is None or self.arn.service in ("sqs", "sns", "lambda", "logs"):
            return rule.caller
        return Caller(role.account, role.session_arn(rule.name), role.user_id(rule.name))


def checked(world: World, rule: Rule, given: Mapping[str, Any]) -> Target:
    """A target ready for a rule; raises AWS's refusals."""
    id = given["Id"]
    arn = _arn(given["Arn"])
    if arn.service == "sqs" and arn.resource.endswith(".fifo"):
        if not (given.get("SqsParameters") or {}).get("MessageGroupId"):
            raise errors.validation(f"Parameter(s) SqsParameters must be specified for target: {id}.")
    elif given.get("SqsParameters") and arn.service != "sqs":
        raise errors.validation(f"Parameter(s) SqsParameters not valid for target: {id}.")
    if arn.service == "batch" and not given.get("BatchParameters"):
        raise errors.validation(f"Parameter(s) BatchParameters must be specified for target: {id}.")
    if _needs_role(arn, rule) and not given.get("RoleArn"):
        raise errors.validation(f"RoleArn is required for target {given['Arn']}.")
    path = (given.get("KinesisParameters") or {}).get("PartitionKeyPath")
    if path:
        steps_for(id, path)
    role = given.get("RoleArn")
    if role:
        _arn(role)
    dead_letter = (given.get("DeadLetterConfig") or {}).get("Arn")
    if dead_letter:
        queue = _arn(dead_letter)
        if queue.service != "sqs" or queue.resource.endswith(".fifo"):
            raise errors.validation(
                f"Parameter DeadLetterConfig.Arn is not valid for target {id}. Reason: Provided Arn is not the one of a "
                "standard SQS queue."
            )
    return Target(world, given)


def _needs_role(arn: Arn, rule: Rule) -> bool:
    if arn.service == "events":
        return arn.resource_type == "api-destination" or arn.account != rule.bus.service.account
    return arn.service in _WITH_ROLE


def _arn(text: str) -> Arn:
    try:
        return Arn.parse(text)
    except ValueError:
        raise errors.validation(
            f"Parameter {text} is not valid. Reason: Provided Arn is not in correct format."
        ) from None


def _short(arn: Arn) -> str:
    if arn.service == "logs":
        return arn.resource_id.removesuffix(":*")
    if arn.service == "lambda":
        return arn.resource_id.split(":")[0]
    if arn.resource_type == "api-destination":
        return arn.resource.rpartition("/")[0]
    return arn.resource if not arn.resource_type else arn.resource_id
