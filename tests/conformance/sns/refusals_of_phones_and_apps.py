"""What SNS refuses of calls about tags, data protection, phones and apps."""

from __future__ import annotations

from typing import Any

from tests.conformance.contract import Refusal, Stage
from tests.conformance.sns.furniture import APP, ENDPOINT, ORDERS, PHONE, POLICY, VERIFIED

_INVALID = "InvalidParameterException"
_NOT_FOUND = "NotFoundException"
_RESOURCE = "ResourceNotFoundException"
_NOWHERE = ORDERS + "-2"
_UNKNOWN_APP = APP + "-2"
_UNKNOWN_ENDPOINT = APP.replace(":app/", ":endpoint/") + "/11111111-2222-4333-8444-555555555555"
_TAG = {"Key": "new", "Value": ""}
_SLASHES = "Reason: Wrong number of slashes in relative portion of the ARN."


def _invalid(id: str, operation: str, what: str, **params: Any) -> Refusal:
    return Refusal(id, operation, params, _INVALID, f"Invalid parameter: {what}")


def _on_topics() -> list[Refusal]:
    operations: dict[str, dict[str, Any]] = {
        "TagResource": {"Tags": [_TAG]},
        "UntagResource": {"TagKeys": ["team"]},
        "ListTagsForResource": {},
        "PutDataProtectionPolicy": {"DataProtectionPolicy": POLICY},
        "GetDataProtectionPolicy": {},
    }
    found = []
    for operation, others in operations.items():
        no_arn = "ResourceArn Reason: An ARN must have at least 6 elements, not 1"
        found.append(_invalid("no ARN", operation, no_arn, ResourceArn="orders", **others))
        of_tags = "DataProtection" not in operation
        shape, message = (_RESOURCE, "Resource does not exist") if of_tags else (_NOT_FOUND, "Topic does not exist")
        found.append(Refusal("no topic", operation, {"ResourceArn": _NOWHERE, **others}, shape, message))
    return found


def _on_numbers() -> list[Refusal]:
    found = []
    for operation in ("CheckIfPhoneNumberIsOptedOut", "OptInPhoneNumber"):
        words = "PhoneNumber Reason: input incorrectly formatted"
        found.append(_invalid("no number", operation, words, phoneNumber="+1a234"))
    for operation, others in (
        ("CreateSMSSandboxPhoneNumber", {}),
        ("VerifySMSSandboxPhoneNumber", {"OneTimePassword": "12345"}),
        ("DeleteSMSSandboxPhoneNumber", {}),
    ):
        words = "PhoneNumber Reason: input incorrectly formatted"
        found.append(_invalid("no number", operation, words, PhoneNumber="+00000000", **others))
        if operation != "CreateSMSSandboxPhoneNumber":
            unknown = {"PhoneNumber": "+15559999999", **others}
            found.append(Refusal("unknown", operation, unknown, _RESOURCE, "Resource does not exist"))
    return found


def _on_apps() -> list[Refusal]:
    operations: dict[str, dict[str, Any]] = {
        "CreatePlatformEndpoint": {"Token": "new"},
        "DeletePlatformApplication": {},
        "GetPlatformApplicationAttributes": {},
        "ListEndpointsByPlatformApplication": {},
        "SetPlatformApplicationAttributes": {"Attributes": {"SuccessFeedbackSampleRate": "9"}},
    }
    found = []
    for operation, others in operations.items():
        words = f"PlatformApplicationArn {_SLASHES}"
        found.append(_invalid("no app", operation, words, PlatformApplicationArn=ORDERS, **others))
        if operation != "DeletePlatformApplication":
            params = {"PlatformApplicationArn": _UNKNOWN_APP, **others}
            found.append(Refusal("unknown", operation, params, _NOT_FOUND, "PlatformApplication does not exist"))
    return found


