"""Short forms for rows of the tables of refusals."""

from __future__ import annotations

from typing import Any

from tests.conformance.contract import Refusal
from tests.conformance.lambda_ import furniture_of_functions as f

INVALID = "InvalidParameterValueException"
NOT_FOUND = "ResourceNotFoundException"
CONFLICT = "ResourceConflictException"
PRECONDITION = "PreconditionFailedException"
VALIDATION = "ValidationException"
DENIED = "AccessDeniedException"
TOO_LARGE = "RequestEntityTooLargeException"

DIFFERENT_QUALIFIERS = "The derived qualifier from the function name does not match the specified qualifier."
NOTHING_THERE = "The resource you requested does not exist."


def revision(operation: str = "GetFunction/GetAlias") -> str:
    """AWS's words for a revision that is not the latest."""
    return (
        "The Revision Id provided does not match the latest Revision Id. "
        f"Call the {operation} API to retrieve the latest Revision Id"
    )


#: For every operation of the control plane with parameters: a call that would succeed on the stage.
USUAL: dict[str, dict[str, Any]] = {
    "AddLayerVersionPermission": {"LayerName": "tools", "VersionNumber": 1, **f.LAYER_STATEMENT, "StatementId": "new"},
    "AddPermission": {"FunctionName": "orders", **f.STATEMENT, "StatementId": "new"},
    "CreateAlias": {"FunctionName": "orders", "Name": "new", "FunctionVersion": "1"},
    "CreateFunction": {"FunctionName": "new", **f.NEEDED},
    "CreateFunctionUrlConfig": {"FunctionName": "plain", "AuthType": "NONE"},
    "DeleteAlias": {"FunctionName": "orders", "Name": "live"},
    "DeleteFunction": {"FunctionName": "orders"},
    "DeleteFunctionUrlConfig": {"FunctionName": "orders"},
    "DeleteResourcePolicy": {"ResourceArn": f.ORDERS},
    "GetAlias": {"FunctionName": "orders", "Name": "live"},
    "GetFunction": {"FunctionName": "orders"},
    "GetFunctionConfiguration": {"FunctionName": "orders"},
    "GetFunctionRecursionConfig": {"FunctionName": "orders"},
    "GetFunctionUrlConfig": {"FunctionName": "orders"},
    "GetLayerVersion": {"LayerName": "tools", "VersionNumber": 1},
    "GetLayerVersionByArn": {"Arn": f"{f.LAYER}:1"},
    "GetLayerVersionPolicy": {"LayerName": "tools", "VersionNumber": 1},
    "GetPolicy": {"FunctionName": "orders"},
    "GetResourcePolicy": {"ResourceArn": f.ORDERS},
    "GetRuntimeManagementConfig": {"FunctionName": "orders"},
    "ListAliases": {"FunctionName": "orders"},
    "ListFunctionUrlConfigs": {"FunctionName": "orders"},
    "ListFunctions": {},
    "ListLayers": {},
    "ListLayerVersions": {"LayerName": "tools"},
    "ListTags": {"Resource": f.ORDERS},
    "ListVersionsByFunction": {"FunctionName": "orders"},
    "PublishLayerVersion": {"LayerName": "tools", "Content": {"ZipFile": f.ZIP}},
    "PublishVersion": {"FunctionName": "orders"},
    "PutFunctionRecursionConfig": {"FunctionName": "orders", "RecursiveLoop": "Allow"},
    "PutResourcePolicy": {"ResourceArn": f.ORDERS, "Policy": '{"Version":"2012-10-17","Statement":[]}'},
    "PutRuntimeManagementConfig": {"FunctionName": "orders", "UpdateRuntimeOn": "FunctionUpdate"},
    "RemoveLayerVersionPermission": {"LayerName": "tools", "VersionNumber": 1, "StatementId": "share"},
    "RemovePermission": {"FunctionName": "orders", "StatementId": "topics"},
    "TagResource": {"Resource": f.ORDERS, "Tags": {"new": ""}},
    "UntagResource": {"Resource": f.ORDERS, "TagKeys": ["team"]},
    "UpdateAlias": {"FunctionName": "orders", "Name": "live", "Description": "new"},
    "UpdateFunctionCode": {"FunctionName": "orders", "ZipFile": f.ZIP},
    "UpdateFunctionConfiguration": {"FunctionName": "orders", "Timeout": 9},
    "UpdateFunctionUrlConfig": {"FunctionName": "orders", "AuthType": "AWS_IAM"},
}


def row(
    id: str, operation: str, shape: str, message: str, given: Any = None, unchecked: bool = False, **changed: Any
) -> Refusal:
    """The usual call with something changed; ``None`` leaves a parameter out."""
    params = {**USUAL[operation], **changed}
    asked = {name: value for name, value in params.items() if value is not None}
    return Refusal(id, operation, asked, shape, message, given=given, unchecked=unchecked)


def broken(place: str, value: str, words: str) -> str:
    """The front end's text about a value against the model."""
    return f"1 validation error detected: Value '{value}' at '{place}' failed to satisfy constraint: {words}"
