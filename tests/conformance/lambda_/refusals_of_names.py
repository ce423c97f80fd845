"""Refusals that operations have in common: unknown functions, other regions and accounts, qualifiers, revisions, markers."""

from __future__ import annotations

from tests.conformance.contract import Refusal
from tests.conformance.lambda_ import furniture_of_functions as f
from tests.conformance.lambda_.rows import (
    DENIED,
    DIFFERENT_QUALIFIERS,
    INVALID,
    NOT_FOUND,
    PRECONDITION,
    USUAL,
    revision,
    row,
)

_ELSEWHERE = f.ORDERS.replace("us-east-1", "eu-west-1")
_OTHERS = f.ORDERS.replace(f.ACCOUNT, f.OTHER)


def _action(operation: str) -> str:
    return (
        operation
        if operation in ("CreateFunction", "RemovePermission", "TagResource", "UntagResource", "ListTags")
        else "GetFunction"
    )


def _named(operation: str) -> tuple[Refusal, ...]:
    """An operation whose parameter names a function."""
    parameter = next(name for name in ("FunctionName", "ResourceArn", "Resource") if name in USUAL[operation])
    not_here = "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')"
    action = f"lambda:{_action(operation)}"
    denied = (
        f"User: arn:aws:iam::{f.ACCOUNT}:user/test is not authorized to perform: {action} on resource: {_OTHERS} "
        f"because no resource-based policy allows the {action} action"
    )
    rows = [
        row("another region", operation, NOT_FOUND, not_here, **{parameter: _ELSEWHERE}),
        row("another account", operation, DENIED, denied, **{parameter: _OTHERS}),
    ]
    if operation == "RemovePermission":
        rows.append(row("nobody", operation, NOT_FOUND, f"No policy found for: {f.NOBODY}", FunctionName="nobody"))
    elif operation != "CreateFunction":
        rows.append(row("nobody", operation, NOT_FOUND, f"Function not found: {f.NOBODY}", **{parameter: f.NOBODY}))
    return tuple(rows)


_NAMED = [operation for operation, usual in USUAL.items() if {"FunctionName", "ResourceArn", "Resource"} & set(usual)]
_QUALIFIED = (
    "AddPermission",
    "DeleteFunction",
    "GetFunction",
    "GetFunctionConfiguration",
    "GetPolicy",
    "GetRuntimeManagementConfig",
    "PutRuntimeManagementConfig",
    "RemovePermission",
)
_URLS = ("CreateFunctionUrlConfig", "DeleteFunctionUrlConfig", "GetFunctionUrlConfig", "UpdateFunctionUrlConfig")
_LISTINGS = (
    "ListAliases",
    "ListFunctionUrlConfigs",
    "ListFunctions",
    "ListLayerVersions",
    "ListLayers",
    "ListVersionsByFunction",
)
_SHOWN = ("GetFunction", "GetFunctionConfiguration", "GetRuntimeManagementConfig")
_OTHER_REVISION = "00000000-0000-4000-8000-000000000000"

TABLE = (
    *(each for operation in _NAMED for each in _named(operation)),
    *(
        row("two qualifiers", operation, INVALID, DIFFERENT_QUALIFIERS, FunctionName="orders:1", Qualifier="2")
        for operation in _QUALIFIED
    ),
    *(
        row("two qualifiers", operation, INVALID, DIFFERENT_QUALIFIERS, FunctionName="orders:live", Qualifier="shared")
        for operation in _URLS
    ),
    *(
        row(f"no {what}", operation, NOT_FOUND, f"Function not found: {f.ORDERS}:{qualifier}", Qualifier=qualifier)
        for operation in _SHOWN
        for what, qualifier in (("version", "9"), ("alias", "no-such"))
    ),
    *(
        row("a qualifier of nobody", operation, NOT_FOUND, f"Function not found: {f.NOBODY}:1", FunctionName="nobody:1")
        for operation in _SHOWN
    ),
    *(
        row("a version", operation, NOT_FOUND, f"Function not found: {f.ORDERS}:1", FunctionName="orders:1")
        for operation in ("UpdateFunctionCode", "UpdateFunctionConfiguration", "PublishVersion")
    ),
    *(row("a strange marker", operation, INVALID, "Invalid pagination token.", Marker="no") for operation in _LISTINGS),
    *(
        row("an old revision", operation, PRECONDITION, revision(), RevisionId=_OTHER_REVISION)
        for operation in ("PublishVersion", "UpdateFunctionCode", "UpdateFunctionConfiguration", "UpdateAlias")
    ),
    *(
        row("an old revision", operation, PRECONDITION, revision(asked), RevisionId=_OTHER_REVISION)
        for operation, asked in (
            ("AddPermission", "GetPolicy"),
            ("RemovePermission", "GetPolicy"),
            ("PutResourcePolicy", "GetResourcePolicy"),
            ("DeleteResourcePolicy", "GetResourcePolicy"),
            ("AddLayerVersionPermission", "GetLayerVersionPolicy"),
            ("RemoveLayerVersionPermission", "GetLayerVersionPolicy"),
        )
    ),
)

_AT_ONCE = "changes take effect at once: aws.faults.fail with the code"
_BY_THE_MODEL = "the model's constraints refuse all that is invalid"

UNASKED = {
    **{
        f"{operation}.ResourceConflictException": _AT_ONCE
        for operation in (
            "DeleteAlias",
            "DeleteFunctionUrlConfig",
            "DeleteResourcePolicy",
            "PutFunctionRecursionConfig",
            "PutResourcePolicy",
            "PutRuntimeManagementConfig",
            "TagResource",
            "UntagResource",
            "UpdateAlias",
            "UpdateFunctionUrlConfig",
        )
    },
    **{
        f"{operation}.InvalidParameterValueException": _BY_THE_MODEL
        for operation in (
            "DeleteAlias",
            "DeleteLayerVersion",
            "DeleteResourcePolicy",
            "GetAlias",
            "GetFunctionRecursionConfig",
            "GetLayerVersion",
            "GetLayerVersionByArn",
            "GetLayerVersionPolicy",
            "GetResourcePolicy",
            "PutFunctionRecursionConfig",
            "RemoveLayerVersionPermission",
            "AddLayerVersionPermission",
        )
    },
    "DeleteLayerVersion.ResourceNotFoundException": "a version that is not there can be deleted",
    "ListLayerVersions.ResourceNotFoundException": "a layer that is not there has no versions",
    "PublishLayerVersion.ResourceNotFoundException": "a layer is made with its first version",
}
