"""What of ActiveMQ's XML Amazon MQ permits; the rest is removed, with a warning."""

from __future__ import annotations

from typing import Final

_COLLECTIONS = """
    authorizationEntries compositeQueue compositeTopic deadLetterStrategy destinationInterceptors destinationPolicy
    destinations     dispatchPolicy dynamicallyIncludedDestinations excludedDestinations forwardTo map messageEvictionStrategy
    messageGroupMapFactory networkConnectors pendingDurableSubscriberPolicy pendingMessageLimitStrategy pendingQueuePolicy
    pendingSubscriberPolicy persistenceAdapter plugins policyEntries policyMap redeliveryPolicyEntries redeliveryPolicyMap
    slowConsumerStrategy staticallyIncludedDestinations subscriptionRecoveryPolicy tempDestinationAuthorizationEntry
    systemUsage transportConnectors virtualDestinations defaultEntry
"""
_ELEMENTS = """
    abortSlowAckConsumerStrategy abortSlowConsumerStrategy authorizationEntry authorizationMap authorizationPlugin broker
    cachedMessageGroupMapFactory clientIdFilterDispatchPolicy constantPendingMessageLimitStrategy discarding
    discardingDLQBrokerPlugin fileCursor fileDurableSubscriberCursor fileQueueCursor filteredDestination
    fixedCountSubscriptionRecoveryPolicy fixedSizedSubscriptionRecoveryPolicy forcePersistencyModeBrokerPlugin
    individualDeadLetterStrategy kahaDB lastImageSubscriptionRecoveryPolicy memoryUsage messageGroupHashBucketFactory
    mirroredQueue
    networkConnector noSubscriptionRecoveryPolicy oldestMessageEvictionStrategy
    oldestMessageWithLowestPriorityEvictionStrategy policyEntry prefetchRatePendingMessageLimitStrategy
    priorityDispatchPolicy priorityNetworkDispatchPolicy queryBasedSubscriptionRecoveryPolicy queue redeliveryPlugin
    redeliveryPolicy retainedMessageSubscriptionRecoveryPolicy roundRobinDispatchPolicy sharedDeadLetterStrategy
    simpleDispatchPolicy simpleMessageGroupMapFactory statisticsBrokerPlugin storeCursor storeDurableSubscriberCursor
    strictOrderDispatchPolicy tempQueue tempTopic timedSubscriptionRecoveryPolicy timeStampingBrokerPlugin topic
    transportConnector uniquePropertyMessageEvictionStrategy virtualDestinationInterceptor virtualTopic vmCursor
    vmDurableCursor vmQueueCursor
"""

ELEMENTS: Final = frozenset(_COLLECTIONS.split()) | frozenset(_ELEMENTS.split())

#: Attributes that are removed: they reach out of the broker, or are for AWS to decide.
FORBIDDEN_ATTRIBUTES: Final = frozenset(
    {
        "brokerId",
        "brokerName",
        "dataDirectory",
        "dataDirectoryFile",
        "directory",
        "enableStatisticsFile",
        "managementContext",
        "password",
        "sslContext",
        "start",
        "tmpDataDirectory",
        "uri",
        "useJmx",
        "userName",
        "vmConnectorURI",
    }
)
#: Of those, what an element may have all the same: brokers form a network by each other's addresses and users.
EXCEPTIONS: Final = frozenset({("networkConnector", "uri"), ("networkConnector", "userName")})
#: Attributes that are numbers, by the end of their names, and those that are true or false.
NUMBERS: Final = (
    "Limit",
    "limit",
    "Size",
    "Prefetch",
    "prefetch",
    "Delay",
    "delay",
    "Time",
    "Redeliveries",
    "networkTTL",
)
BOOLEANS: Final = (
    "duplex",
    "conduitSubscriptions",
    "producerFlowControl",
    "optimizedDispatch",
    "advisoryForSlowConsumers",
)
