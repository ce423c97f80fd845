"""Amazon MQ's control plane: brokers, their life in virtual time, configurations, users.

The data plane, queues behind the endpoints, is not here: endpoints are names.
"""
