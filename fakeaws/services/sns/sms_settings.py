"""Settings of text messages: those of an account and region, and those that a message brings along."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from fakeaws.services.sns import errors

if TYPE_CHECKING:
    from fakeaws.services.sns.notifications import Attributes

SmsType = Literal["Promotional", "Transactional"]

_SENDER_ID = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9]{1,11}")
_WHOLE = re.compile(r"[0-9]+")
_PERCENT = re.compile(r"[0-9]|[1-9][0-9]|100")
_ROLE = re.compile(r"arn:aws[a-z-]*:iam::[0-9]{12}:role/.+")
_TYPE = re.compile("Promotional|Transactional")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")

#: SMS attribute → its values.
_ATTRIBUTES = {
    "MonthlySpendLimit": _WHOLE,
    "DeliveryStatusIAMRole": _ROLE,
    "DeliveryStatusSuccessSamplingRate": _PERCENT,
    "DefaultSenderID": _SENDER_ID,
    "DefaultSMSType": _TYPE,
    "UsageReportS3Bucket": _BUCKET,
}
#: Those that "" takes away.
_REMOVABLE = ("DeliveryStatusIAMRole", "DefaultSenderID", "UsageReportS3Bucket")


class SmsSettings:
    """What SetSMSAttributes changes."""

    def __init__(self) -> None:
        self._values = {"MonthlySpendLimit": "1"}

    def change(self, given: Mapping[str, str]) -> None:
        """All or, with AWS's refusal, none."""
        for name, value in given.items():
            pattern = _ATTRIBUTES.get(name)
            if pattern is None:
                raise errors.bare_invalid_parameter(f"{name} is not a valid attribute")
            if pattern.fullmatch(value) is None and (value or name not in _REMOVABLE):
                raise errors.bare_invalid_parameter(f"{name} is invalid")
        for name, value in given.items():
            if value:
                self._values[name] = value
            else:
                self._values.pop(name, None)

    def shown(self, names: list[str]) -> dict[str, str]:
        """Those that are set: of these names, or all if there are none."""
        return {name: value for name, value in self._values.items() if not names or name in names}

    @property
    def sender_id(self) -> str | None:
        return self._values.get("DefaultSenderID")

    @property
    def type(self) -> SmsType:
        return cast(SmsType, self._values.get("DefaultSMSType", "Promotional"))


class SmsOptions(NamedTuple):
    """What the attributes of a message say about its way to a phone; `BadOption` for what is not allowed."""

    sender_id: str | None
    type: SmsType | None
    max_price: str | None
    origination_number: str | None
    entity_id: str | None
    template_id: str | None

    @classmethod
    def of(cls, attributes: Attributes | None) -> SmsOptions:
        given = attributes or {}
        sender_id = _text(given, "AWS.SNS.SMS.SenderID")
        if sender_id is not None and _SENDER_ID.fullmatch(sender_id) is None:
            raise BadOption("AWS.SNS.SMS.SenderID")
        sms_type = _text(given, "AWS.SNS.SMS.SMSType")
        if sms_type is not None and _TYPE.fullmatch(sms_type) is None:
            raise BadOption("AWS.SNS.SMS.SMSType")
        max_price = _text(given, "AWS.SNS.SMS.MaxPrice")
        if max_price is not None and given["AWS.SNS.SMS.MaxPrice"]["DataType"] != "Number":
            raise BadOption("AWS.SNS.SMS.MaxPrice")
        return cls(
            sender_id,
            cast("SmsType | None", sms_type),
            max_price,
            _text(given, "AWS.MM.SMS.OriginationNumber"),
            _text(given, "AWS.MM.SMS.EntityId"),
            _text(given, "AWS.MM.SMS.TemplateId"),
        )


class BadOption(Exception):
    """A reserved message attribute has a value that it cannot have."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The value of message attribute {name} is invalid")


def _text(attributes: Attributes, name: str) -> str | None:
    attribute = attributes.get(name)
    if attribute is None:
        return None
    value = attribute.get("StringValue")
    if value is None:
        raise BadOption(name)
    return cast(str, value)
