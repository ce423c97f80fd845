"""Names and attributes of platform applications and endpoints: what is allowed, in SNS's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from fakeaws.aws.arns import Arn
from fakeaws.services.sns import errors, limits

PLATFORMS = (
    "ADM",
    "APNS",
    "APNS_SANDBOX",
    "APNS_VOIP",
    "APNS_VOIP_SANDBOX",
    "BAIDU",
    "GCM",
    "MACOS",
    "MACOS_SANDBOX",
    "MPNS",
    "WNS",
)
#: Platforms that know an app by its credential alone.
_WITHOUT_PRINCIPAL = ("GCM",)

EVENTS = ("EventEndpointCreated", "EventEndpointDeleted", "EventEndpointUpdated", "EventDeliveryFailure")

_NAME = re.compile(r"[A-Za-z0-9_.-]+")
_ROLE = re.compile(r"arn:aws[a-z-]*:iam::[0-9]{12}:role/.+")
_PERCENT = re.compile(r"[0-9]|[1-9][0-9]|100")


def check_name(name: str) -> None:
    """Raise AWS's refusal unless an application can have this name."""
    if not name:
        raise errors.invalid_parameter("", "cannot be empty")
    if len(name) > limits.PLATFORM_APPLICATION_NAME:
        raise errors.invalid_parameter(name, f"must be at most {limits.PLATFORM_APPLICATION_NAME} characters long")
    if _NAME.fullmatch(name) is None:
        raise errors.invalid_parameter(
            name, "must contain only characters 'a'-'z', 'A'-'Z', '0'-'9', '_', '-', and '.'"
        )


def check_platform(platform: str) -> None:
    """Raise AWS's refusal of a platform that SNS does not know."""
    if platform not in PLATFORMS:
        raise errors.invalid_parameter("Platform", f"{platform} is not supported")


def check_credentials(platform: str, attributes: Mapping[str, str]) -> None:
    """Raise AWS's refusal unless a new application brings its platform's credentials, whatever they are."""
    credential, principal = (bool(attributes.get(name)) for name in ("PlatformCredential", "PlatformPrincipal"))
    if principal and not credential:
        raise _bad("PlatformPrincipal attribute provided without PlatformCredential")
    if credential and not principal and platform not in _WITHOUT_PRINCIPAL:
        raise _bad("PlatformCredential attribute provided without PlatformPrincipal")
    if not credential:
        raise _bad("PlatformCredential attribute is required")


def application_attributes(given: Mapping[str, str]) -> dict[str, str]:
    """An application's attributes as it keeps them; "" takes one away. Raises AWS's refusals."""
    return {name: _application_attribute(name, value) for name, value in given.items()}


def endpoint_attributes(given: Mapping[str, str]) -> dict[str, str]:
    """An endpoint's attributes as it keeps them; raises AWS's refusals."""
    return {name: _endpoint_attribute(name, value) for name, value in given.items()}


def _application_attribute(name: str, value: str) -> str:
    check = _APPLICATION.get(name)
    if check is None:
        raise _bad(f"Invalid attribute name: {name}")
    if name == "Enabled":
        return _switch(name, value)
    if value and not check(value):
        raise _bad(f"Invalid value for attribute: {name}")
    return value


def _endpoint_attribute(name: str, value: str) -> str:
    if name == "Enabled":
        return _switch(name, value)
    if name == "Token":
        if not value:
            raise _bad("Invalid value for attribute: Token: cannot be empty")
    elif name != "CustomUserData":
        raise _bad(f"Invalid attribute name: {name}")
    elif len(value.encode("utf-8", "surrogatepass")) > limits.CUSTOM_USER_DATA:
        raise _bad(
            f"Invalid value for attribute: CustomUserData: must be at most {limits.CUSTOM_USER_DATA} bytes long in "
            "UTF-8 encoding"
        )
    return value


def _switch(name: str, value: str) -> str:
    if value.lower() not in ("true", "false"):
        raise _bad(f"Invalid value for attribute: {name}: must be true or false")
    return value.lower()


def _anything(value: str) -> bool:
    return True


def _is_topic(value: str) -> bool:
    arn = Arn.or_none(value)
    return (
        arn is not None
        and arn.service == "sns"
        and bool(arn.region and arn.account)
        and not {"/", ":"} & set(arn.resource)
    )


def _is_role(value: str) -> bool:
    return _ROLE.fullmatch(value) is not None


def _is_percentage(value: str) -> bool:
    return _PERCENT.fullmatch(value) is not None


_APPLICATION: dict[str, Callable[[str], bool]] = {
    "PlatformCredential": _anything,
    "PlatformPrincipal": _anything,
    "ApplePlatformTeamID": _anything,
    "ApplePlatformBundleID": _anything,
    **dict.fromkeys(EVENTS, _is_topic),
    "SuccessFeedbackRoleArn": _is_role,
    "FailureFeedbackRoleArn": _is_role,
    "SuccessFeedbackSampleRate": _is_percentage,
    "Enabled": _anything,
}


def _bad(reason: str) -> Exception:
    return errors.invalid_parameter("Attributes", reason)
