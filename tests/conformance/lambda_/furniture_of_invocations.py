"""A function with reserved and provisioned concurrency and a configuration of its events, and all that is seen of it."""

from __future__ import annotations

from typing import Any

from tests.conformance.contract import Stage
from tests.conformance.lambda_.furniture_of_functions import ACCOUNT, NEEDED, PREFIX, zip_of

#: Has version 1, the alias "live" with provisioned concurrency, a reservation, a configuration of its events.
QUEUED = f"{PREFIX}function:queued"
FAILURES = f"arn:aws:sqs:us-east-1:{ACCOUNT}:failures"


def furnish(on: Stage) -> None:
    on.ask("CreateFunction", FunctionName="queued", **{**NEEDED, "Publish": True})
    on.ask("UpdateFunctionCode", FunctionName="queued", ZipFile=zip_of("def handler(event, context):\n    return 2\n"))
    on.ask("PublishVersion", FunctionName="queued")
    on.ask("CreateAlias", FunctionName="queued", Name="live", FunctionVersion="1")
    on.ask("PutFunctionConcurrency", FunctionName="queued", ReservedConcurrentExecutions=5)
    on.ask(
        "PutProvisionedConcurrencyConfig", FunctionName="queued", Qualifier="live", ProvisionedConcurrentExecutions=2
    )
    on.ask(
        "PutFunctionEventInvokeConfig",
        FunctionName="queued",
        MaximumRetryAttempts=1,
        DestinationConfig={"OnFailure": {"Destination": FAILURES}},
    )


def snapshot(on: Stage) -> Any:
    return [
        (
            on.ask("GetFunctionConcurrency", FunctionName=name),
            on.ask("ListProvisionedConcurrencyConfigs", FunctionName=name),
            on.ask("ListFunctionEventInvokeConfigs", FunctionName=name),
            [each.outcome for each in on.aws.lambda_.function(name).invocations],
        )
        for name in ("queued", "plain")
    ]


def probe(on: Stage) -> Any:
    """What is seen only by going on: what it may still reserve, and whether it runs."""
    return [
        on.try_to("PutFunctionConcurrency", FunctionName="queued", ReservedConcurrentExecutions=900),
        on.try_to("Invoke", FunctionName="plain", Payload=b"1"),
    ]
