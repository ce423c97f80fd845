"""Operations on brokers."""

from __future__ import annotations

from copy import deepcopy

from fakeaws.aws.service import Call, Result
from fakeaws.services.mq import errors
from fakeaws.services.mq.brokers.authentication import shown_ldap
from fakeaws.services.mq.brokers.broker import CREATION_FAILED, CRITICAL_ACTION_REQUIRED, REPLICA, RUNNING, Broker
from fakeaws.services.mq.brokers.creating import new_broker
from fakeaws.services.mq.brokers.described import described, replication, summary
from fakeaws.services.mq.brokers.updating import note_pending, read_update
from fakeaws.services.mq.operations.configurations import ConfigurationOperations
from fakeaws.services.mq.operations.paging import paged

_DELETABLE = (RUNNING, CREATION_FAILED, CRITICAL_ACTION_REQUIRED, REPLICA)
_PROMOTIONS = ("SWITCHOVER", "FAILOVER")


class BrokerOperations(ConfigurationOperations):
    """Create, describe, list, update, reboot, delete, promote."""

    def create_broker(self, call: Call) -> Result:
        token = call.params.get("CreatorRequestId")
        known = self.creations.get(token) if token else None
        if known is not None:
            asked, id = known
            if asked != call.params:
                message = f"CreatorRequestId [{token}] was used with other parameters."
                raise errors.conflict(message, "creatorRequestId")
            return {"BrokerArn": self.brokers[id].arn, "BrokerId": id}
        broker = new_broker(self, call.params)
        if token:
            self.creations[token] = (deepcopy(dict(call.params)), broker.id)
        self.life.create(broker)
        return {"BrokerArn": broker.arn, "BrokerId": broker.id}

    def describe_broker(self, call: Call) -> Result:
        return described(self.broker(call.params["BrokerId"]), self.region)

    def list_brokers(self, call: Call) -> Result:
        found, more = paged(list(self.brokers.values()), call.params, _creation, "brokers")
        shown: Result = {"BrokerSummaries": [summary(each) for each in found]}
        if "NextToken" in more:
            shown["NextToken"] = more["NextToken"]
        return shown

    def update_broker(self, call: Call) -> Result:
        """Its answer has what was asked for as if it applied."""
        broker = self.broker_in(RUNNING, call.params["BrokerId"])
        update = read_update(self, broker, call.params)
        moved = update.at_once.get("MaintenanceWindowStartTime", broker.settings["MaintenanceWindowStartTime"])
        if moved != broker.settings["MaintenanceWindowStartTime"]:
            broker.window_moves += 1
            broker.settings["MaintenanceWindowStartTime"] = moved
            self.life.plan_window(broker)
        broker.settings.update(update.at_once)
        note_pending(broker, update.pending)
        shown: Result = {"BrokerId": broker.id, **update.wanted}
        if "LdapServerMetadata" in shown:
            shown["LdapServerMetadata"] = shown_ldap(shown["LdapServerMetadata"])
        if update.shares is not None:
            now_us = self.world.now_us
            broker.shares = {arn: broker.shares.get(arn, now_us) for arn in update.shares}
            shown["ResourceShareArns"] = update.shares
        if "DataReplicationMode" in update.pending:
            shown = {**replication(broker), **shown}
        return shown

    def reboot_broker(self, call: Call) -> Result:
        self.life.reboot(self.broker_in(RUNNING, call.params["BrokerId"]))
        return {}

    def delete_broker(self, call: Call) -> Result:
        broker = self.broker(call.params["BrokerId"])
        if broker.state not in _DELETABLE:
            raise errors.wrong_state(broker.id, _DELETABLE, broker.state)
        self.life.delete(broker)
        return {"BrokerId": broker.id}

    def promote(self, call: Call) -> Result:
        broker, mode = self.broker_in(REPLICA, call.params["BrokerId"]), call.params.get("Mode") or ""
        if mode not in _PROMOTIONS:
            message = f"Promote mode [{mode}] is invalid. Valid values: [{', '.join(_PROMOTIONS)}]"
            raise errors.bad_request(message, "mode")
        self.pairs.promote(broker, mode)
        return {"BrokerId": broker.id}

    def describe_shared_resources(self, call: Call) -> Result:
        """The shares alone: what is in them is not known here."""
        broker = self.broker(call.params["BrokerId"])
        found, more = paged(list(broker.shares.items()), call.params, _arn, f"shares {broker.id}")
        set_up_us = self.world.now_us - self.durations["share"]
        shown: Result = {
            "SharedResources": [
                {
                    "ResourceArn": arn,
                    "ResourceShareArns": [arn],
                    "Status": "AVAILABLE" if since_us <= set_up_us else "SETUP_IN_PROGRESS",
                    "Type": "RESOURCE_SHARE",
                }
                for arn, since_us in found
            ]
        }
        if "NextToken" in more:
            shown["NextToken"] = more["NextToken"]
        return shown


def _creation(broker: Broker) -> tuple[int, str]:
    return broker.created_us, broker.id


def _arn(share: tuple[str, int]) -> str:
    return share[0]
