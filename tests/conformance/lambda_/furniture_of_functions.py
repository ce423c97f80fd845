"""The functions, aliases, layers and policies on which refusals are tried, and all that can be seen of them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from fakeaws.aws.errors import AwsError
from tests.conformance.contract import Stage

ACCOUNT = "123456789012"
OTHER = "111111111111"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/worker"
PREFIX = f"arn:aws:lambda:us-east-1:{ACCOUNT}:"
#: Has versions 1 and 2, the aliases "live" and "shared", a policy, a URL, tags, a layer.
ORDERS = f"{PREFIX}function:orders"
#: Has nothing.
PLAIN = f"{PREFIX}function:plain"
NOBODY = f"{PREFIX}function:nobody"
LAYER = f"{PREFIX}layer:tools"


def zip_of(source: str = "def handler(event, context):\n    return event\n") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(zipfile.ZipInfo("index.py"), source)
    return content.getvalue()


ZIP = zip_of()
NEEDED: dict[str, Any] = {"Runtime": "python3.13", "Handler": "index.handler", "Role": ROLE, "Code": {"ZipFile": ZIP}}
STATEMENT = {"StatementId": "topics", "Action": "lambda:InvokeFunction", "Principal": "sns.amazonaws.com"}
LAYER_STATEMENT = {"StatementId": "share", "Action": "lambda:GetLayerVersion", "Principal": OTHER}


def furnish(on: Stage) -> None:
    on.ask("PublishLayerVersion", LayerName="tools", Content={"ZipFile": ZIP})
    on.ask("AddLayerVersionPermission", LayerName="tools", VersionNumber=1, **LAYER_STATEMENT)
    on.ask("PublishLayerVersion", LayerName="bare", Content={"ZipFile": ZIP})
    made = {"Layers": [f"{LAYER}:1"], "Tags": {"team": "shop"}, "Publish": True}
    on.ask("CreateFunction", FunctionName="orders", **NEEDED, **made)
    on.ask("UpdateFunctionConfiguration", FunctionName="orders", Timeout=30)
    on.ask("PublishVersion", FunctionName="orders")
    on.ask("CreateAlias", FunctionName="orders", Name="live", FunctionVersion="1")
    routing = {"AdditionalVersionWeights": {"2": 0.5}}
    on.ask("CreateAlias", FunctionName="orders", Name="shared", FunctionVersion="1", RoutingConfig=routing)
    on.ask("AddPermission", FunctionName="orders", **STATEMENT)
    on.ask("CreateFunctionUrlConfig", FunctionName="orders", AuthType="NONE")
    on.ask("CreateFunction", FunctionName="plain", **NEEDED)
    on.values["<digest>"] = on.ask("GetFunctionConfiguration", FunctionName="orders")["CodeSha256"]


def snapshot(on: Stage) -> Any:
    layers = on.ask("ListLayers")["Layers"]
    return {
        "functions": on.ask("ListFunctions", FunctionVersion="ALL")["Functions"],
        "layers": [
            (layer, on.ask("ListLayerVersions", LayerName=layer["LayerName"]), _layer_policy(on, layer["LayerName"]))
            for layer in layers
        ],
        "account": on.ask("GetAccountSettings"),
        **{
            each["FunctionName"]: _of_function(on, each["FunctionName"])
            for each in on.ask("ListFunctions")["Functions"]
        },
    }


def _of_function(on: Stage, name: str) -> list[Any]:
    return [
        on.ask("GetFunction", FunctionName=name),
        on.ask("ListAliases", FunctionName=name),
        on.try_to("GetPolicy", FunctionName=name),
        on.try_to("GetPolicy", FunctionName=name, Qualifier="live"),
        on.ask("ListFunctionUrlConfigs", FunctionName=name),
        on.ask("GetFunctionRecursionConfig", FunctionName=name),
        on.ask("GetRuntimeManagementConfig", FunctionName=name),
    ]


def _layer_policy(on: Stage, name: str) -> Any:
    try:
        return on.ask("GetLayerVersionPolicy", LayerName=name, VersionNumber=1)
    except AwsError as error:
        return str(error)


def probe(on: Stage) -> Any:
    """What is seen only by going on: the next ids and numbers."""
    return [
        on.try_to("PublishLayerVersion", LayerName="tools", Content={"ZipFile": ZIP}),
        on.try_to("CreateAlias", FunctionName="orders", Name="new", FunctionVersion="1"),
        on.try_to("UpdateFunctionCode", FunctionName="orders", ZipFile=zip_of("x = 1"), Publish=True),
    ]
