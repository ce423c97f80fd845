"""Text messages: their settings, numbers that are opted out, the sandbox, origination numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Call, Result
from fakeaws.services.sns import errors, limits
from fakeaws.services.sns.front_end import check_constraints, check_not_empty
from fakeaws.services.sns.operations.base import SnsBase, listed
from fakeaws.services.sns.outboxes import Instant, SmsMessage
from fakeaws.services.sns.phone_numbers import normalised
from fakeaws.services.sns.text_parts import parts_of
from fakeaws.timeline.records import AWS
from fakeaws.world import uuid_of

if TYPE_CHECKING:
    from fakeaws.services.sns.sandbox import SandboxNumber

_LANGUAGE = "en-US"


class SmsOperations(SnsBase):
    """Operations on text messages, but for Publish."""

    def set_sms_attributes(self, call: Call) -> Result:
        check_not_empty(call, "attributes")
        self.sms_settings.change(call.params["attributes"])
        return {}

    def get_sms_attributes(self, call: Call) -> Result:
        return {"attributes": self.sms_settings.shown(call.params.get("attributes") or [])}

    # -- opted out -----------------------------------------------------------------------------------------------

    def check_if_phone_number_is_opted_out(self, call: Call) -> Result:
        return {"isOptedOut": _number(call, "phoneNumber") in self.opt_outs}

    def list_phone_numbers_opted_out(self, call: Call) -> Result:
        found, token = listed(self.opt_outs.numbers(), call.params, str, "ListPhoneNumbersOptedOut", name="nextToken")
        answer: Result = {"phoneNumbers": found}
        if token is not None:
            answer["nextToken"] = token
        return answer

    def opt_in_phone_number(self, call: Call) -> Result:
        self.opt_outs.opt_in(_number(call, "phoneNumber"))
        return {}

    # -- sandbox -------------------------------------------------------------------------------------------------

    def get_sms_sandbox_account_status(self, call: Call) -> Result:
        return {"IsInSandbox": self.sandbox.active}

    def create_sms_sandbox_phone_number(self, call: Call) -> Result:
        check_constraints(call)
        number = _number(call, "PhoneNumber")
        if number in self.opt_outs:
            raise AwsError("OptedOut", "The phone number is opted out", 400)
        known = self.sandbox.add(number, call.params.get("LanguageCode") or _LANGUAGE)
        simulation = self.world.simulation
        simulation.at(simulation.clock.elapsed_us, self._send_password, known, known.password)
        return {}

    def verify_sms_sandbox_phone_number(self, call: Call) -> Result:
        check_constraints(call)
        self.sandbox.verify(_number(call, "PhoneNumber"), call.params["OneTimePassword"])
        return {}

    def delete_sms_sandbox_phone_number(self, call: Call) -> Result:
        check_constraints(call)
        self.sandbox.delete(_number(call, "PhoneNumber"))
        return {}

    def list_sms_sandbox_phone_numbers(self, call: Call) -> Result:
        check_constraints(call)
        limit = call.params.get("MaxResults", limits.SANDBOX_PAGE)
        found, token = listed(self.sandbox.numbers(), call.params, _digits, "ListSMSSandboxPhoneNumbers", limit=limit)
        answer: Result = {"PhoneNumbers": [{"PhoneNumber": each.number, "Status": each.status} for each in found]}
        if token is not None:
            answer["NextToken"] = token
        return answer

    def _send_password(self, number: SandboxNumber, password: str) -> None:
        message_id = uuid_of(self.message_ids.getrandbits(128))
        self.world.timeline.add(
            "sns", "SendOneTimePassword", number.number, "delivered", message_id=message_id, actor=AWS
        )
        text = f"Your one-time password for the Amazon SNS SMS sandbox is {password}"
        self.outboxes.sms.add(
            SmsMessage(
                to=number.number,
                text=text,
                sender=None,
                type="Transactional",
                parts=parts_of(text),
                message_id=message_id,
                topic=None,
                one_time_password=password,
                language=number.language,
                **Instant.now(self.world)._asdict(),
            )
        )

    # -- origination numbers -------------------------------------------------------------------------------------

    def list_origination_numbers(self, call: Call) -> Result:
        """There are none: they are bought elsewhere."""
        check_constraints(call)
        listed((), call.params, str, "ListOriginationNumbers", limit=limits.ORIGINATION_PAGE)
        return {"PhoneNumbers": []}


def _number(call: Call, parameter: str) -> str:
    number = normalised(call.params[parameter])
    if number is None:
        raise errors.invalid_parameter("PhoneNumber", "input incorrectly formatted")
    return number


def _digits(number: SandboxNumber) -> str:
    return number.number
