"""Short forms for rows of the tables of refusals."""

from __future__ import annotations

from typing import Any

from tests.conformance.contract import Refusal
from tests.conformance.sns import furniture as f

INVALID = "InvalidParameterException"
BAD_VALUE = "InvalidParameterValueException"
NOT_FOUND = "NotFoundException"
NO_RESOURCE = "ResourceNotFoundException"
VALIDATION = "ValidationError"
FORBIDDEN = "AuthorizationErrorException"

_KIND = {"DataType": "String", "StringValue": "order"}
_GCM = {"PlatformCredential": "key"}

#: For every operation with parameters, a call that would succeed, or change nothing, on the stage.
USUAL: dict[str, dict[str, Any]] = {
    "AddPermission": {"TopicArn": f.ORDERS, "Label": "new", "AWSAccountId": [f.OTHER], "ActionName": ["Publish"]},
    "CheckIfPhoneNumberIsOptedOut": {"phoneNumber": f.PHONE},
    "ConfirmSubscription": {"TopicArn": f.ORDERS, "Token": "0123456789abcdef" * 18},
    "CreatePlatformApplication": {"Name": "new", "Platform": "GCM", "Attributes": _GCM},
    "CreatePlatformEndpoint": {"PlatformApplicationArn": f.APP, "Token": "new"},
    "CreateSMSSandboxPhoneNumber": {"PhoneNumber": "+15555550199"},
    "CreateTopic": {"Name": "new"},
    "DeleteEndpoint": {"EndpointArn": f.DEVICE},
    "DeletePlatformApplication": {"PlatformApplicationArn": f.APP},
    "DeleteSMSSandboxPhoneNumber": {"PhoneNumber": f.WAITING},
    "DeleteTopic": {"TopicArn": f.ORDERS},
    "GetDataProtectionPolicy": {"ResourceArn": f.ORDERS},
    "GetEndpointAttributes": {"EndpointArn": f.DEVICE},
    "GetPlatformApplicationAttributes": {"PlatformApplicationArn": f.APP},
    "GetSubscriptionAttributes": {"SubscriptionArn": f.SUBSCRIPTION},
    "GetTopicAttributes": {"TopicArn": f.ORDERS},
    "ListEndpointsByPlatformApplication": {"PlatformApplicationArn": f.APP},
    "ListOriginationNumbers": {},
    "ListPhoneNumbersOptedOut": {},
    "ListPlatformApplications": {},
    "ListSMSSandboxPhoneNumbers": {},
    "ListSubscriptions": {},
    "ListSubscriptionsByTopic": {"TopicArn": f.ORDERS},
    "ListTagsForResource": {"ResourceArn": f.ORDERS},
    "ListTopics": {},
    "OptInPhoneNumber": {"phoneNumber": f.OPTED_OUT},
    "Publish": {"TopicArn": f.ORDERS, "Message": "a", "MessageAttributes": {"kind": _KIND}},
    "PublishBatch": {"TopicArn": f.ORDERS, "PublishBatchRequestEntries": [{"Id": "1", "Message": "a"}]},
    "PutDataProtectionPolicy": {"ResourceArn": f.ORDERS, "DataProtectionPolicy": ""},
    "RemovePermission": {"TopicArn": f.ORDERS, "Label": "label"},
    "SetEndpointAttributes": {"EndpointArn": f.DEVICE, "Attributes": {"Enabled": "false"}},
    "SetPlatformApplicationAttributes": {"PlatformApplicationArn": f.APP, "Attributes": {"Enabled": "false"}},
    "SetSMSAttributes": {"attributes": {"DefaultSMSType": "Transactional"}},
    "SetSubscriptionAttributes": {
        "SubscriptionArn": f.SUBSCRIPTION,
        "AttributeName": "RawMessageDelivery",
        "AttributeValue": "true",
    },
    "SetTopicAttributes": {"TopicArn": f.ORDERS, "AttributeName": "DisplayName", "AttributeValue": "New"},
    "Subscribe": {"TopicArn": f.ORDERS, "Protocol": "sqs", "Endpoint": f.QUEUE + "new"},
    "TagResource": {"ResourceArn": f.ORDERS, "Tags": [{"Key": "new", "Value": ""}]},
    "Unsubscribe": {"SubscriptionArn": f.SUBSCRIPTION},
    "UntagResource": {"ResourceArn": f.ORDERS, "TagKeys": ["team"]},
    "VerifySMSSandboxPhoneNumber": {"PhoneNumber": f.WAITING, "OneTimePassword": "00000"},
}


def asked(operation: str, **changed: Any) -> dict[str, Any]:
    """Parameters that would do, but for those changed; ``None`` leaves one out."""
    params = {**USUAL[operation], **changed}
    return {name: value for name, value in params.items() if value is not None}


def row(id: str, operation: str, shape: str, message: str, given: Any = None, **changed: Any) -> Refusal:
    """The usual call with something changed."""
    return Refusal(id, operation, asked(operation, **changed), shape, message, given=given)


def invalid(id: str, operation: str, what: str, given: Any = None, **changed: Any) -> Refusal:
    """``InvalidParameter`` with its usual beginning."""
    return row(id, operation, INVALID, f"Invalid parameter: {what}", given, **changed)


def lacking(operation: str, parameter: str) -> Refusal:
    """A required parameter is missing, and AWS's front end says so."""
    path = parameter[0].lower() + parameter[1:]
    return Refusal(
        f"no {parameter}", operation, asked(operation, **{parameter: None}), VALIDATION, null_at(path), unchecked=True
    )


def null_at(path: str) -> str:
    """The front end's text about a member that has to be there."""
    return f"1 validation error detected: Value null at '{path}' failed to satisfy constraint: Member must not be null"


def broken(path: str, value: str, words: str) -> str:
    """The front end's text about a value against the model."""
    return f"1 validation error detected: Value '{value}' at '{path}' failed to satisfy constraint: {words}"


def forbidden(operation: str, resource: str = f.ORDERS, action: str = "", **changed: Any) -> Refusal:
    """Somebody of another account, whom no policy lets in."""
    action = f"SNS:{action or operation}"
    message = (
        f"User: arn:aws:iam::{f.OTHER}:user/test is not authorized to perform: {action} on resource: {resource} "
        f"because no resource-based policy allows the {action} action"
    )
    return Refusal("another account", operation, asked(operation, **changed), FORBIDDEN, message, account=f.OTHER)
