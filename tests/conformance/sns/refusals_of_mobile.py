"""Refusals of text messages, phone numbers and the sandbox (2, 11), of apps and devices (12)."""

from __future__ import annotations

from typing import Any

from tests.conformance.contract import Refusal, Stage
from tests.conformance.sns import furniture as f
from tests.conformance.sns.rows import INVALID, NO_RESOURCE, VALIDATION, broken, invalid, row

_CREATE_APP, _CREATE_DEVICE = "CreatePlatformApplication", "CreatePlatformEndpoint"
_SET_APP, _SET_DEVICE = "SetPlatformApplicationAttributes", "SetEndpointAttributes"
_SET_SMS, _NUMBER = "SetSMSAttributes", "CreateSMSSandboxPhoneNumber"
_VERIFY, _DELETE = "VerifySMSSandboxPhoneNumber", "DeleteSMSSandboxPhoneNumber"
_NAMES = "must contain only characters 'a'-'z', 'A'-'Z', '0'-'9', '_', '-', and '.'"
_NULL = "1 validation error detected: Value null at 'attributes' failed to satisfy constraint: Member must not be null"
_PATTERN = "Member must satisfy regular expression pattern: ^(\\+[0-9]{8,}|[0-9]{0,9})$"
_LANGUAGES = "en-US, en-GB, es-419, es-ES, de-DE, fr-CA, fr-FR, it-IT, ja-JP, pt-BR, kr-KR, zh-CN, zh-TW"
_UNKNOWN = "+15555550188"


def _sms(id: str, text: str, **attributes: str) -> Refusal:
    return row(id, _SET_SMS, INVALID, text, attributes=attributes)


def _app(id: str, reason: str, **attributes: str) -> list[Refusal]:
    """An app's attributes, refused when it is made and when it is changed."""
    usual = {"PlatformCredential": "key"}
    return [
        invalid(id, _CREATE_APP, f"Attributes Reason: {reason}", Attributes={**usual, **attributes}),
        invalid(id, _SET_APP, f"Attributes Reason: {reason}", Attributes=attributes),
    ]


def _device(id: str, reason: str, **attributes: str) -> list[Refusal]:
    return [
        invalid(id, operation, f"Attributes Reason: {reason}", Attributes=attributes)
        for operation in (_CREATE_DEVICE, _SET_DEVICE)
    ]


def _taken(id: str, **changed: Any) -> Refusal:
    what = f"Token Reason: Endpoint {f.DEVICE} already exists with the same Token, but different attributes."
    return invalid(id, _CREATE_DEVICE, what, **{"Token": "token", "CustomUserData": "ann", **changed})


def _hidden(words: str) -> str:
    """The front end does not say what number it refuses."""
    return f"1 validation error detected: Value at 'phoneNumber' failed to satisfy constraint: {words}"


def _ten(on: Stage) -> None:
    """The sandbox has as many numbers as there may be."""
    for number in range(8):
        on.ask(_NUMBER, PhoneNumber=f"+1555555020{number}")


def _opted_in(on: Stage) -> None:
    """The number's owner changed his mind twice."""
    on.ask("OptInPhoneNumber", phoneNumber=f.OPTED_OUT)
    on.aws.sns.opt_out(f.OPTED_OUT)


