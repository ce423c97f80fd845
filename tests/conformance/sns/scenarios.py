"""For each operation of SNS: calls that show all that it can answer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from fakeaws.world import user_of
from tests.conformance.contract import AskService, Scenario
from tests.conformance.sns.furniture import ACCOUNT, APP, AUDIT, FIFO, MAILBOX, ORDERS, OTHER, PHONE, PROTECTION

_NONE_BOUGHT = "numbers to send from are bought elsewhere: there are none"
_WHOLE_BATCH = "AWS refuses whole batches"

#: Members that an answer never has.
NEVER_SHOWN: dict[str, dict[str, str]] = {
    "ListOriginationNumbers": {
        "NextToken": _NONE_BOUGHT,
        **{
            f"PhoneNumbers[].{name}": _NONE_BOUGHT
            for name in (
                "CreatedAt",
                "PhoneNumber",
                "Status",
                "Iso2CountryCode",
                "RouteType",
                "NumberCapabilities",
            )
        },
    },
    "PublishBatch": {f"Failed[].{name}": _WHOLE_BATCH for name in ("Id", "Code", "Message", "SenderFault")},
}

_ATTRIBUTES = {
    "text": {"DataType": "String", "StringValue": "größe ✓"},
    "list": {"DataType": "String.Array", "StringValue": '["a",1]'},
    "number": {"DataType": "Number", "StringValue": "12.50"},
    "bytes": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
}
_TAGS = [{"Key": "team", "Value": "shop"}, {"Key": "empty", "Value": ""}]
_MORE_THAN_A_PAGE = 101


async def _topic(ask: AskService, name: str = "orders", **attributes: str) -> str:
    if name.endswith(".fifo"):
        attributes["FifoTopic"] = "true"
    arn: str = (await ask("CreateTopic", Name=name, Attributes=attributes))["TopicArn"]
    return arn


async def _subscription(ask: AskService, protocol: str = "sqs", endpoint: str = AUDIT, **attributes: Any) -> str:
    given = {name: value if isinstance(value, str) else json.dumps(value) for name, value in attributes.items()}
    params = {"TopicArn": await _topic(ask), "Protocol": protocol, "Endpoint": endpoint, "Attributes": given}
    arn: str = (await ask("Subscribe", **params, ReturnSubscriptionArn=True))["SubscriptionArn"]
    return arn


async def _device(ask: AskService) -> str:
    await create_platform_application(ask)
    params = {"PlatformApplicationArn": APP, "Token": "token"}
    arn: str = (await ask("CreatePlatformEndpoint", **params))["EndpointArn"]
    return arn


def _many(ask: AskService, operation: str, params: Iterable[dict[str, Any]]) -> None:
    """Calls that are no part of the comparison."""
    for each in params:
        ask.aws.call("sns", operation, each, caller=user_of(ACCOUNT))


async def _pages(ask: AskService, operation: str, token: str = "NextToken", **params: Any) -> None:
    """The first page and the second."""
    page = await ask(operation, **params)
    await ask(operation, **params, **{token: page[token]})


# -- topics --------------------------------------------------------------------------------------------------------------


async def create_topic(ask: AskService) -> None:
    await ask("CreateTopic", Name="plain")
    everything = {"DisplayName": "Orders", "SignatureVersion": "2", "TracingConfig": "Active"}
    for _ in range(2):
        await ask("CreateTopic", Name="orders", Attributes=everything, Tags=_TAGS, DataProtectionPolicy=PROTECTION)
    await _topic(ask, "orders.fifo", ContentBasedDeduplication="true", FifoThroughputScope="MessageGroup")


async def delete_topic(ask: AskService) -> None:
    await _topic(ask)
    for _ in range(2):
        await ask("DeleteTopic", TopicArn=ORDERS)


async def list_topics(ask: AskService) -> None:
    await ask("ListTopics")
    _many(ask, "CreateTopic", ({"Name": f"topic-{number}"} for number in range(_MORE_THAN_A_PAGE)))
    await _pages(ask, "ListTopics")


async def get_topic_attributes(ask: AskService) -> None:
    await _topic(ask)
    await ask("GetTopicAttributes", TopicArn=ORDERS)
    await _topic(ask, "orders.fifo", ArchivePolicy='{"MessageRetentionPeriod":"30"}', FifoThroughputScope="Topic")
    await ask("GetTopicAttributes", TopicArn=FIFO)


async def set_topic_attributes(ask: AskService) -> None:
    await _topic(ask)
    policy = json.dumps({"http": {"defaultThrottlePolicy": {"maxReceivesPerSecond": 5}}})
    for name, value in (("DisplayName", "größe"), ("DeliveryPolicy", policy), ("DeliveryPolicy", "")):
        await ask("SetTopicAttributes", TopicArn=ORDERS, AttributeName=name, AttributeValue=value)
    await ask("SetTopicAttributes", TopicArn=ORDERS, AttributeName="DisplayName")


async def add_permission(ask: AskService) -> None:
    await _topic(ask)
    for label, accounts, actions in (
        ("one", [OTHER], ["Publish"]),
        ("two", [OTHER, ACCOUNT], ["publish", "Subscribe"]),
    ):
        await ask("AddPermission", TopicArn=ORDERS, Label=label, AWSAccountId=accounts, ActionName=actions)
    await ask("GetTopicAttributes", TopicArn=ORDERS)


async def remove_permission(ask: AskService) -> None:
    await add_permission(ask)
    for label in ("one", "no such"):
        await ask("RemovePermission", TopicArn=ORDERS, Label=label)
    await ask("GetTopicAttributes", TopicArn=ORDERS)


async def tag_resource(ask: AskService) -> None:
    await ask("TagResource", ResourceArn=await _topic(ask), Tags=_TAGS)


async def untag_resource(ask: AskService) -> None:
    await tag_resource(ask)
    await ask("UntagResource", ResourceArn=ORDERS, TagKeys=["team", "no such"])
    await ask("ListTagsForResource", ResourceArn=ORDERS)


async def list_tags_for_resource(ask: AskService) -> None:
    await _topic(ask)
    await ask("ListTagsForResource", ResourceArn=ORDERS)
    await tag_resource(ask)
    await ask("ListTagsForResource", ResourceArn=ORDERS)


async def put_data_protection_policy(ask: AskService) -> None:
    await _topic(ask)
    for policy in (PROTECTION, ""):
        await ask("PutDataProtectionPolicy", ResourceArn=ORDERS, DataProtectionPolicy=policy)


async def get_data_protection_policy(ask: AskService) -> None:
    await _topic(ask)
    await ask("GetDataProtectionPolicy", ResourceArn=ORDERS)
    await ask("PutDataProtectionPolicy", ResourceArn=ORDERS, DataProtectionPolicy=PROTECTION)
    await ask("GetDataProtectionPolicy", ResourceArn=ORDERS)


# -- subscriptions -------------------------------------------------------------------------------------------------------


async def subscribe(ask: AskService) -> None:
    await _topic(ask)
    for _ in range(2):
        await ask("Subscribe", TopicArn=ORDERS, Protocol="sqs", Endpoint=AUDIT)
    for known in (False, True):
        params = {"Protocol": "email", "Endpoint": MAILBOX, "ReturnSubscriptionArn": known}
        await ask("Subscribe", TopicArn=ORDERS, **params)
    given = {"RawMessageDelivery": "True", "FilterPolicy": '{"a":["ü"]}', "FilterPolicyScope": "MessageBody"}
    await ask("Subscribe", TopicArn=ORDERS, Protocol="sqs", Endpoint=AUDIT + "-raw", Attributes=given)
    await ask("Subscribe", TopicArn=ORDERS, Protocol="sms", Endpoint=PHONE)


async def confirm_subscription(ask: AskService) -> None:
    await _subscription(ask, "email", MAILBOX)
    token = ask.aws.sns.outbox("email")[-1].token
    for authenticate in ("false", "true"):
        params = {"TopicArn": ORDERS, "Token": token, "AuthenticateOnUnsubscribe": authenticate}
        await ask("ConfirmSubscription", **params)


async def unsubscribe(ask: AskService) -> None:
    arn = await _subscription(ask)
    for _ in range(2):
        await ask("Unsubscribe", SubscriptionArn=arn)


async def get_subscription_attributes(ask: AskService) -> None:
    await ask("GetSubscriptionAttributes", SubscriptionArn=await _subscription(ask))
    rich = await _subscription(
        ask,
        endpoint=AUDIT + "-filtered",
        FilterPolicy={"kind": ["größe"]},
        RedrivePolicy={"deadLetterTargetArn": AUDIT},
        RawMessageDelivery="true",
    )
    await ask("GetSubscriptionAttributes", SubscriptionArn=rich)
    await ask("GetSubscriptionAttributes", SubscriptionArn=await _subscription(ask, "email", MAILBOX))


async def set_subscription_attributes(ask: AskService) -> None:
    arn = await _subscription(ask)
    for name, value in (("RawMessageDelivery", "true"), ("FilterPolicy", '{"a":[1]}'), ("FilterPolicy", "")):
        await ask("SetSubscriptionAttributes", SubscriptionArn=arn, AttributeName=name, AttributeValue=value)
    await ask("SetSubscriptionAttributes", SubscriptionArn=arn, AttributeName="FilterPolicy")


async def list_subscriptions(ask: AskService) -> None:
    await ask("ListSubscriptions")
    await _subscription(ask, "email", MAILBOX)
    await _many_subscriptions(ask)
    await _pages(ask, "ListSubscriptions")


async def list_subscriptions_by_topic(ask: AskService) -> None:
    await _topic(ask)
    await ask("ListSubscriptionsByTopic", TopicArn=ORDERS)
    await _many_subscriptions(ask)
    await _pages(ask, "ListSubscriptionsByTopic", TopicArn=ORDERS)


async def _many_subscriptions(ask: AskService) -> None:
    params = {"TopicArn": await _topic(ask), "Protocol": "sqs"}
    _many(ask, "Subscribe", ({**params, "Endpoint": f"{AUDIT}-{n}"} for n in range(_MORE_THAN_A_PAGE)))


# -- publishing ----------------------------------------------------------------------------------------------------------


async def publish(ask: AskService) -> None:
    await _topic(ask)
    await ask("Publish", TopicArn=ORDERS, Message="plain")
    await ask("Publish", TargetArn=ORDERS, Message="ü", Subject="Größe", MessageAttributes=_ATTRIBUTES)
    await ask("Publish", TopicArn=ORDERS, Message='{"default":"a","sqs":"b"}', MessageStructure="json")
    await ask("Publish", PhoneNumber=PHONE, Message="a")
    await ask("Publish", TargetArn=await _device(ask), Message="a")
    await _topic(ask, "orders.fifo")
    for _ in range(2):
        await ask("Publish", TopicArn=FIFO, Message="a", MessageGroupId="g", MessageDeduplicationId="d")


async def publish_batch(ask: AskService) -> None:
    await _topic(ask)
    rich = {"Id": "rich", "Message": "ü", "Subject": "Größe", "MessageAttributes": _ATTRIBUTES}
    await ask("PublishBatch", TopicArn=ORDERS, PublishBatchRequestEntries=[{"Id": "plain", "Message": "a"}, rich])
    await _topic(ask, "orders.fifo", ContentBasedDeduplication="true")
    entries = [{"Id": id, "Message": "a", "MessageGroupId": "g"} for id in ("first", "again")]
    await ask("PublishBatch", TopicArn=FIFO, PublishBatchRequestEntries=entries)


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
    _many(ask, "CreatePlatformApplication", ({"Name": f"app-{n}", **params} for n in range(_MORE_THAN_A_PAGE)))
    await _pages(ask, "ListPlatformApplications")


async def create_platform_endpoint(ask: AskService) -> None:
    await create_platform_application(ask)
    params = {"PlatformApplicationArn": APP, "Token": "token", "CustomUserData": "größe"}
    for _ in range(2):
        await ask("CreatePlatformEndpoint", **params)
    await ask("CreatePlatformEndpoint", PlatformApplicationArn=APP, Token="other", Attributes={"Enabled": "false"})


async def delete_endpoint(ask: AskService) -> None:
    device = await _device(ask)
    for _ in range(2):
        await ask("DeleteEndpoint", EndpointArn=device)


async def get_endpoint_attributes(ask: AskService) -> None:
    device = await _device(ask)
    await ask("GetEndpointAttributes", EndpointArn=device)
    await ask("SetEndpointAttributes", EndpointArn=device, Attributes={"CustomUserData": "größe"})
    await ask("GetEndpointAttributes", EndpointArn=device)


async def set_endpoint_attributes(ask: AskService) -> None:
    given = {"Token": "new", "Enabled": "false", "CustomUserData": ""}
    await ask("SetEndpointAttributes", EndpointArn=await _device(ask), Attributes=given)


async def list_endpoints_by_platform_application(ask: AskService) -> None:
    await create_platform_application(ask)
    params = {"PlatformApplicationArn": APP}
    await ask("ListEndpointsByPlatformApplication", **params)
    _many(ask, "CreatePlatformEndpoint", ({**params, "Token": f"token-{n}"} for n in range(_MORE_THAN_A_PAGE)))
    await _pages(ask, "ListEndpointsByPlatformApplication", **params)


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
    for number in range(_MORE_THAN_A_PAGE):
        ask.aws.sns.opt_out(f"+1555555{number:04}")
    await _pages(ask, "ListPhoneNumbersOptedOut", "nextToken")


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
    await _pages(ask, "ListSMSSandboxPhoneNumbers", MaxResults=1)


async def list_origination_numbers(ask: AskService) -> None:
    await ask("ListOriginationNumbers")
    await ask("ListOriginationNumbers", MaxResults=30)


_ALL = (
    add_permission,
    check_if_phone_number_is_opted_out,
    confirm_subscription,
    create_platform_application,
    create_platform_endpoint,
    create_sms_sandbox_phone_number,
    create_topic,
    delete_endpoint,
    delete_platform_application,
    delete_sms_sandbox_phone_number,
    delete_topic,
    get_data_protection_policy,
    get_endpoint_attributes,
    get_platform_application_attributes,
    get_sms_attributes,
    get_sms_sandbox_account_status,
    get_subscription_attributes,
    get_topic_attributes,
    list_endpoints_by_platform_application,
    list_origination_numbers,
    list_phone_numbers_opted_out,
    list_platform_applications,
    list_sms_sandbox_phone_numbers,
    list_subscriptions,
    list_subscriptions_by_topic,
    list_tags_for_resource,
    list_topics,
    opt_in_phone_number,
    publish,
    publish_batch,
    put_data_protection_policy,
    remove_permission,
    set_endpoint_attributes,
    set_platform_application_attributes,
    set_sms_attributes,
    set_subscription_attributes,
    set_topic_attributes,
    subscribe,
    tag_resource,
    unsubscribe,
    untag_resource,
    verify_sms_sandbox_phone_number,
)

SCENARIOS: dict[str, Scenario] = {
    "".join("SMS" if word == "sms" else word.title() for word in scenario.__name__.split("_")): scenario
    for scenario in _ALL
}
