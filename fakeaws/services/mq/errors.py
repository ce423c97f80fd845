"""Amazon MQ's refusals, with the attribute that is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from fakeaws.aws.errors import AwsError


def bad_request(message: str, attribute: str) -> AwsError:
    return AwsError("BadRequestException", message, fields=_about(message, attribute))


def conflict(message: str, attribute: str) -> AwsError:
    return AwsError("ConflictException", message, 409, fields=_about(message, attribute))


def not_found(message: str, attribute: str) -> AwsError:
    return AwsError("NotFoundException", message, 404, fields=_about(message, attribute))


def no_broker(id: str) -> AwsError:
    return not_found(f"Can't find requested broker [{id}]. Make sure your broker exists.", "broker-id")


def no_configuration(id: str) -> AwsError:
    text = f"Can't find requested configuration [{id}]. Make sure your configuration exists."
    return not_found(text, "configuration_id")


def no_user(name: str) -> AwsError:
    return not_found(f"Can't find requested user [{name}]. Make sure your user exists.", "username")


def wrong_state(id: str, allowed: Sequence[str], state: str) -> AwsError:
    return bad_request(f"Broker [{id}] must be in state [{', '.join(allowed)}] but is [{state}].", "broker-id")


def _about(message: str, attribute: str) -> dict[str, object]:
    return {"ErrorAttribute": attribute, "Message": message}
