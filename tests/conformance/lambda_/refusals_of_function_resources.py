"""Refusals of aliases, policies, layers, URLs, tags and settings of functions (3.4, 7)."""

from __future__ import annotations

from typing import Any

from tests.conformance.contract import Refusal, Stage
from tests.conformance.lambda_ import furniture_of_functions as f
from tests.conformance.lambda_.rows import CONFLICT, INVALID, NOT_FOUND, NOTHING_THERE, VALIDATION, broken, row

_NO_ALIAS = f"Cannot find alias arn: {f.ORDERS}:no-such"
_NO_POLICY = "No policy is associated with the given resource."
_TOO_LONG = "The final policy size is bigger than the limit (20480)."


def _routed(
    id: str, message: str, weights: dict[str, float], shape: str = INVALID, **changed: Any
) -> tuple[Refusal, ...]:
    """A routing, refused when an alias is made and when it is changed."""
    routing = {"AdditionalVersionWeights": weights}
    return (
        row(id, "CreateAlias", shape, message, RoutingConfig=routing, **changed),
        row(id, "UpdateAlias", shape, message, RoutingConfig=routing, **changed),
    )


_WEIGHTS = (
    "1 validation error detected: Value '{2=2.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy "
    "constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have "
    "value greater than or equal to 0.0, Member must not be null]"
)

_ALIASES = (
    row("it is there", "CreateAlias", CONFLICT, f"Alias already exists: {f.ORDERS}:live", Name="live"),
    row(
        "a number",
        "CreateAlias",
        VALIDATION,
        broken("name", "2024", "Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)"),
        Name="2024",
    ),
    row("no version", "CreateAlias", NOT_FOUND, f"Function not found: {f.ORDERS}:9", FunctionVersion="9"),
    *_routed(
        "two more versions",
        "Number of items in AdditionalVersionWeights cannot be greater than 1",
        {"2": 0.1, "3": 0.1},
    ),
    *_routed("weight", _WEIGHTS, {"2": 2.0}, VALIDATION),
    *_routed(
        "the same version",
        "Invalid function version 1. Function version 1 is already included in routing configuration.",
        {"1": 0.5},
    ),
    *_routed(
        "$LATEST",
        "$LATEST is not supported for an alias pointing to more than 1 version",
        {"2": 0.5},
        FunctionVersion="$LATEST",
    ),
    row("no alias", "GetAlias", NOT_FOUND, _NO_ALIAS, Name="no-such"),
    row("no alias", "DeleteAlias", NOT_FOUND, _NO_ALIAS, Name="no-such"),
    row("no alias", "UpdateAlias", NOT_FOUND, f"Alias not found: {f.ORDERS}:no-such", Name="no-such"),
)


def _full(on: Stage) -> None:
    """Policies to which nothing can be added."""
    for number in range(200):
        sid = f"{number:03}".rjust(60, "s")
        on.try_to("AddPermission", FunctionName="orders", **{**f.STATEMENT, "StatementId": sid})
        on.try_to(
            "AddLayerVersionPermission", LayerName="tools", VersionNumber=1, **{**f.LAYER_STATEMENT, "StatementId": sid}
        )


def _taken(sid: str) -> str:
    return (
        f"The statement id ({sid}) provided already exists. Please provide a new statement id, or remove the existing "
        "statement."
    )


