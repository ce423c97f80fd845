"""Refusals of functions and versions: made, changed, published, deleted (3.2, 3.4)."""

from __future__ import annotations

import json
from typing import Any

from fakeaws.services.lambda_ import packages
from fakeaws.services.lambda_.code import archives
from tests.conformance.contract import Refusal, Stage
from tests.conformance.lambda_ import furniture_of_functions as f
from tests.conformance.lambda_.rows import CONFLICT, DENIED, INVALID, TOO_LARGE, VALIDATION, broken, row

_BAD_ZIP = "Could not unzip uploaded file. Please check your file, then try to upload again."
_LONG = "f" * 65
_LARGE = {"Variables": {"AA": "x" * 4100}}
_NO_LAYER = f"{f.LAYER}:9"
_RUNTIMES = (
    "python3.8, python3.9, python3.10, python3.11, python3.12, python3.13, python3.14, nodejs16.x, nodejs18.x, "
    "nodejs20.x, nodejs22.x, nodejs24.x, java8.al2, java11, java17, java21, java25, dotnet6, dotnet8, dotnet10, ruby3.2, "
    "ruby3.3, ruby3.4, provided.al2, provided.al2023"
)


def _smaller(name: str, value: int) -> Any:
    """A limit that a test can reach."""

    def given(on: Stage) -> None:
        on.monkeypatch.setattr(packages if hasattr(packages, name) else archives, name, value)

    return given


def _state(name: str) -> Any:
    """The function "orders" is being created, or updated."""

    def given(on: Stage) -> None:
        service: Any = on.aws.router.service("lambda", f.ACCOUNT, "us-east-1")
        setattr(service.functions["orders"], name, 10**9)

    return given


def _configured(id: str, shape: str, message: str, **changed: Any) -> tuple[Refusal, Refusal]:
    """A setting, refused when a function is made and when it is changed."""
    return (
        row(id, "CreateFunction", shape, message, **changed),
        row(id, "UpdateFunctionConfiguration", shape, message, **changed),
    )


def _uploaded(id: str, shape: str, message: str, content: bytes, given: Any = None) -> tuple[Refusal, ...]:
    """A zip, refused wherever one is uploaded."""
    return (
        row(id, "CreateFunction", shape, message, given, Code={"ZipFile": content}),
        row(id, "UpdateFunctionCode", shape, message, given, ZipFile=content),
        row(id, "PublishLayerVersion", shape, message, given, Content={"ZipFile": content}),
    )


_PENDING = (
    f"The operation cannot be performed at this time. The resource {f.ORDERS} is currently in the following state: "
    "'Pending'. StateReasonCode: 'Creating'"
)
_UPDATING = f"The operation cannot be performed at this time. An update is in progress for resource: {f.ORDERS}"

