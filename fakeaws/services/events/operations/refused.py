"""Operations that are not there, with the reason."""

from __future__ import annotations

_PARTNERS = "there are no partners whose events could be received"
_ARCHIVES = "events are not archived yet"
_DESTINATIONS = "HTTP endpoints are no targets yet"
_ENDPOINTS = "there are no global endpoints yet"

REFUSED = {
    "ActivateEventSource": _PARTNERS,
    "CancelReplay": _ARCHIVES,
    "CreateApiDestination": _DESTINATIONS,
    "CreateArchive": _ARCHIVES,
    "CreateConnection": _DESTINATIONS,
    "CreateEndpoint": _ENDPOINTS,
    "CreatePartnerEventSource": _PARTNERS,
    "DeactivateEventSource": _PARTNERS,
    "DeauthorizeConnection": _DESTINATIONS,
    "DeleteApiDestination": _DESTINATIONS,
    "DeleteArchive": _ARCHIVES,
    "DeleteConnection": _DESTINATIONS,
    "DeleteEndpoint": _ENDPOINTS,
    "DeletePartnerEventSource": _PARTNERS,
    "DescribeApiDestination": _DESTINATIONS,
    "DescribeArchive": _ARCHIVES,
    "DescribeConnection": _DESTINATIONS,
    "DescribeEndpoint": _ENDPOINTS,
    "DescribeEventSource": _PARTNERS,
    "DescribePartnerEventSource": _PARTNERS,
    "DescribeReplay": _ARCHIVES,
    "ListApiDestinations": _DESTINATIONS,
    "ListArchives": _ARCHIVES,
    "ListConnections": _DESTINATIONS,
    "ListEndpoints": _ENDPOINTS,
    "ListEventSources": _PARTNERS,
    "ListPartnerEventSourceAccounts": _PARTNERS,
    "ListPartnerEventSources": _PARTNERS,
    "ListReplays": _ARCHIVES,
    "PutPartnerEvents": _PARTNERS,
    "StartReplay": _ARCHIVES,
    "UpdateApiDestination": _DESTINATIONS,
    "UpdateArchive": _ARCHIVES,
    "UpdateConnection": _DESTINATIONS,
    "UpdateEndpoint": _ENDPOINTS,
}
