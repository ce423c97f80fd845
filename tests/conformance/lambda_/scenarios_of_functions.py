"""For each operation on functions and versions: calls that show all that it can answer."""

from __future__ import annotations

from typing import Any

from fakeaws.world import user_of
from tests.conformance.contract import AskService
from tests.conformance.lambda_.furniture_of_functions import ACCOUNT, NEEDED, ORDERS, ROLE, ZIP, zip_of

EVERYTHING: dict[str, Any] = {
    "Description": "größe",
    "Timeout": 10,
    "MemorySize": 256,
    "VpcConfig": {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"], "Ipv6AllowedForDualStack": True},
    "DeadLetterConfig": {"TargetArn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:dead"},
    "Environment": {"Variables": {"NAME": "größe", "EMPTY": ""}},
    "KMSKeyArn": f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1",
    "TracingConfig": {"Mode": "Active"},
    "FileSystemConfigs": [
        {
            "Arn": f"arn:aws:elasticfilesystem:us-east-1:{ACCOUNT}:access-point/fsap-0123456789abcdef0",
            "LocalMountPath": "/mnt/data",
            "S3FilesConfig": {"DirectS3Read": "AUTO"},
        }
    ],
    "EphemeralStorage": {"Size": 1024},
    "SnapStart": {"ApplyOn": "PublishedVersions"},
    "LoggingConfig": {"LogFormat": "JSON", "LogGroup": "shop"},
}
_IMAGE: dict[str, Any] = {
    "PackageType": "Image",
    "Role": ROLE,
    "Code": {"ImageUri": f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/shop:1"},
    "ImageConfig": {"EntryPoint": ["python"], "Command": ["a.b"], "WorkingDirectory": "/"},
}


async def everything(ask: AskService) -> None:
    layer = await ask("PublishLayerVersion", LayerName="tools", Content={"ZipFile": ZIP})
    more = {"Layers": [layer["LayerVersionArn"]], "Tags": {"team": "shop", "empty": ""}, "Architectures": ["arm64"]}
    tenancy = {"TenancyConfig": {"TenantIsolationMode": "PER_TENANT"}}
    await ask("CreateFunction", FunctionName="orders", **NEEDED, **EVERYTHING, **more, **tenancy)


async def plain(ask: AskService, name: str = "orders", **params: Any) -> None:
    await ask("CreateFunction", FunctionName=name, **NEEDED, **params)


def many(ask: AskService, count: int) -> None:
    for number in range(count):
        params = {"FunctionName": f"f{number:02}", **NEEDED}
        ask.aws.call("lambda", "CreateFunction", params, caller=user_of(ACCOUNT))


async def create_function(ask: AskService) -> None:
    await everything(ask)
    await plain(ask, "published", Publish=True, Environment={"Variables": {}})
    await ask("CreateFunction", FunctionName="image", **_IMAGE)


async def get_function(ask: AskService) -> None:
    await create_function(ask)
    ask.aws.lambda_.register("reserved", len, concurrency=5)
    for name in ("orders", "published", "image", "reserved"):
        await ask("GetFunction", FunctionName=name)
    await ask("GetFunction", FunctionName="published", Qualifier="1")


async def get_function_configuration(ask: AskService) -> None:
    await create_function(ask)
    for name in ("orders", "published:1", "image", ORDERS):
        await ask("GetFunctionConfiguration", FunctionName=name)


async def update_function_code(ask: AskService) -> None:
    await everything(ask)
    await ask("UpdateFunctionCode", FunctionName="orders", ZipFile=zip_of("x = 1"), Architectures=["x86_64"])
    await ask("UpdateFunctionCode", FunctionName="orders", ZipFile=ZIP, DryRun=True)
    await ask("UpdateFunctionCode", FunctionName="orders", ZipFile=ZIP, Publish=True)
    await ask("CreateFunction", FunctionName="image", **_IMAGE)
    await ask("UpdateFunctionCode", FunctionName="image", ImageUri="a/b@sha256:1")


async def update_function_configuration(ask: AskService) -> None:
    await everything(ask)
    await ask("UpdateFunctionConfiguration", FunctionName="orders", Timeout=20)
    await ask("CreateFunction", FunctionName="image", **_IMAGE)
    await ask("UpdateFunctionConfiguration", FunctionName="image", ImageConfig=_IMAGE["ImageConfig"])
    await plain(ask, "plain")
    await ask("UpdateFunctionConfiguration", FunctionName="plain", **EVERYTHING)
    cleared = {"DeadLetterConfig": {"TargetArn": ""}, "Layers": [], "Environment": {}, "VpcConfig": {"SubnetIds": []}}
    await ask("UpdateFunctionConfiguration", FunctionName="plain", **cleared)


async def delete_function(ask: AskService) -> None:
    await plain(ask, Publish=True)
    await ask("DeleteFunction", FunctionName="orders", Qualifier="1")
    await ask("DeleteFunction", FunctionName="orders")


async def list_functions(ask: AskService) -> None:
    await ask("ListFunctions")
    await create_function(ask)
    await ask("ListFunctions")
    many(ask, 51)
    page = await ask("ListFunctions", FunctionVersion="ALL")
    await ask("ListFunctions", FunctionVersion="ALL", Marker=page["NextMarker"], MaxItems=2)


async def publish_version(ask: AskService) -> None:
    await everything(ask)
    for description in ("first", "nothing new"):
        await ask("PublishVersion", FunctionName="orders", Description=description)
    await ask("CreateFunction", FunctionName="image", **_IMAGE)
    await ask("PublishVersion", FunctionName="image")


async def list_versions_by_function(ask: AskService) -> None:
    await everything(ask)
    await ask("PublishVersion", FunctionName="orders")
    await ask("ListVersionsByFunction", FunctionName="orders")
    page = await ask("ListVersionsByFunction", FunctionName="orders", MaxItems=1)
    await ask("ListVersionsByFunction", FunctionName="orders", Marker=page["NextMarker"])
    await ask("CreateFunction", FunctionName="image", **_IMAGE)
    await ask("ListVersionsByFunction", FunctionName="image")


TABLE = {
    "CreateFunction": create_function,
    "GetFunction": get_function,
    "GetFunctionConfiguration": get_function_configuration,
    "UpdateFunctionCode": update_function_code,
    "UpdateFunctionConfiguration": update_function_configuration,
    "DeleteFunction": delete_function,
    "ListFunctions": list_functions,
    "PublishVersion": publish_version,
    "ListVersionsByFunction": list_versions_by_function,
}

_CAPACITY = "there are no managed instances"
_CAPACITY_PARTS = (
    "CapacityProviderArn",
    "PerExecutionEnvironmentMaxConcurrency",
    "ExecutionEnvironmentMemoryGiBPerVCpu",
)
_NO_TROUBLE = "whatever is configured is found"
_SIGNING = "there is no code signing"
_STRICT = "only with strict states, as test_lambda_states shows"
_LISTED = "AWS leaves it out of listings"

#: Of a function's configuration, in every answer.
_NEVER = {
    **{
        f"{place}.Error{part}": _NO_TROUBLE
        for place in ("Environment", "ImageConfigResponse", "RuntimeVersionConfig")
        for part in ("", ".ErrorCode", ".Message")
    },
    **dict.fromkeys(
        (
            "Layers[].SigningProfileVersionArn",
            "Layers[].SigningJobArn",
            "SigningProfileVersionArn",
            "SigningJobArn",
        ),
        _SIGNING,
    ),
    "MasterArn": "for Lambda@Edge, which is not there",
    "CapacityProviderConfig": _CAPACITY,
    "CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig": _CAPACITY,
    **{
        f"CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig.{part}": _CAPACITY
        for part in _CAPACITY_PARTS
    },
    "ConfigSha256": "what it is made of is not known",
    "DurableConfig": "there are no durable executions",
    **{
        f"DurableConfig.{part}": "there are no durable executions"
        for part in ("KMSKeyArn", "RetentionPeriodInDays", "ExecutionTimeout")
    },
}
_REASON = dict.fromkeys(("StateReason", "StateReasonCode"), _STRICT)
_UPDATE_REASON = dict.fromkeys(("LastUpdateStatusReason", "LastUpdateStatusReasonCode"), _STRICT)
_OF_LISTINGS = dict.fromkeys(
    (
        "State",
        "StateReason",
        "StateReasonCode",
        "LastUpdateStatus",
        "LastUpdateStatusReason",
        "LastUpdateStatusReasonCode",
        "RuntimeVersionConfig",
        "RuntimeVersionConfig.RuntimeVersionArn",
    ),
    _LISTED,
)
_CREATED = dict.fromkeys(
    ("LastUpdateStatus", "LastUpdateStatusReason", "LastUpdateStatusReasonCode"),
    "it appears once the function is active",
)


def _below(place: str, names: dict[str, str]) -> dict[str, str]:
    return {f"{place}.{name}": reason for name, reason in names.items()}


NEVER_SHOWN: dict[str, dict[str, str]] = {
    "CreateFunction": {**_NEVER, **_CREATED},
    "GetFunction": {
        **_below("Configuration", {**_NEVER, **_REASON, **_UPDATE_REASON}),
        **dict.fromkeys(
            (
                "Code.ResolvedS3Object",
                *(f"Code.ResolvedS3Object.S3{part}" for part in ("Bucket", "Key", "ObjectVersion")),
            ),
            "code does not stay in S3",
        ),
        "Code.SourceKMSKeyArn": "nothing is encrypted here",
        **dict.fromkeys(("Code.Error", "Code.Error.ErrorCode", "Code.Error.Message"), _NO_TROUBLE),
        **dict.fromkeys(("TagsError", "TagsError.ErrorCode", "TagsError.Message"), "tags can always be read"),
    },
    "GetFunctionConfiguration": {**_NEVER, **_REASON, **_UPDATE_REASON},
    "UpdateFunctionCode": {**_NEVER, **_REASON},
    "UpdateFunctionConfiguration": {**_NEVER, **_REASON},
    "PublishVersion": {**_NEVER, **_REASON, **_UPDATE_REASON},
    "ListFunctions": _below("Functions[]", {**_NEVER, **_OF_LISTINGS}),
    "ListVersionsByFunction": _below("Versions[]", {**_NEVER, **_OF_LISTINGS}),
}
