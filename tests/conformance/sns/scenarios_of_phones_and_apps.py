"""Calls about tags, data protection, phones and apps that succeed and show every member of their output."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeaws import World
from tests.conformance.contract import AskService, Scenario
from tests.conformance.sns.furniture import APP, ORDERS, PHONE, POLICY

_CREDENTIAL = {"PlatformCredential": "key"}


def _world(ask: Any) -> World:
    """For what AWS has no API for."""
    world: World = ask._ask.aws
    return world


# -- tags, data protection ---------------------------------------------------------------------------------------


async def _tag_resource(ask: AskService) -> None:
    await ask("CreateTopic", Name="orders")
    await ask("TagResource", ResourceArn=ORDERS, Tags=[{"Key": "größe", "Value": ""}, {"Key": "b", "Value": "✓"}])


async def _untag_resource(ask: AskService) -> None:
    await _tag_resource(ask)
    await ask("UntagResource", ResourceArn=ORDERS, TagKeys=["b", "none"])


async def _list_tags(ask: AskService) -> None:
    await _tag_resource(ask)
    await ask("ListTagsForResource", ResourceArn=ORDERS)
    await ask("UntagResource", ResourceArn=ORDERS, TagKeys=["größe", "b"])
    await ask("ListTagsForResource", ResourceArn=ORDERS)


async def _put_policy(ask: AskService) -> None:
    await ask("CreateTopic", Name="orders")
    await ask("PutDataProtectionPolicy", ResourceArn=ORDERS, DataProtectionPolicy=POLICY)


async def _get_policy(ask: AskService) -> None:
    await ask("CreateTopic", Name="orders")
    await ask("GetDataProtectionPolicy", ResourceArn=ORDERS)
    await ask("PutDataProtectionPolicy", ResourceArn=ORDERS, DataProtectionPolicy=POLICY)
    await ask("GetDataProtectionPolicy", ResourceArn=ORDERS)


# -- phones ------------------------------------------------------------------------------------------------------


async def _set_sms_attributes(ask: AskService) -> None:
    await ask("SetSMSAttributes", attributes={"DefaultSMSType": "Transactional", "DefaultSenderID": "Shop"})


async def _get_sms_attributes(ask: AskService) -> None:
    await ask("GetSMSAttributes")
    await ask("GetSMSAttributes", attributes=["DefaultSMSType"])


async def _check_opted_out(ask: AskService) -> None:
    await ask("CheckIfPhoneNumberIsOptedOut", phoneNumber=PHONE)
    _world(ask).sns.opt_out(PHONE)
    await ask("CheckIfPhoneNumberIsOptedOut", phoneNumber=PHONE)


async def _list_opted_out(ask: AskService) -> None:
    await ask("ListPhoneNumbersOptedOut")
    for number in range(101):
        _world(ask).sns.opt_out(f"+1555{number:07}")
    first = await ask("ListPhoneNumbersOptedOut")
    await ask("ListPhoneNumbersOptedOut", nextToken=first["nextToken"])


async def _opt_in(ask: AskService) -> None:
    _world(ask).sns.opt_out(PHONE)
    await ask("OptInPhoneNumber", phoneNumber=PHONE)


async def _sandbox_status(ask: AskService) -> None:
    await ask("GetSMSSandboxAccountStatus")


async def _create_number(ask: AskService) -> None:
    await ask("CreateSMSSandboxPhoneNumber", PhoneNumber=PHONE)


async def _verify_number(ask: AskService) -> None:
    await _create_number(ask)
    await ask("ListSMSSandboxPhoneNumbers")  # the password is on its way
    [message] = _world(ask).sns.outbox("sms")
    await ask("VerifySMSSandboxPhoneNumber", PhoneNumber=PHONE, OneTimePassword=message.one_time_password)


async def _delete_number(ask: AskService) -> None:
    await _create_number(ask)
    await ask("DeleteSMSSandboxPhoneNumber", PhoneNumber=PHONE)


async def _list_numbers(ask: AskService) -> None:
    await ask("ListSMSSandboxPhoneNumbers")
    await _verify_number(ask)
    await ask("CreateSMSSandboxPhoneNumber", PhoneNumber=PHONE + "9")
    first = await ask("ListSMSSandboxPhoneNumbers", MaxResults=1)
    await ask("ListSMSSandboxPhoneNumbers", MaxResults=1, NextToken=first["NextToken"])


async def _list_origination(ask: AskService) -> None:
    await ask("ListOriginationNumbers")


# -- apps --------------------------------------------------------------------------------------------------------


async def _create_app(ask: AskService) -> None:
    await ask("CreatePlatformApplication", Name="shop", Platform="GCM", Attributes=_CREDENTIAL)


async def _delete_app(ask: AskService) -> None:
    await _create_app(ask)
    for _ in range(2):
        await ask("DeletePlatformApplication", PlatformApplicationArn=APP)


async def _get_app(ask: AskService) -> None:
    await _create_app(ask)
    await ask("GetPlatformApplicationAttributes", PlatformApplicationArn=APP)


async def _set_app(ask: AskService) -> None:
    await _create_app(ask)
    changes = {"SuccessFeedbackSampleRate": "7"}
    await ask("SetPlatformApplicationAttributes", PlatformApplicationArn=APP, Attributes=changes)
    await ask("GetPlatformApplicationAttributes", PlatformApplicationArn=APP)


async def _list_apps(ask: AskService) -> None:
    await ask("ListPlatformApplications")
    for number in range(101):
        await ask("CreatePlatformApplication", Name=f"app{number}", Platform="GCM", Attributes=_CREDENTIAL)
    first = await ask("ListPlatformApplications")
    await ask("ListPlatformApplications", NextToken=first["NextToken"])


async def _created_endpoint(ask: AskService) -> str:
    await _create_app(ask)
    answer = await ask("CreatePlatformEndpoint", PlatformApplicationArn=APP, Token="token", CustomUserData="größe ✓")
    return str(answer["EndpointArn"])


async def _create_endpoint(ask: AskService) -> None:
    await _created_endpoint(ask)


async def _delete_endpoint(ask: AskService) -> None:
    await ask("DeleteEndpoint", EndpointArn=await _created_endpoint(ask))


async def _get_endpoint(ask: AskService) -> None:
    await ask("GetEndpointAttributes", EndpointArn=await _created_endpoint(ask))


async def _set_endpoint(ask: AskService) -> None:
    arn = await _created_endpoint(ask)
    await ask("SetEndpointAttributes", EndpointArn=arn, Attributes={"Enabled": "false", "Token": "new"})
    await ask("GetEndpointAttributes", EndpointArn=arn)


async def _list_endpoints(ask: AskService) -> None:
    await _create_app(ask)
    await ask("ListEndpointsByPlatformApplication", PlatformApplicationArn=APP)
    for number in range(101):
        await ask("CreatePlatformEndpoint", PlatformApplicationArn=APP, Token=str(number))
    first = await ask("ListEndpointsByPlatformApplication", PlatformApplicationArn=APP)
    await ask("ListEndpointsByPlatformApplication", PlatformApplicationArn=APP, NextToken=first["NextToken"])


SCENARIOS: dict[str, Scenario] = {
    "CheckIfPhoneNumberIsOptedOut": _check_opted_out,
    "CreatePlatformApplication": _create_app,
    "CreatePlatformEndpoint": _create_endpoint,
    "CreateSMSSandboxPhoneNumber": _create_number,
    "DeleteEndpoint": _delete_endpoint,
    "DeletePlatformApplication": _delete_app,
    "DeleteSMSSandboxPhoneNumber": _delete_number,
    "GetDataProtectionPolicy": _get_policy,
    "GetEndpointAttributes": _get_endpoint,
    "GetPlatformApplicationAttributes": _get_app,
    "GetSMSAttributes": _get_sms_attributes,
    "GetSMSSandboxAccountStatus": _sandbox_status,
    "ListEndpointsByPlatformApplication": _list_endpoints,
    "ListOriginationNumbers": _list_origination,
    "ListPhoneNumbersOptedOut": _list_opted_out,
    "ListPlatformApplications": _list_apps,
    "ListSMSSandboxPhoneNumbers": _list_numbers,
    "ListTagsForResource": _list_tags,
    "OptInPhoneNumber": _opt_in,
    "PutDataProtectionPolicy": _put_policy,
    "SetEndpointAttributes": _set_endpoint,
    "SetPlatformApplicationAttributes": _set_app,
    "SetSMSAttributes": _set_sms_attributes,
    "TagResource": _tag_resource,
    "UntagResource": _untag_resource,
    "VerifySMSSandboxPhoneNumber": _verify_number,
}

_NONE = "there are no origination numbers"
_ORIGINATION = ("CreatedAt", "Iso2CountryCode", "NumberCapabilities", "PhoneNumber", "RouteType", "Status")
NEVER_SHOWN: Mapping[str, Mapping[str, str]] = {
    "ListOriginationNumbers": {
        "NextToken": _NONE,
        **{f"PhoneNumbers[].{name}": _NONE for name in _ORIGINATION},
    },
}