_PERMISSIONS = (
    row("a label twice", "AddPermission", CONFLICT, _taken("topics"), StatementId="topics"),
    row("a label twice", "AddLayerVersionPermission", CONFLICT, _taken("share"), StatementId="share"),
    *(
        row(
            "label",
            operation,
            VALIDATION,
            broken("statementId", "a b", "Member must satisfy regular expression pattern: ([a-zA-Z0-9-_]+)"),
            StatementId="a b",
        )
        for operation in ("AddPermission", "AddLayerVersionPermission")
    ),
    row(
        "$LATEST",
        "AddPermission",
        INVALID,
        "We currently do not support adding policies for $LATEST.",
        Qualifier="$LATEST",
    ),
    row(
        "principal",
        "AddPermission",
        INVALID,
        "The provided principal was invalid. Please check the principal and try again.",
        Principal="somebody",
    ),
    row("no alias", "AddPermission", NOT_FOUND, _NO_ALIAS, Qualifier="no-such"),
    row("no version", "AddPermission", NOT_FOUND, f"Function not found: {f.ORDERS}:9", Qualifier="9"),
    *(
        row(
            "a policy that is too long",
            operation,
            "PolicyLengthExceededException",
            _TOO_LONG,
            _full,
            StatementId="s" * 60,
        )
        for operation in ("AddPermission", "AddLayerVersionPermission")
    ),
    row("no policy", "RemovePermission", NOT_FOUND, _NO_POLICY, FunctionName="plain"),
    row("no policy of the alias", "RemovePermission", NOT_FOUND, _NO_POLICY, Qualifier="live"),
    row("label", "RemovePermission", NOT_FOUND, "Statement none is not found in resource policy.", StatementId="none"),
    row("no policy", "GetPolicy", NOT_FOUND, NOTHING_THERE, FunctionName="plain"),
    row("no policy of the alias", "GetPolicy", NOT_FOUND, NOTHING_THERE, Qualifier="live"),
    row("no policy", "GetResourcePolicy", NOT_FOUND, NOTHING_THERE, ResourceArn=f.PLAIN),
    row("no policy", "DeleteResourcePolicy", NOT_FOUND, NOTHING_THERE, ResourceArn=f.PLAIN),
    row(
        "no JSON",
        "PutResourcePolicy",
        INVALID,
        "The policy is not valid: This policy contains invalid Json",
        Policy="{",
    ),
    row(
        "a policy that is too long",
        "PutResourcePolicy",
        "PolicyLengthExceededException",
        _TOO_LONG,
        Policy="ü" * 20_000,
    ),
)

_LAYERS = (
    *(
        row("no version", operation, NOT_FOUND, NOTHING_THERE, VersionNumber=9)
        for operation in ("GetLayerVersion", "GetLayerVersionPolicy", "AddLayerVersionPermission")
    ),
    row("no layer", "GetLayerVersion", NOT_FOUND, NOTHING_THERE, LayerName="nothing"),
    row("no version", "GetLayerVersionByArn", NOT_FOUND, NOTHING_THERE, Arn=f"{f.LAYER}:9"),
    row("no policy", "GetLayerVersionPolicy", NOT_FOUND, _NO_POLICY, LayerName="bare"),
    row("no policy", "RemoveLayerVersionPermission", NOT_FOUND, _NO_POLICY, LayerName="bare"),
    row(
        "label",
        "RemoveLayerVersionPermission",
        NOT_FOUND,
        "Statement none is not found in resource policy.",
        StatementId="none",
    ),
)

_URL_OPERATIONS = ("DeleteFunctionUrlConfig", "GetFunctionUrlConfig", "UpdateFunctionUrlConfig")
_URLS = (
    row(
        "it is there",
        "CreateFunctionUrlConfig",
        CONFLICT,
        f"FunctionUrlConfig exists for this Lambda function: {f.ORDERS}",
        FunctionName="orders",
    ),
    row("no alias", "CreateFunctionUrlConfig", NOT_FOUND, _NO_ALIAS, FunctionName="orders", Qualifier="no-such"),
    *(row("no alias", operation, NOT_FOUND, _NO_ALIAS, Qualifier="no-such") for operation in _URL_OPERATIONS),
    *(row("no URL", operation, NOT_FOUND, NOTHING_THERE, FunctionName="plain") for operation in _URL_OPERATIONS),
)

_OF_VERSIONS = "Tags on function aliases and versions are not supported. Please specify a function ARN."
_TAGS = (
    *(
        row("a version", operation, INVALID, _OF_VERSIONS, Resource=f"{f.ORDERS}:1")
        for operation in ("ListTags", "TagResource", "UntagResource")
    ),
    row(
        "too many",
        "TagResource",
        INVALID,
        "Number of tags exceeds resource tag limit.",
        Tags={f"k{number}": "" for number in range(50)},
    ),
    row("none", "TagResource", INVALID, "An error occurred and the request cannot be processed.", Tags={}),
)

_RUNTIMES = (
    row(
        "no runtime",
        "PutRuntimeManagementConfig",
        INVALID,
        "Runtime version ARN is required for Manual runtime update mode.",
        UpdateRuntimeOn="Manual",
    ),
    row(
        "a runtime",
        "PutRuntimeManagementConfig",
        INVALID,
        "Runtime version ARN must not be specified for Auto runtime update mode.",
        UpdateRuntimeOn="Auto",
        RuntimeVersionArn="arn:aws:lambda:us-east-1::runtime:0",
    ),
)

TABLE = (*_ALIASES, *_PERMISSIONS, *_LAYERS, *_URLS, *_TAGS, *_RUNTIMES)
