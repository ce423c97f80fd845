"""Operations that are not there, with the reason."""

from __future__ import annotations

_PARTNERS = "there are no partners whose events could be received"
_ENDPOINTS = "no region fails over to another one"

REFUSED = {
    "ActivateEventSource": _PARTNERS,
    "CreateEndpoint": _ENDPOINTS,
    "CreatePartnerEventSource": _PARTNERS,
    "DeactivateEventSource": _PARTNERS,
    "DeleteEndpoint": _ENDPOINTS,
    "DeletePartnerEventSource": _PARTNERS,
    "DescribeEndpoint": _ENDPOINTS,
    "DescribeEventSource": _PARTNERS,
    "DescribePartnerEventSource": _PARTNERS,
    "ListEndpoints": _ENDPOINTS,
    "ListEventSources": _PARTNERS,
    "ListPartnerEventSourceAccounts": _PARTNERS,
    "ListPartnerEventSources": _PARTNERS,
    "PutPartnerEvents": _PARTNERS,
    "UpdateEndpoint": _ENDPOINTS,
}