TABLE: tuple[Refusal, ...] = (
    # -- 11
    _sms("no attribute", "InvalidAttribute is not a valid attribute", InvalidAttribute="x"),
    _sms("type", "DefaultSMSType is invalid", DefaultSMSType="sometimes"),
    _sms("second of two", "DefaultSMSType is invalid", DefaultSenderID="Other", DefaultSMSType=""),
    *(
        _sms(f"{name} {value!r}", f"{name} is invalid", **{name: value})
        for name, value in (
            ("DefaultSenderID", "123456"),
            ("DefaultSenderID", "abcdefghijkl"),
            ("DefaultSenderID", "a-b"),
            ("DeliveryStatusSuccessSamplingRate", "101"),
            ("DeliveryStatusIAMRole", "role"),
            ("MonthlySpendLimit", "x"),
        )
    ),
    row("no attributes", _SET_SMS, VALIDATION, _NULL, attributes={}),
    *(
        invalid(
            f"{name} {value!r}",
            "Publish",
            f"MessageAttributes Reason: The value of message attribute {name} is invalid",
            TopicArn=None,
            PhoneNumber=f.PHONE,
            MessageAttributes={name: {"DataType": kind, "StringValue": value}},
        )
        for name, kind, value in (
            ("AWS.SNS.SMS.SenderID", "String", "123456"),
            ("AWS.SNS.SMS.SMSType", "String", "Sometimes"),
            ("AWS.SNS.SMS.MaxPrice", "String", "1"),
        )
    ),
    # -- 2: phone numbers
    *(
        invalid(f"number {number!r}", operation, "PhoneNumber Reason: input incorrectly formatted", phoneNumber=number)
        for operation in ("CheckIfPhoneNumberIsOptedOut", "OptInPhoneNumber")
        for number in ("", "abc", "+15--551234567", "+1" + "5" * 15)
    ),
    invalid(
        "twice in a month",
        "OptInPhoneNumber",
        f"PhoneNumber Reason: {f.OPTED_OUT} can be opted in only once every 30 days",
        _opted_in,
    ),
    # -- 2: the sandbox
    *(
        row(f"number {number!r}", operation, VALIDATION, _hidden(words), PhoneNumber=number)
        for operation in (_NUMBER, _VERIFY, _DELETE)
        for number, words in (("abc", _PATTERN), ("+1234567", _PATTERN))
    ),
    *(
        invalid("short number", operation, "PhoneNumber Reason: input incorrectly formatted", PhoneNumber="0")
        for operation in (_NUMBER, _VERIFY, _DELETE)
    ),
    row(
        "language",
        _NUMBER,
        VALIDATION,
        broken("languageCode", "tlh", f"Member must satisfy enum value set: [{_LANGUAGES}]"),
        LanguageCode="tlh",
    ),
    row("opted out", _NUMBER, "OptedOutException", "The phone number is opted out", PhoneNumber=f.OPTED_OUT),
    row("verified", _NUMBER, "UserErrorException", "The phone number is already verified", PhoneNumber=f.VERIFIED),
    row(
        "11th",
        _NUMBER,
        "UserErrorException",
        "You can add at most 10 phone numbers to the SMS sandbox",
        _ten,
    ),
    Refusal(
        "wrong password",
        _VERIFY,
        {"PhoneNumber": f.WAITING, "OneTimePassword": "00000000"},
        "VerificationException",
        "Verification code is invalid",
        fields={"Status": "Pending"},
    ),
    *(
        Refusal(
            f"password {password!r}",
            _VERIFY,
            {"PhoneNumber": f.WAITING, "OneTimePassword": password},
            VALIDATION,
            broken("oneTimePassword", password, words),
            unchecked=len(password) < 5,
        )
        for password, words in (
            ("1234", "Member must have length greater than or equal to 5"),
            ("123456789", "Member must have length less than or equal to 8"),
            ("abcdef", "Member must satisfy regular expression pattern: ^[0-9]+$"),
        )
    ),
    *(
        row("unknown number", operation, NO_RESOURCE, "Resource does not exist", PhoneNumber=_UNKNOWN)
        for operation in (_VERIFY, _DELETE)
    ),
    row(
        "verified today",
        _DELETE,
        "UserErrorException",
        "A phone number can be deleted 24 hours after its verification at the earliest",
        PhoneNumber=f.VERIFIED,
    ),
    # -- 12: apps
    invalid("long name", _CREATE_APP, f"{'x' * 257} Reason: must be at most 256 characters long", Name="x" * 257),
    invalid("empty name", _CREATE_APP, " Reason: cannot be empty", Name=""),
    *(invalid(f"name {name!r}", _CREATE_APP, f"{name} Reason: {_NAMES}", Name=name) for name in ("@name", "a b", "ä")),
    *(
        invalid(
            f"platform {platform!r}", _CREATE_APP, f"Platform Reason: {platform} is not supported", Platform=platform
        )
        for platform in ("AAA", "gcm", "")
    ),
    invalid(
        "principal alone",
        _CREATE_APP,
        "Attributes Reason: PlatformPrincipal attribute provided without PlatformCredential",
        Platform="APNS",
        Attributes={"PlatformPrincipal": "cert"},
    ),
    invalid(
        "credential alone",
        _CREATE_APP,
        "Attributes Reason: PlatformCredential attribute provided without PlatformPrincipal",
        Platform="APNS",
        Attributes={"PlatformCredential": "key"},
    ),
    invalid(
        "no credential",
        _CREATE_APP,
        "Attributes Reason: PlatformCredential attribute is required",
        Attributes={"Enabled": "true"},
    ),
    invalid(
        "other attributes",
        _CREATE_APP,
        "Attributes Reason: Platform application already exists with different attributes",
        Name="shop",
        Attributes={"PlatformCredential": "other"},
    ),
    *_app("attribute", "Invalid attribute name: X", X="1"),
    *_app("flag", "Invalid value for attribute: Enabled: must be true or false", Enabled="yes"),
    *(
        row
        for name, value in (
            ("EventEndpointCreated", "topic"),
            ("SuccessFeedbackRoleArn", "role"),
            ("SuccessFeedbackSampleRate", "101"),
        )
        for row in _app(name, f"Invalid value for attribute: {name}", **{name: value})
    ),
    *(
        row("no attributes", operation, VALIDATION, _NULL, Attributes={})
        for operation in (_CREATE_APP, _SET_APP, _SET_DEVICE)
    ),
    # -- 12: devices
    invalid("empty token", _CREATE_DEVICE, "Token Reason: cannot be empty", Token=""),
    _taken("other user data", CustomUserData="bob"),
    _taken("no user data", CustomUserData=None),
    _taken("other user data in attributes", Attributes={"CustomUserData": "bob"}),
    _taken("other flag", Attributes={"Enabled": "false"}),
    *_device("attribute", "Invalid attribute name: X", X="1"),
    *_device("flag", "Invalid value for attribute: Enabled: must be true or false", Enabled="yes"),
    *_device("empty token in attributes", "Invalid value for attribute: Token: cannot be empty", Token=""),
    *(
        row
        for id, value in (("2,049 bytes", "x" * 2_049), ("UTF-8", "ü" * 1_024 + "x"))
        for row in _device(
            id,
            "Invalid value for attribute: CustomUserData: must be at most 2048 bytes long in UTF-8 encoding",
            CustomUserData=value,
        )
    ),
    invalid(
        "2,049 bytes beside",
        _CREATE_DEVICE,
        "Attributes Reason: Invalid value for attribute: CustomUserData: must be at most 2048 bytes long in UTF-8 encoding",
        CustomUserData="x" * 2_049,
    ),
    invalid(
        "another device's token",
        _SET_DEVICE,
        f"Token Reason: Endpoint {f.DISABLED_DEVICE} already exists with the same Token, but different attributes.",
        Attributes={"Token": "lost"},
    ),
)