def _on_endpoints() -> list[Refusal]:
    operations: dict[str, dict[str, Any]] = {
        "DeleteEndpoint": {},
        "GetEndpointAttributes": {},
        "SetEndpointAttributes": {"Attributes": {"CustomUserData": "x"}},
    }
    found = []
    for operation, others in operations.items():
        found.append(_invalid("no endpoint", operation, f"EndpointArn {_SLASHES}", EndpointArn=APP, **others))
        if operation != "DeleteEndpoint":
            params = {"EndpointArn": _UNKNOWN_ENDPOINT, **others}
            found.append(Refusal("unknown", operation, params, _NOT_FOUND, "Endpoint does not exist"))
    return found


def _disable_endpoint(on: Stage) -> None:
    on.ask("SetEndpointAttributes", EndpointArn=on.values[ENDPOINT], Attributes={"Enabled": "false"})


def _disable_app(on: Stage) -> None:
    on.ask("SetPlatformApplicationAttributes", PlatformApplicationArn=APP, Attributes={"Enabled": "false"})


def _opt_out(on: Stage) -> None:
    on.aws.sns.opt_out(PHONE)


REFUSALS: tuple[Refusal, ...] = (
    *_on_topics(),
    *_on_numbers(),
    *_on_apps(),
    *_on_endpoints(),
    _invalid("twice", "TagResource", "Duplicated keys are not allowed.", ResourceArn=ORDERS, Tags=[_TAG, _TAG]),
    *(
        Refusal(
            "too many tags",
            operation,
            {**params, "Tags": [{"Key": f"k{number}", "Value": ""} for number in range(51)]},
            "TagLimitExceededException",
            "Could not complete request: tag quota of per resource exceeded",
        )
        for operation, params in (("TagResource", {"ResourceArn": ORDERS}), ("CreateTopic", {"Name": "new"}))
    ),
    Refusal(
        "unknown",
        "SetSMSAttributes",
        {"attributes": {"MonthlySpendLimit": "2", "X": "x"}},
        _INVALID,
        "X is not a valid attribute",
    ),
    _invalid("no token", "ListPhoneNumbersOptedOut", "nextToken", nextToken="x"),
    _invalid("no token", "ListSMSSandboxPhoneNumbers", "NextToken", NextToken="x"),
    _invalid("no token", "ListOriginationNumbers", "NextToken", NextToken="x"),
    _invalid("no token", "ListPlatformApplications", "NextToken", NextToken="x"),
    Refusal(
        "opted out",
        "CreateSMSSandboxPhoneNumber",
        {"PhoneNumber": PHONE},
        "OptedOutException",
        "The phone number is opted out",
        given=_opt_out,
    ),
    Refusal(
        "verified",
        "CreateSMSSandboxPhoneNumber",
        {"PhoneNumber": VERIFIED},
        "UserErrorException",
        "The phone number is already verified",
    ),
    Refusal(
        "verified today",
        "DeleteSMSSandboxPhoneNumber",
        {"PhoneNumber": VERIFIED},
        "UserErrorException",
        "A phone number can be deleted 24 hours after its verification at the earliest",
    ),
    _invalid(
        "no number",
        "Publish",
        "PhoneNumber Reason: +1a234 is not valid to publish to",
        PhoneNumber="+1a234",
        Message="a",
    ),
    _invalid(
        "unknown endpoint",
        "Publish",
        "TargetArn Reason: No endpoint found for the target arn specified",
        TargetArn=_UNKNOWN_ENDPOINT,
        Message="a",
    ),
    Refusal(
        "disabled endpoint",
        "Publish",
        {"TargetArn": ENDPOINT, "Message": "a"},
        "EndpointDisabledException",
        "Endpoint is disabled",
        given=_disable_endpoint,
    ),
    Refusal(
        "disabled app",
        "Publish",
        {"TargetArn": ENDPOINT, "Message": "a"},
        "PlatformApplicationDisabledException",
        "Platform application is disabled",
        given=_disable_app,
    ),
    _invalid(
        "platform",
        "CreatePlatformApplication",
        "Platform Reason: AAA is not supported",
        Name="new",
        Platform="AAA",
        Attributes={"PlatformCredential": "key"},
    ),
    _invalid(
        "other data",
        "CreatePlatformEndpoint",
        f"Token Reason: Endpoint {ENDPOINT} already exists with the same Token, but different attributes.",
        PlatformApplicationArn=APP,
        Token="token",
        CustomUserData="x",
    ),
)
