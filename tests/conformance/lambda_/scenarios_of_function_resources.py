"""For each operation on aliases, policies, URLs, tags and settings of functions: calls that show all that it answers."""

from __future__ import annotations

import json

from tests.conformance.contract import AskService
from tests.conformance.lambda_.furniture_of_functions import LAYER_STATEMENT, ORDERS, STATEMENT, ZIP
from tests.conformance.lambda_.scenarios_of_functions import plain

_CORS = {
    "AllowCredentials": True,
    "AllowHeaders": ["x-a"],
    "AllowMethods": ["GET", "PUT"],
    "AllowOrigins": ["https://a.example"],
    "ExposeHeaders": ["x-b"],
    "MaxAge": 60,
}
_RUNTIME = f"arn:aws:lambda:us-east-1::runtime:{'0' * 64}"
_POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "lambda:*", "Resource": ORDERS}
        ],
    }
)

# -- aliases -------------------------------------------------------------------------------------------------------------


async def create_alias(ask: AskService) -> None:
    await plain(ask, Publish=True)
    await ask("CreateAlias", FunctionName="orders", Name="plain", FunctionVersion="$LATEST")
    await ask("UpdateFunctionConfiguration", FunctionName="orders", Timeout=9)
    await ask("PublishVersion", FunctionName="orders")
    routing = {"AdditionalVersionWeights": {"2": 0.25}}
    named = {"FunctionName": "orders", "Name": "live", "Description": "größe"}
    await ask("CreateAlias", **named, FunctionVersion="1", RoutingConfig=routing)


async def get_alias(ask: AskService) -> None:
    await create_alias(ask)
    for name in ("plain", "live"):
        await ask("GetAlias", FunctionName="orders", Name=name)


async def update_alias(ask: AskService) -> None:
    await create_alias(ask)
    await ask("UpdateAlias", FunctionName="orders", Name="live", Description="new")
    empty = {"AdditionalVersionWeights": {}}
    await ask("UpdateAlias", FunctionName="orders", Name="live", FunctionVersion="2", RoutingConfig=empty)


async def delete_alias(ask: AskService) -> None:
    await create_alias(ask)
    await ask("DeleteAlias", FunctionName="orders", Name="live")


async def list_aliases(ask: AskService) -> None:
    await plain(ask, "bare")
    await ask("ListAliases", FunctionName="bare")
    await create_alias(ask)
    page = await ask("ListAliases", FunctionName="orders", MaxItems=1)
    await ask("ListAliases", FunctionName="orders", Marker=page["NextMarker"])
    await ask("ListAliases", FunctionName="orders", FunctionVersion="2")


# -- policies ------------------------------------------------------------------------------------------------------------


async def add_permission(ask: AskService) -> None:
    await plain(ask, Publish=True)
    await ask("AddPermission", FunctionName="orders", **STATEMENT)
    await ask("AddPermission", FunctionName="orders", Qualifier="1", **STATEMENT)


async def remove_permission(ask: AskService) -> None:
    await add_permission(ask)
    await ask("RemovePermission", FunctionName="orders", StatementId="topics")


async def get_policy(ask: AskService) -> None:
    await add_permission(ask)
    for name in ("orders", "orders:1"):
        await ask("GetPolicy", FunctionName=name)


async def put_resource_policy(ask: AskService) -> None:
    await plain(ask)
    await ask("PutResourcePolicy", ResourceArn=ORDERS, Policy=_POLICY)


async def get_resource_policy(ask: AskService) -> None:
    await put_resource_policy(ask)
    await ask("GetResourcePolicy", ResourceArn=ORDERS)


async def delete_resource_policy(ask: AskService) -> None:
    await put_resource_policy(ask)
    await ask("DeleteResourcePolicy", ResourceArn=ORDERS)


# -- URLs ----------------------------------------------------------------------------------------------------------------


async def create_function_url_config(ask: AskService) -> None:
    await create_alias(ask)
    await ask("CreateFunctionUrlConfig", FunctionName="orders", AuthType="AWS_IAM", Cors=_CORS, InvokeMode="BUFFERED")
    await ask("CreateFunctionUrlConfig", FunctionName="orders", Qualifier="live", AuthType="NONE")