TABLE = (
    row("it is there", "CreateFunction", CONFLICT, "Function already exist: orders", FunctionName="orders"),
    row(
        "a long name",
        "CreateFunction",
        INVALID,
        broken("functionName", _LONG, "Member must have length less than or equal to 64"),
        FunctionName=_LONG,
    ),
    row(
        "no runtime",
        "CreateFunction",
        INVALID,
        "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
        Runtime=None,
    ),
    row("no code", "CreateFunction", INVALID, "Please provide a source for function code.", Code={}),
    row("no code", "UpdateFunctionCode", INVALID, "Please provide a source for function code.", ZipFile=None),
    row(
        "an image without its URI",
        "CreateFunction",
        INVALID,
        "Please provide ImageUri when creating or updating a function with packageType Image.",
        PackageType="Image",
    ),
    row(
        "an image",
        "UpdateFunctionCode",
        INVALID,
        "Please don't provide ImageUri when updating a function with packageType Zip.",
        ZipFile=None,
        ImageUri="a/b:1",
    ),
    *_uploaded("no zip", INVALID, _BAD_ZIP, b"no zip"),
    *_uploaded(
        "too large when unzipped",
        INVALID,
        "Unzipped size must be smaller than 20 bytes",
        f.ZIP,
        _smaller("MAX_UNZIPPED", 20),
    ),
    *_uploaded(
        "too large", TOO_LARGE, "Zipped size must be smaller than 20 bytes", f.ZIP, _smaller("ZIPPED_BYTES", 20)
    ),
    *(
        row(
            "a request that is too large",
            operation,
            TOO_LARGE,
            f"Request must be smaller than 20 bytes for the {operation} operation",
            _smaller("REQUEST_BYTES", 20),
        )
        for operation in ("CreateFunction", "UpdateFunctionCode", "PublishLayerVersion")
    ),
    *_configured(
        "timeout",
        VALIDATION,
        broken("timeout", "901", "Member must have value less than or equal to 900"),
        Timeout=901,
    ),
    *_configured(
        "no timeout",
        VALIDATION,
        broken("timeout", "0", "Member must have value greater than or equal to 1"),
        Timeout=0,
        unchecked=True,
    ),
    *_configured(
        "memory",
        VALIDATION,
        broken("memorySize", "10241", "Member must have value less than or equal to 10240"),
        MemorySize=10241,
    ),
    *_configured(
        "little memory",
        VALIDATION,
        broken("memorySize", "127", "Member must have value greater than or equal to 128"),
        MemorySize=127,
        unchecked=True,
    ),
    *_configured(
        "ephemeral storage",
        VALIDATION,
        broken("ephemeralStorage.size", "10241", "Member must have value less than or equal to 10240"),
        EphemeralStorage={"Size": 10241},
    ),
    *_configured(
        "role",
        VALIDATION,
        broken(
            "role",
            "r1",
            r"Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+",
        ),
        Role="r1",
    ),
    *_configured(
        "another account's role",
        DENIED,
        "Cross-account pass role is not allowed.",
        Role=f"arn:aws:iam::{f.OTHER}:role/r",
    ),
    *_configured(
        "runtime",
        INVALID,
        f"Value cobol at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [{_RUNTIMES}] or be "
        "a valid ARN",
        Runtime="cobol",
    ),
    *_configured(
        "retired runtime",
        INVALID,
        "The runtime parameter of python3.7 is no longer supported for creating or updating AWS Lambda functions. We "
        "recommend you use a supported runtime while creating or updating functions.",
        Runtime="python3.7",
    ),
    *_configured(
        "environment",
        INVALID,
        "Lambda was unable to configure your environment variables because the environment variables you have provided "
        f"exceeded the 4KB limit. String measured: {json.dumps(_LARGE['Variables'], separators=(',', ':'))}",
        Environment=_LARGE,
    ),
    *_configured(
        "reserved variables",
        INVALID,
        "Lambda was unable to configure your environment variables because the environment variables you have provided "
        "contains reserved keys that are currently not supported for modification. Reserved keys used in this request: "
        "AWS_REGION",
        Environment={"Variables": {"AWS_REGION": "x"}},
    ),
    *_configured("six layers", INVALID, "Cannot reference more than 5 layers.", Layers=[f"{f.LAYER}:1"] * 6),
    *_configured("no layer", INVALID, f"Layer version {_NO_LAYER} does not exist.", Layers=[_NO_LAYER]),
    row(
        "two architectures",
        "CreateFunction",
        VALIDATION,
        broken("architectures", "[x86_64, arm64]", "Member must have length less than or equal to 1"),
        Architectures=["x86_64", "arm64"],
    ),
    row(
        "too many tags",
        "CreateFunction",
        INVALID,
        "Number of tags exceeds resource tag limit.",
        Tags={f"k{number}": "" for number in range(51)},
    ),
    *(
        row(id, operation, CONFLICT, message, _state(name))
        for operation in ("UpdateFunctionCode", "UpdateFunctionConfiguration", "PublishVersion")
        for id, message, name in (
            ("pending", _PENDING, "pending_until_us"),
            ("an update in progress", _UPDATING, "updating_until_us"),
        )
    ),
    row(
        "another digest",
        "PublishVersion",
        INVALID,
        "CodeSHA256 (other) is different from current CodeSHA256 in $LATEST (<digest>). Please try again with the "
        "CodeSHA256 in $LATEST.",
        CodeSha256="other",
    ),
    row(
        "$LATEST",
        "DeleteFunction",
        INVALID,
        "$LATEST version cannot be deleted without deleting the function.",
        Qualifier="$LATEST",
    ),
    row("an alias", "DeleteFunction", INVALID, "Deletion of aliases is not currently supported.", Qualifier="live"),
    row(
        "a version with aliases",
        "DeleteFunction",
        CONFLICT,
        f"Version 1 of function {f.ORDERS} is referenced by the following aliases: [live, shared]. Remove the references "
        "and try again.",
        Qualifier="1",
    ),
    row(
        "other versions",
        "ListFunctions",
        VALIDATION,
        broken("functionVersion", "invalid", "Member must satisfy enum value set: [ALL]"),
        FunctionVersion="invalid",
    ),
)
