"""Operations that are not there, with the reason."""

from __future__ import annotations

_PARTNERS = "there are no partners whose events could be received"
_ARCHIVES = "events are not archived yet"
_ENDPOINTS = "no region fails over to another one"

REFUSED = {
    "ActivateEventSource": _PARTNERS,
    "CancelReplay": _ARCHIVES,
    "CreateArchive": _ARCHIVES,
    "CreateEndpoint": _ENDPOINTS,
    "CreatePartnerEventSource": _PARTNERS,
    "DeactivateEventSource": _PARTNERS,
    "DeleteArchive": _ARCHIVES,
    "DeleteEndpoint": _ENDPOINTS,
    "DeletePartnerEventSource": _PARTNERS,
    "DescribeArchive": _ARCHIVES,
    "DescribeEndpoint": _ENDPOINTS,
    "DescribeEventSource": _PARTNERS,
    "DescribePartnerEventSource": _PARTNERS,
    "DescribeReplay": _ARCHIVES,
    "ListArchives": _ARCHIVES,
    "ListEndpoints": _ENDPOINTS,
    "ListEventSources": _PARTNERS,
    "ListPartnerEventSourceAccounts": _PARTNERS,
    "ListPartnerEventSources": _PARTNERS,
    "ListReplays": _ARCHIVES,
    "PutPartnerEvents": _PARTNERS,
    "StartReplay": _ARCHIVES,
    "UpdateArchive": _ARCHIVES,
    "UpdateEndpoint": _ENDPOINTS,
}
