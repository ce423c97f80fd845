"""Templated targets: the resource's ARN says which call is made.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from fakeaws.aws.arns import Arn, dns_suffix
from fakeaws.services.scheduler import errors
from fakeaws.services.scheduler.targets.inputs import json_of
from fakeaws.services.scheduler.targets.target import Request


class Template(NamedTuple):
    """A service's call. ``resource``: how the ARN's last part begins; ``parameters``: the member of Target for it."""

    service: str
    operation: str
    resource: str = ""
    parameters: str | None = None
    needs_parameters: bool = False
    wants_json: bool = False


TEMPLATES: Mapping[str, Template] = {
    "codebuild": Template("codebuild", "StartBuild", "project/"),
    "codepipeline": Template("codepipeline", "StartPipelineExecution"),
    "ecs": Template("ecs", "RunTask", "cluster/", "EcsParameters", True),
    "events": Template("events", "PutEvents", "event-bus/", "EventBridgeParameters", True, wants_json=True),
    "firehose": Template("firehose", "PutRecord", "deliverystream/"),
    "inspector": Template("inspector", "StartAssessmentRun", "target/"),
    "kinesis": Template("kinesis", "PutRecord", "stream/", "KinesisParameters", True),
    "lambda": Template("lambda", "Invoke", "function:", wants_json=True),
    "sagemaker": Template("sagemaker", "StartPipelineExecution", "pipeline/", "SageMakerPipelineParameters"),
    "sns": Template("sns", "Publish"),
    "sqs": Template("sqs", "SendMessage", "", "SqsParameters"),
    "states": Template("stepfunctions", "StartExecution", "stateMachine:", wants_json=True),
}
_PARAMETERS = tuple(template.parameters for template in TEMPLATES.values() if template.parameters is not None)


class Templated:
    """A target that is a resource."""

    def __init__(self, arn: Arn, given: Mapping[str, Any]) -> None:
        """Raises AWS's refusals."""
        template = TEMPLATES.get(arn.service)
        if template is None:
            raise errors.unsupported_target(arn.service)
        if not (arn.region and arn.account) or not arn.resource.startswith(template.resource):
            raise errors.bad_arn()
        for name in _PARAMETERS:
            if given.get(name) is not None and name != template.parameters:
                raise errors.validation(f"{name} is not supported for target {arn}.")
        own = given.get(template.parameters) if template.parameters is not None else None
        self.arn = arn
        self.template = template
        self.parameters: Mapping[str, Any] = dict(own or {})
        self.input: str | None = given.get("Input")
        if template.needs_parameters and own is None:
            raise errors.validation(f"{template.parameters} must be specified for target {arn}.")
        if arn.service == "sqs" and arn.resource.endswith(".fifo") and "MessageGroupId" not in self.parameters:
            raise errors.validation(f"SqsParameters with a MessageGroupId must be specified for target {arn}.")
        if template.wants_json and self.input is not None:
            json_of(self.input)

    def request(self, text: str, schedule_arn: str) -> Request:
        return Request(
            self.template.service, self.template.operation, self._params(text, schedule_arn), self.arn.region
        )

    def _params(self, text: str, schedule_arn: str) -> dict[str, Any]:
        """Of the calls to services that fakeaws has."""
        arn, service = self.arn, self.arn.service
        if service == "sqs":
            url = f"https://sqs.{arn.region}.{dns_suffix(arn.region)}/{arn.account}/{arn.resource}"
            return {"QueueUrl": url, "MessageBody": text, **self.parameters}
        if service == "sns":
            return {"TopicArn": str(arn), "Message": text}
        if service == "lambda":
            return {"FunctionName": str(arn), "InvocationType": "Event", "Payload": text.encode()}
        if service == "states":
            return {"stateMachineArn": str(arn), "input": text}
        if service == "events":
            entry = {"Detail": text, "Resources": [schedule_arn], "EventBusName": str(arn), **self.parameters}
            return {"Entries": [entry]}
        return {}
