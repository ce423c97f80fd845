"""For invocations, concurrency and configurations of events: calls that show all that they can answer."""

from __future__ import annotations

from tests.conformance.contract import AskService
from tests.conformance.lambda_.furniture_of_functions import NEEDED, zip_of
from tests.conformance.lambda_.furniture_of_invocations import FAILURES
from tests.conformance.lambda_.scenarios_of_functions import plain

_FAILS = {**NEEDED, "Code": {"ZipFile": zip_of("def handler(event, context):\n    raise ValueError('größe')\n")}}
_QUALIFIED = {"FunctionName": "orders", "Qualifier": "live"}

# -- invocations ---------------------------------------------------------------------------------------------------------


async def invoke(ask: AskService) -> None:
    await plain(ask)
    await ask("CreateFunction", FunctionName="fails", **_FAILS)
    for kind in ("RequestResponse", "Event", "DryRun"):
        await ask("Invoke", FunctionName="orders", InvocationType=kind, Payload=b'{"a": 1}', LogType="Tail")
    await ask("Invoke", FunctionName="fails", LogType="Tail")


async def invoke_async(ask: AskService) -> None:
    await plain(ask)
    await ask("InvokeAsync", FunctionName="orders", InvokeArgs=b"1")


async def invoke_with_response_stream(ask: AskService) -> None:
    await plain(ask)
    await ask("CreateFunction", FunctionName="fails", **_FAILS)
    for name in ("orders", "fails"):
        await ask("InvokeWithResponseStream", FunctionName=name, Payload=b"1", LogType="Tail")


# -- concurrency ---------------------------------------------------------------------------------------------------------


async def put_function_concurrency(ask: AskService) -> None:
    await plain(ask)
    await ask("PutFunctionConcurrency", FunctionName="orders", ReservedConcurrentExecutions=5)


async def get_function_concurrency(ask: AskService) -> None:
    await plain(ask)
    await ask("GetFunctionConcurrency", FunctionName="orders")
    await ask("PutFunctionConcurrency", FunctionName="orders", ReservedConcurrentExecutions=0)
    await ask("GetFunctionConcurrency", FunctionName="orders")


async def delete_function_concurrency(ask: AskService) -> None:
    await put_function_concurrency(ask)
    for _ in range(2):
        await ask("DeleteFunctionConcurrency", FunctionName="orders")


async def put_provisioned_concurrency_config(ask: AskService) -> None:
    await plain(ask, Publish=True)
    await ask("CreateAlias", FunctionName="orders", Name="live", FunctionVersion="1")
    await ask("PutProvisionedConcurrencyConfig", **_QUALIFIED, ProvisionedConcurrentExecutions=2)


async def get_provisioned_concurrency_config(ask: AskService) -> None:
    await put_provisioned_concurrency_config(ask)
    await ask("GetProvisionedConcurrencyConfig", **_QUALIFIED)
    await ask.wait(60)
    await ask("GetProvisionedConcurrencyConfig", **_QUALIFIED)


async def delete_provisioned_concurrency_config(ask: AskService) -> None:
    await put_provisioned_concurrency_config(ask)
    await ask("DeleteProvisionedConcurrencyConfig", **_QUALIFIED)


async def list_provisioned_concurrency_configs(ask: AskService) -> None:
    await put_provisioned_concurrency_config(ask)
    await ask("UpdateFunctionConfiguration", FunctionName="orders", Timeout=9)
    await ask("PublishVersion", FunctionName="orders")
    await ask(
        "PutProvisionedConcurrencyConfig", FunctionName="orders", Qualifier="2", ProvisionedConcurrentExecutions=1
    )
    page = await ask("ListProvisionedConcurrencyConfigs", FunctionName="orders", MaxItems=1)
    await ask("ListProvisionedConcurrencyConfigs", FunctionName="orders", Marker=page["NextMarker"])
    await plain(ask, "bare")
    await ask("ListProvisionedConcurrencyConfigs", FunctionName="bare")


# -- configurations of events --------------------------------------------------------------------------------------------


async def put_function_event_invoke_config(ask: AskService) -> None:
    await plain(ask, Publish=True)
    destinations = {"OnSuccess": {"Destination": FAILURES}, "OnFailure": {"Destination": FAILURES}}
    await ask("PutFunctionEventInvokeConfig", FunctionName="orders", MaximumRetryAttempts=0)
    await ask(
        "PutFunctionEventInvokeConfig",
        FunctionName="orders",
        MaximumRetryAttempts=1,
        MaximumEventAgeInSeconds=60,
        DestinationConfig=destinations,
    )
    await ask("PutFunctionEventInvokeConfig", FunctionName="orders:1", DestinationConfig=destinations)


async def update_function_event_invoke_config(ask: AskService) -> None:
    await put_function_event_invoke_config(ask)
    await ask("UpdateFunctionEventInvokeConfig", FunctionName="orders", MaximumRetryAttempts=2)


async def get_function_event_invoke_config(ask: AskService) -> None:
    await put_function_event_invoke_config(ask)
    await ask("GetFunctionEventInvokeConfig", FunctionName="orders")
    await ask("GetFunctionEventInvokeConfig", FunctionName="orders", Qualifier="1")


async def delete_function_event_invoke_config(ask: AskService) -> None:
    await put_function_event_invoke_config(ask)
    await ask("DeleteFunctionEventInvokeConfig", FunctionName="orders")


async def list_function_event_invoke_configs(ask: AskService) -> None:
    await put_function_event_invoke_config(ask)
    page = await ask("ListFunctionEventInvokeConfigs", FunctionName="orders", MaxItems=1)
    await ask("ListFunctionEventInvokeConfigs", FunctionName="orders", Marker=page["NextMarker"])
    await plain(ask, "bare")
    await ask("ListFunctionEventInvokeConfigs", FunctionName="bare")


TABLE = {
    "Invoke": invoke,
    "InvokeAsync": invoke_async,
    "InvokeWithResponseStream": invoke_with_response_stream,
    "PutFunctionConcurrency": put_function_concurrency,
    "GetFunctionConcurrency": get_function_concurrency,
    "DeleteFunctionConcurrency": delete_function_concurrency,
    "PutProvisionedConcurrencyConfig": put_provisioned_concurrency_config,
    "GetProvisionedConcurrencyConfig": get_provisioned_concurrency_config,
    "DeleteProvisionedConcurrencyConfig": delete_provisioned_concurrency_config,
    "ListProvisionedConcurrencyConfigs": list_provisioned_concurrency_configs,
    "PutFunctionEventInvokeConfig": put_function_event_invoke_config,
    "UpdateFunctionEventInvokeConfig": update_function_event_invoke_config,
    "GetFunctionEventInvokeConfig": get_function_event_invoke_config,
    "DeleteFunctionEventInvokeConfig": delete_function_event_invoke_config,
    "ListFunctionEventInvokeConfigs": list_function_event_invoke_configs,
}

_NEVER_FAILS = "provisioning does not fail"

NEVER_SHOWN: dict[str, dict[str, str]] = {
    "Invoke": {"DurableExecutionArn": "there are no durable executions"},
    "PutProvisionedConcurrencyConfig": {"StatusReason": _NEVER_FAILS},
    "GetProvisionedConcurrencyConfig": {"StatusReason": _NEVER_FAILS},
    "ListProvisionedConcurrencyConfigs": {"ProvisionedConcurrencyConfigs[].StatusReason": _NEVER_FAILS},
}
