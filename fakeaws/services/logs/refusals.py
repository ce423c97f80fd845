"""Operations that fakeaws does not have, with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_GROUPS: Mapping[str, str] = {
    "queries of Logs Insights are not run: FilterLogEvents finds events": """
        StartQuery StopQuery GetQueryResults DescribeQueries GetLogRecord GetLogGroupFields GetLogFields GetLogObject
        PutQueryDefinition DescribeQueryDefinitions DeleteQueryDefinition ListLogGroupsForQuery
        CreateScheduledQuery DeleteScheduledQuery GetScheduledQuery GetScheduledQueryHistory ListScheduledQueries
        UpdateScheduledQuery CreateLookupTable DeleteLookupTable DescribeLookupTables GetLookupTable UpdateLookupTable
    """,
    "nothing is exported to S3, nor imported from elsewhere": """
        CreateExportTask CancelExportTask DescribeExportTasks
        CreateImportTask CancelImportTask DescribeImportTasks DescribeImportTaskBatches
    """,
    "other services' logs are not delivered to S3 or Firehose": """
        CreateDelivery DeleteDelivery GetDelivery DescribeDeliveries UpdateDeliveryConfiguration
        PutDeliveryDestination DeleteDeliveryDestination GetDeliveryDestination DescribeDeliveryDestinations
        PutDeliveryDestinationPolicy DeleteDeliveryDestinationPolicy GetDeliveryDestinationPolicy
        PutDeliverySource DeleteDeliverySource GetDeliverySource DescribeDeliverySources DescribeConfigurationTemplates
    """,
    "subscription filters deliver to functions only: there are no destinations in other accounts": """
        PutDestination DeleteDestination DescribeDestinations PutDestinationPolicy
    """,
    "anomalies are not looked for": """
        CreateLogAnomalyDetector DeleteLogAnomalyDetector GetLogAnomalyDetector ListLogAnomalyDetectors
        UpdateLogAnomalyDetector ListAnomalies UpdateAnomaly
    """,
    "log events are not transformed": "PutTransformer DeleteTransformer GetTransformer TestTransformer",
    "fields are not indexed, as there are no queries": """
        PutIndexPolicy DeleteIndexPolicy DescribeIndexPolicies DescribeFieldIndexes
    """,
    "log events are not masked": "PutDataProtectionPolicy DeleteDataProtectionPolicy GetDataProtectionPolicy",
    "policies apply to single log groups, not to all of an account": """
        PutAccountPolicy DeleteAccountPolicy DescribeAccountPolicies
    """,
    "live tails are streams of events, which clients here do not get": "StartLiveTail",
    "there is no OpenSearch and no S3 Tables to work with": """
        PutIntegration DeleteIntegration GetIntegration ListIntegrations AssociateSourceToS3TableIntegration
        DisassociateSourceFromS3TableIntegration ListSourcesForS3TableIntegration
    """,
    "log events come in by PutLogEvents alone": """
        PutBearerTokenAuthentication PutSyslogConfiguration DeleteSyslogConfiguration ListSyslogConfigurations
    """,
    "there are no tiers of storage": "PutStorageTierPolicy GetStorageTierPolicy",
    "log events have no data sources to be summed up by": "ListAggregateLogGroupSummaries",
}


def _by_operation() -> Iterator[tuple[str, str]]:
    for reason, names in _GROUPS.items():
        for name in names.split():
            yield name, reason


REFUSED: Mapping[str, str] = dict(_by_operation())
