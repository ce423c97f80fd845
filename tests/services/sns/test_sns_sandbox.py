"""The SMS sandbox."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fakeaws import World

from .subscribers import invalid, refused

PHONE = "+15551234567"
OTHER = "+15557654321"


def passwords(aws: World, phone: str = PHONE) -> list[str]:
    return [m.one_time_password for m in aws.sns.outbox("sms") if m.to == phone and m.one_time_password is not None]


def statuses(sns: Any) -> dict[str, str]:
    return {each["PhoneNumber"]: each["Status"] for each in sns.list_sms_sandbox_phone_numbers()["PhoneNumbers"]}


def verify(aws: World, sns: Any, phone: str = PHONE) -> None:
    sns.create_sms_sandbox_phone_number(PhoneNumber=phone)
    sns.verify_sms_sandbox_phone_number(PhoneNumber=phone, OneTimePassword=passwords(aws, phone)[-1])


def test_a_new_account_is_in_it(sns: Any) -> None:
    assert sns.get_sms_sandbox_account_status()["IsInSandbox"] is True


def test_only_verified_numbers_get_messages(aws: World, sns: Any) -> None:
    sent = sns.publish(PhoneNumber=PHONE, Message="lost")
    assert aws.trace(sent).fates == {PHONE: "refused"}
    [refusal] = aws.timeline.select(kind="Deliver", outcome="refused")
    assert refusal.details["reason"] == "the account is in the SMS sandbox and the phone number is not verified"
    sns.create_sms_sandbox_phone_number(PhoneNumber=PHONE)
    sns.publish(PhoneNumber=PHONE, Message="lost, too")
    verify(aws, sns)
    sns.publish(PhoneNumber=PHONE, Message="hello")
    sns.publish(PhoneNumber=OTHER, Message="lost")
    assert [message.text for message in aws.sns.outbox("sms") if message.one_time_password is None] == ["hello"]


def test_a_password_in_the_outbox(aws: World, sns: Any) -> None:
    sns.create_sms_sandbox_phone_number(PhoneNumber=PHONE, LanguageCode="de-DE")
    [message] = aws.sns.outbox("sms")
    assert (message.to, message.language, message.type) == (PHONE, "de-DE", "Transactional")
    assert message.one_time_password is not None
    assert (len(message.one_time_password), message.one_time_password.isdigit()) == (6, True)
    assert message.one_time_password in message.text
    assert statuses(sns) == {PHONE: "Pending"}
    sns.verify_sms_sandbox_phone_number(PhoneNumber=PHONE, OneTimePassword=message.one_time_password)
    sns.verify_sms_sandbox_phone_number(PhoneNumber=PHONE, OneTimePassword="00000")  # it stays verified
    assert statuses(sns) == {PHONE: "Verified"}
    assert aws.trace(message.message_id).fates == {PHONE: "delivered"}


def test_the_newest_password_counts(aws: World, sns: Any) -> None:
    for _ in range(2):
        sns.create_sms_sandbox_phone_number(PhoneNumber=PHONE)
    first, second = passwords(aws)
    with refused("VerificationException", "Verification code is invalid"):
        sns.verify_sms_sandbox_phone_number(PhoneNumber=PHONE, OneTimePassword=first)
    assert statuses(sns) == {PHONE: "Pending"}
    sns.verify_sms_sandbox_phone_number(PhoneNumber=PHONE, OneTimePassword=second)


def test_the_modelled_error(aws: World, sns: Any) -> None:
    sns.create_sms_sandbox_phone_number(PhoneNumber=PHONE)
    wrong = "12345" if passwords(aws) != ["12345"] else "54321"
    with pytest.raises(sns.exceptions.VerificationException) as caught:
        sns.verify_sms_sandbox_phone_number(PhoneNumber=PHONE, OneTimePassword=wrong)
    assert caught.value.response["Status"] == "Pending"


def test_numbers_that_are_not_there(sns: Any) -> None:
    for call in (
        lambda: sns.verify_sms_sandbox_phone_number(PhoneNumber=PHONE, OneTimePassword="12345"),
        lambda: sns.delete_sms_sandbox_phone_number(PhoneNumber=PHONE),
    ):
        with refused("ResourceNotFound", "Resource does not exist", 404):
            call()


def test_a_verified_number_stays_for_a_day(aws: World, sns: Any) -> None:
    verify(aws, sns)
    with refused("UserError", "The phone number is already verified"):
        sns.create_sms_sandbox_phone_number(PhoneNumber=PHONE)
    aws.clock.advance(timedelta(days=1) - timedelta(microseconds=1))
    with refused("UserError", "A phone number can be deleted 24 hours after its verification at the earliest"):
        sns.delete_sms_sandbox_phone_number(PhoneNumber=PHONE)
    aws.clock.advance(timedelta(microseconds=1))
    sns.delete_sms_sandbox_phone_number(PhoneNumber=PHONE)
    assert statuses(sns) == {}
    sns.publish(PhoneNumber=PHONE, Message="lost")
    assert len(aws.sns.outbox("sms")) == 1


def test_ten_numbers_in_pages(sns: Any) -> None:
    phones = [f"+1555123456{digit}" for digit in range(10)]
    for phone in reversed(phones):
        sns.create_sms_sandbox_phone_number(PhoneNumber=phone)
    with refused("UserError", "You can add at most 10 phone numbers to the SMS sandbox"):
        sns.create_sms_sandbox_phone_number(PhoneNumber="+15550000000")
    sns.create_sms_sandbox_phone_number(PhoneNumber=phones[0])  # another password
    page = sns.list_sms_sandbox_phone_numbers(MaxResults=4)
    assert [each["PhoneNumber"] for each in page["PhoneNumbers"]] == phones[:4]
    pages = sns.get_paginator("list_sms_sandbox_phone_numbers").paginate(PaginationConfig={"PageSize": 3})
    assert [each["PhoneNumber"] for page in pages for each in page["PhoneNumbers"]] == phones
    with invalid("NextToken"):
        sns.list_sms_sandbox_phone_numbers(NextToken="x")
    sns.delete_sms_sandbox_phone_number(PhoneNumber=phones[9])
    assert len(statuses(sns)) == 9


def test_opted_out(aws: World, sns: Any) -> None:
    aws.sns.opt_out(PHONE)
    with refused("OptedOut", "The phone number is opted out"):
        sns.create_sms_sandbox_phone_number(PhoneNumber=PHONE)
    assert (statuses(sns), aws.sns.outbox("sms")) == ({}, [])


def test_constraints_of_the_model(sns: Any) -> None:
    pattern = "Member must satisfy regular expression pattern: ^(\\+[0-9]{8,}|[0-9]{0,9})$"
    with pytest.raises(sns.exceptions.ClientError) as caught:
        sns.create_sms_sandbox_phone_number(PhoneNumber="+1-555-123-4567")
    error = caught.value.response["Error"]
    assert (error["Code"], error["Message"].endswith(pattern)) == ("ValidationError", True)
    with invalid("PhoneNumber Reason: input incorrectly formatted"):
        sns.create_sms_sandbox_phone_number(PhoneNumber="+00000000")
    for params in ({"OneTimePassword": "abcdef"}, {"OneTimePassword": "123456789"}):
        with pytest.raises(sns.exceptions.ClientError, match="ValidationError"):
            sns.verify_sms_sandbox_phone_number(PhoneNumber=PHONE, **params)
    with pytest.raises(sns.exceptions.ClientError, match="ValidationError"):
        sns.create_sms_sandbox_phone_number(PhoneNumber=PHONE, LanguageCode="tlh")
    assert statuses(sns) == {}


def test_out_of_it(aws: World, sns: Any) -> None:
    elsewhere: Any = aws.boto3_session(region="eu-west-1").client("sns")
    aws.sns.leave_sms_sandbox()
    assert sns.get_sms_sandbox_account_status()["IsInSandbox"] is False
    assert elsewhere.get_sms_sandbox_account_status()["IsInSandbox"] is True
    sns.publish(PhoneNumber=PHONE, Message="hello")
    elsewhere.publish(PhoneNumber=PHONE, Message="lost")
    assert [message.text for message in aws.sns.outbox("sms")] == ["hello"]


def test_the_same_passwords_in_every_run(aws: World, sns: Any) -> None:
    sns.create_sms_sandbox_phone_number(PhoneNumber=PHONE)
    first = passwords(aws)
    aws._reset()
    sns.create_sms_sandbox_phone_number(PhoneNumber=PHONE)
    assert passwords(aws) == first