async def get_function_url_config(ask: AskService) -> None:
    await create_function_url_config(ask)
    for name in ("orders", "orders:live"):
        await ask("GetFunctionUrlConfig", FunctionName=name)


async def update_function_url_config(ask: AskService) -> None:
    await create_function_url_config(ask)
    await ask("UpdateFunctionUrlConfig", FunctionName="orders", AuthType="NONE")
    await ask("UpdateFunctionUrlConfig", FunctionName="orders", Cors={})


async def delete_function_url_config(ask: AskService) -> None:
    await create_function_url_config(ask)
    await ask("DeleteFunctionUrlConfig", FunctionName="orders")


async def list_function_url_configs(ask: AskService) -> None:
    await plain(ask, "bare")
    await ask("ListFunctionUrlConfigs", FunctionName="bare")
    await create_function_url_config(ask)
    page = await ask("ListFunctionUrlConfigs", FunctionName="orders", MaxItems=1)
    await ask("ListFunctionUrlConfigs", FunctionName="orders", Marker=page["NextMarker"])


# -- tags and settings ---------------------------------------------------------------------------------------------------


async def tag_resource(ask: AskService) -> None:
    await plain(ask)
    await ask("TagResource", Resource=ORDERS, Tags={"team": "shop", "empty": ""})


async def untag_resource(ask: AskService) -> None:
    await tag_resource(ask)
    await ask("UntagResource", Resource=ORDERS, TagKeys=["team", "no such"])


async def list_tags(ask: AskService) -> None:
    await plain(ask)
    await ask("ListTags", Resource=ORDERS)
    await ask("TagResource", Resource=ORDERS, Tags={"team": "größe", "empty": ""})
    await ask("ListTags", Resource=ORDERS)


async def put_runtime_management_config(ask: AskService) -> None:
    await plain(ask)
    for mode in ("Auto", "FunctionUpdate"):
        await ask("PutRuntimeManagementConfig", FunctionName="orders", UpdateRuntimeOn=mode)
    manual = {"UpdateRuntimeOn": "Manual", "RuntimeVersionArn": _RUNTIME}
    await ask("PutRuntimeManagementConfig", FunctionName="orders", **manual)


async def get_runtime_management_config(ask: AskService) -> None:
    await plain(ask)
    await ask("GetRuntimeManagementConfig", FunctionName="orders")
    manual = {"UpdateRuntimeOn": "Manual", "RuntimeVersionArn": _RUNTIME}
    await ask("PutRuntimeManagementConfig", FunctionName="orders", **manual)
    await ask("GetRuntimeManagementConfig", FunctionName="orders")


async def put_function_recursion_config(ask: AskService) -> None:
    await plain(ask)
    for mode in ("Allow", "Terminate"):
        await ask("PutFunctionRecursionConfig", FunctionName="orders", RecursiveLoop=mode)


async def get_function_recursion_config(ask: AskService) -> None:
    await plain(ask)
    await ask("GetFunctionRecursionConfig", FunctionName="orders")


async def get_account_settings(ask: AskService) -> None:
    await ask("GetAccountSettings")
    await plain(ask)
    await ask("GetAccountSettings")


# -- layers --------------------------------------------------------------------------------------------------------------


async def publish_layer_version(ask: AskService) -> None:
    await ask("PublishLayerVersion", LayerName="bare", Content={"ZipFile": ZIP})
    rich = {
        "Description": "größe",
        "CompatibleRuntimes": ["python3.13"],
        "CompatibleArchitectures": ["x86_64", "arm64"],
        "LicenseInfo": "MIT",
    }
    await ask("PublishLayerVersion", LayerName="tools", Content={"ZipFile": ZIP}, **rich)


async def get_layer_version(ask: AskService) -> None:
    await publish_layer_version(ask)
    for name in ("bare", "tools"):
        await ask("GetLayerVersion", LayerName=name, VersionNumber=1)


