"""Operations that are not there, with the reason."""

from __future__ import annotations

_PARTNERS = "there are no partners whose events could be received"
_DESTINATIONS = "HTTP endpoints are no targets yet"
_ENDPOINTS = "there are no global endpoints yet"

REFUSED = {
    "ActivateEventSource": _PARTNERS,
    "CreateApiDestination": _DESTINATIONS,
    "CreateConnection": _DESTINATIONS,
    "CreateEndpoint": _ENDPOINTS,
    "CreatePartnerEventSource": _PARTNERS,
    "DeactivateEventSource": _PARTNERS,
    "DeauthorizeConnection": _DESTINATIONS,
    "DeleteApiDestination": _DESTINATIONS,
    "DeleteConnection": _DESTINATIONS,
    "DeleteEndpoint": _ENDPOINTS,
    "DeletePartnerEventSource": _PARTNERS,
    "DescribeApiDestination": _DESTINATIONS,
    "DescribeConnection": _DESTINATIONS,
    "DescribeEndpoint": _ENDPOINTS,
    "DescribeEventSource": _PARTNERS,
    "DescribePartnerEventSource": _PARTNERS,
    "ListApiDestinations": _DESTINATIONS,
    "ListConnections": _DESTINATIONS,
    "ListEndpoints": _ENDPOINTS,
    "ListEventSources": _PARTNERS,
    "ListPartnerEventSourceAccounts": _PARTNERS,
    "ListPartnerEventSources": _PARTNERS,
    "PutPartnerEvents": _PARTNERS,
    "UpdateApiDestination": _DESTINATIONS,
    "UpdateConnection": _DESTINATIONS,
    "UpdateEndpoint": _ENDPOINTS,
}
