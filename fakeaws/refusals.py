"""AWS's error for a code that somebody names: the right names, HTTP status and words, as far as they are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from fakeaws.aws.errors import AwsError

if TYPE_CHECKING:
    from fakeaws.aws.service import Call, Service

#: Errors that any service may answer with and that models seldom have: HTTP status.
_COMMON: dict[str, int] = {
    "AccessDenied": 403,
    "AccessDeniedException": 403,
    "ExpiredToken": 403,
    "ExpiredTokenException": 403,
    "InvalidClientTokenId": 403,
    "RequestExpired": 400,
    "RequestLimitExceeded": 503,
    "ServiceUnavailable": 503,
    "SignatureDoesNotMatch": 403,
    "SlowDown": 503,
    "Throttling": 400,
    "ThrottlingException": 400,
    "UnrecognizedClientException": 403,
    "ValidationError": 400,
    "ValidationException": 400,
}
_UNKNOWN_STATUS = 500


class KnownError(NamedTuple):
    """An error that a service can answer with: its shape's name, ``Error.Code`` and the HTTP status."""

    shape: str
    code: str
    status: int


def known_error(service: Service, model: Any, given: str) -> KnownError | None:
    """The error whose code or shape ``given`` is; ``model`` is botocore's `ServiceModel`."""
    for shape, (code, status) in service.error_codes.items():
        if given in (shape, code):
            return KnownError(shape, code, status)
    for modelled in model.error_shapes:
        if given in (modelled.name, modelled.error_code):
            trait = modelled.metadata.get("error", {})
            status = trait.get("httpStatusCode") or (500 if modelled.metadata.get("fault") else 400)
            return KnownError(modelled.name, modelled.error_code if _has_codes(model) else modelled.name, status)
    return None


def refusal(call: Call, given: str, message: str | None, status: int | None) -> AwsError:
    """The error of the call's service that ``given`` names; parts that are ``None`` are AWS's own."""
    service = call.world.router.service(call.service, call.caller.account, call.region)
    model = call.model.service_model
    known = known_error(service, model, given)
    code = known.code if known is not None else given
    if status is None:
        status = known.status if known is not None else _COMMON.get(given, _UNKNOWN_STATUS)
    if message is None and known is not None:
        message = service.error_message(known.shape, call)
    if message is None:
        message = "planned with aws.faults.fail"
    fault: Literal["Sender", "Receiver"] = "Receiver" if status >= 500 else "Sender"
    query_code = (known.shape if known is not None else code) if model.is_query_compatible else None
    return AwsError(code, message, status, fault, query_code)


def _has_codes(model: Any) -> bool:
    """Whether the service's protocol shows the codes of the errors' traits; the others show the shapes' names."""
    return model.is_query_compatible or model.resolved_protocol in ("query", "rest-xml", "ec2")