async def get_layer_version_by_arn(ask: AskService) -> None:
    await publish_layer_version(ask)
    await ask("GetLayerVersionByArn", Arn="arn:aws:lambda:us-east-1:123456789012:layer:tools:1")


async def delete_layer_version(ask: AskService) -> None:
    await publish_layer_version(ask)
    for _ in range(2):
        await ask("DeleteLayerVersion", LayerName="tools", VersionNumber=1)


async def list_layers(ask: AskService) -> None:
    await ask("ListLayers")
    await publish_layer_version(ask)
    page = await ask("ListLayers", MaxItems=1)
    await ask("ListLayers", Marker=page["NextMarker"])


async def list_layer_versions(ask: AskService) -> None:
    await ask("ListLayerVersions", LayerName="tools")
    for _ in range(2):
        await publish_layer_version(ask)
    page = await ask("ListLayerVersions", LayerName="tools", MaxItems=1)
    await ask("ListLayerVersions", LayerName="tools", Marker=page["NextMarker"])


async def add_layer_version_permission(ask: AskService) -> None:
    await publish_layer_version(ask)
    await ask("AddLayerVersionPermission", LayerName="tools", VersionNumber=1, **LAYER_STATEMENT)


async def get_layer_version_policy(ask: AskService) -> None:
    await add_layer_version_permission(ask)
    await ask("GetLayerVersionPolicy", LayerName="tools", VersionNumber=1)


async def remove_layer_version_permission(ask: AskService) -> None:
    await add_layer_version_permission(ask)
    await ask("RemoveLayerVersionPermission", LayerName="tools", VersionNumber=1, StatementId="share")


_LAYER_CONTENT = {
    **dict.fromkeys(("Content.SigningProfileVersionArn", "Content.SigningJobArn"), "there is no code signing"),
    **dict.fromkeys(
        (
            "Content.ResolvedS3Object",
            *(f"Content.ResolvedS3Object.S3{part}" for part in ("Bucket", "Key", "ObjectVersion")),
        ),
        "code does not stay in S3",
    ),
}

NEVER_SHOWN = dict.fromkeys(("PublishLayerVersion", "GetLayerVersion", "GetLayerVersionByArn"), _LAYER_CONTENT)

TABLE = {
    "CreateAlias": create_alias,
    "GetAlias": get_alias,
    "UpdateAlias": update_alias,
    "DeleteAlias": delete_alias,
    "ListAliases": list_aliases,
    "AddPermission": add_permission,
    "RemovePermission": remove_permission,
    "GetPolicy": get_policy,
    "PutResourcePolicy": put_resource_policy,
    "GetResourcePolicy": get_resource_policy,
    "DeleteResourcePolicy": delete_resource_policy,
    "CreateFunctionUrlConfig": create_function_url_config,
    "GetFunctionUrlConfig": get_function_url_config,
    "UpdateFunctionUrlConfig": update_function_url_config,
    "DeleteFunctionUrlConfig": delete_function_url_config,
    "ListFunctionUrlConfigs": list_function_url_configs,
    "TagResource": tag_resource,
    "UntagResource": untag_resource,
    "ListTags": list_tags,
    "PutRuntimeManagementConfig": put_runtime_management_config,
    "GetRuntimeManagementConfig": get_runtime_management_config,
    "PutFunctionRecursionConfig": put_function_recursion_config,
    "GetFunctionRecursionConfig": get_function_recursion_config,
    "GetAccountSettings": get_account_settings,
    "PublishLayerVersion": publish_layer_version,
    "GetLayerVersion": get_layer_version,
    "GetLayerVersionByArn": get_layer_version_by_arn,
    "DeleteLayerVersion": delete_layer_version,
    "ListLayers": list_layers,
    "ListLayerVersions": list_layer_versions,
    "AddLayerVersionPermission": add_layer_version_permission,
    "GetLayerVersionPolicy": get_layer_version_policy,
    "RemoveLayerVersionPermission": remove_layer_version_permission,
}
