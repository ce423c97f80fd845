"""For each operation of SNS on apps, devices and phone numbers: calls that show all that it can answer."""

from __future__ import annotations

from tests.conformance.contract import AskService
from tests.conformance.sns.asking import MORE_THAN_A_PAGE, many, pages
from tests.conformance.sns.furniture import APP, ORDERS, PHONE


async def device(ask: AskService) -> str:
    await create_platform_application(ask)
    params = {"PlatformApplicationArn": APP, "Token": "token"}
    arn: str = (await ask("CreatePlatformEndpoint", **params))["EndpointArn"]
    return arn


# -- apps ----------------------------------------------------------------------------------------------------------------


async def create_platform_application(ask: AskService) -> None:
    for _ in range(2):
        params = {"Name": "shop", "Platform": "GCM", "Attributes": {"PlatformCredential": "key"}}
        await ask("CreatePlatformApplication", **params)


async def delete_platform_application(ask: AskService) -> None:
    await create_platform_application(ask)
    for _ in range(2):
        await ask("DeletePlatformApplication", PlatformApplicationArn=APP)


async def get_platform_application_attributes(ask: AskService) -> None:
    await set_platform_application_attributes(ask)
    await ask("GetPlatformApplicationAttributes", PlatformApplicationArn=APP)


async def set_platform_application_attributes(ask: AskService) -> None:
    await create_platform_application(ask)
    given = {"EventEndpointCreated": ORDERS, "SuccessFeedbackSampleRate": "50"}
    await ask("SetPlatformApplicationAttributes", PlatformApplicationArn=APP, Attributes=given)


async def list_platform_applications(ask: AskService) -> None:
    await ask("ListPlatformApplications")
    params = {"Platform": "GCM", "Attributes": {"PlatformCredential": "key"}}
    many(ask, "CreatePlatformApplication", ({"Name": f"app-{n}", **params} for n in range(MORE_THAN_A_PAGE)))
    await pages(ask, "ListPlatformApplications")


async def create_platform_endpoint(ask: AskService) -> None:
    await create_platform_application(ask)
    params = {"PlatformApplicationArn": APP, "Token": "token", "CustomUserData": "größe"}
    for _ in range(2):
        await ask("CreatePlatformEndpoint", **params)
    await ask("CreatePlatformEndpoint", PlatformApplicationArn=APP, Token="other", Attributes={"Enabled": "false"})


async def delete_endpoint(ask: AskService) -> None:
    made = await device(ask)
    for _ in range(2):
        await ask("DeleteEndpoint", EndpointArn=made)


async def get_endpoint_attributes(ask: AskService) -> None:
    made = await device(ask)
    await ask("GetEndpointAttributes", EndpointArn=made)
    await ask("SetEndpointAttributes", EndpointArn=made, Attributes={"CustomUserData": "größe"})
    await ask("GetEndpointAttributes", EndpointArn=made)


async def set_endpoint_attributes(ask: AskService) -> None:
    given = {"Token": "new", "Enabled": "false", "CustomUserData": ""}
    await ask("SetEndpointAttributes", EndpointArn=await device(ask), Attributes=given)


async def list_endpoints_by_platform_application(ask: AskService) -> None:
    await create_platform_application(ask)
    params = {"PlatformApplicationArn": APP}
    await ask("ListEndpointsByPlatformApplication", **params)
    many(ask, "CreatePlatformEndpoint", ({**params, "Token": f"token-{n}"} for n in range(MORE_THAN_A_PAGE)))
    await pages(ask, "ListEndpointsByPlatformApplication", **params)


# -- text messages -------------------------------------------------------------------------------------------------------


async def set_sms_attributes(ask: AskService) -> None:
    await ask("SetSMSAttributes", attributes={"DefaultSMSType": "Transactional", "DefaultSenderID": "Shop"})


async def get_sms_attributes(ask: AskService) -> None:
    await ask("GetSMSAttributes")
    await set_sms_attributes(ask)
    await ask("GetSMSAttributes")
    for names in (["DefaultSMSType"], ["UsageReportS3Bucket"]):
        await ask("GetSMSAttributes", attributes=names)


async def check_if_phone_number_is_opted_out(ask: AskService) -> None:
    ask.aws.sns.opt_out(PHONE)
    for number in (PHONE, "+15555550199"):
        await ask("CheckIfPhoneNumberIsOptedOut", phoneNumber=number)


async def list_phone_numbers_opted_out(ask: AskService) -> None:
    await ask("ListPhoneNumbersOptedOut")
    for number in range(MORE_THAN_A_PAGE):
        ask.aws.sns.opt_out(f"+1555555{number:04}")
    await pages(ask, "ListPhoneNumbersOptedOut", "nextToken")


async def opt_in_phone_number(ask: AskService) -> None:
    ask.aws.sns.opt_out(PHONE)
    for _ in range(2):
        await ask("OptInPhoneNumber", phoneNumber=PHONE)


async def get_sms_sandbox_account_status(ask: AskService) -> None:
    await ask("GetSMSSandboxAccountStatus")
    ask.aws.sns.leave_sms_sandbox()
    await ask("GetSMSSandboxAccountStatus")


async def create_sms_sandbox_phone_number(ask: AskService) -> None:
    await ask("CreateSMSSandboxPhoneNumber", PhoneNumber=PHONE)
    await ask("CreateSMSSandboxPhoneNumber", PhoneNumber="+15555550199", LanguageCode="de-DE")


async def verify_sms_sandbox_phone_number(ask: AskService) -> None:
    await ask("CreateSMSSandboxPhoneNumber", PhoneNumber=PHONE)
    password = ask.aws.sns.outbox("sms")[-1].one_time_password
    await ask("VerifySMSSandboxPhoneNumber", PhoneNumber=PHONE, OneTimePassword=password)


async def delete_sms_sandbox_phone_number(ask: AskService) -> None:
    await ask("CreateSMSSandboxPhoneNumber", PhoneNumber=PHONE)
    await ask("DeleteSMSSandboxPhoneNumber", PhoneNumber=PHONE)


async def list_sms_sandbox_phone_numbers(ask: AskService) -> None:
    await ask("ListSMSSandboxPhoneNumbers")
    await verify_sms_sandbox_phone_number(ask)
    await ask("CreateSMSSandboxPhoneNumber", PhoneNumber="+15555550199")
    await ask("ListSMSSandboxPhoneNumbers")
    await pages(ask, "ListSMSSandboxPhoneNumbers", MaxResults=1)


async def list_origination_numbers(ask: AskService) -> None:
    await ask("ListOriginationNumbers")
    await ask("ListOriginationNumbers", MaxResults=30)


ALL = (
    check_if_phone_number_is_opted_out,
    create_platform_application,
    create_platform_endpoint,
    create_sms_sandbox_phone_number,
    delete_endpoint,
    delete_platform_application,
    delete_sms_sandbox_phone_number,
    get_endpoint_attributes,
    get_platform_application_attributes,
    get_sms_attributes,
    get_sms_sandbox_account_status,
    list_endpoints_by_platform_application,
    list_origination_numbers,
    list_phone_numbers_opted_out,
    list_platform_applications,
    list_sms_sandbox_phone_numbers,
    opt_in_phone_number,
    set_endpoint_attributes,
    set_platform_application_attributes,
    set_sms_attributes,
    verify_sms_sandbox_phone_number,
)
