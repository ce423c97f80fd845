"""Operations on brokers."""

from __future__ import annotations

from typing import Any

from fakeaws.aws.service import Call, Result
from fakeaws.services.mq import errors
from fakeaws.services.mq.brokers.broker import RUNNING, Broker, Node
from fakeaws.services.mq.brokers.endpoints import instances
from fakeaws.services.mq.brokers.maintenance import DAYS
from fakeaws.services.mq.engines.engine import ACTIVE_STANDBY, ACTIVEMQ, ENGINES
from fakeaws.services.mq.operations.base import MqBase
from fakeaws.services.mq.users.user import User
from fakeaws.simulation.clock import from_us

#: What UpdateBroker changes only at the next reboot.
_PENDING = (
    "EngineVersion",
    "HostInstanceType",
    "Configuration",
    "SecurityGroups",
    "Logs",
    "AuthenticationStrategy",
    "LdapServerMetadata",
    "StorageSize",
    "DataReplicationMode",
)
_AT_ONCE = ("AutoMinorVersionUpgrade", "MaintenanceWindowStartTime")


class BrokerOperations(MqBase):
    """Create, describe, list, update, reboot, delete."""

    def create_broker(self, call: Call) -> Result:
        params = call.params
        engine = ENGINES[params["EngineType"].upper()]
        id = self.new_id("b")
        name = params["BrokerName"]
        settings: dict[str, Any] = {
            "EngineVersion": params.get("EngineVersion") or engine.versions[0],
            "HostInstanceType": params["HostInstanceType"],
            "PubliclyAccessible": params["PubliclyAccessible"],
            "AutoMinorVersionUpgrade": params.get("AutoMinorVersionUpgrade", True),
            "AuthenticationStrategy": params.get("AuthenticationStrategy", "SIMPLE"),
            "EncryptionOptions": params.get("EncryptionOptions", {"UseAwsOwnedKey": True}),
            "Logs": params.get("Logs", {"General": False}),
            "MaintenanceWindowStartTime": params.get("MaintenanceWindowStartTime") or self._any_window(),
            "StorageType": params.get("StorageType", engine.storage),
            "SubnetIds": params.get("SubnetIds", []),
            "SecurityGroups": params.get("SecurityGroups", []),
        }
        count = 2 if params["DeploymentMode"] == ACTIVE_STANDBY else 1
        nodes = [
            Node(number, f"10.0.{self.ids.randrange(256)}.{self.ids.randrange(4, 255)}")
            for number in range(1, count + 1)
        ]
        broker = Broker(
            id,
            self.arn_of(f"broker:{name}:{id}"),
            name,
            engine,
            params["DeploymentMode"],
            self.world.wall_us,
            settings,
            nodes,
        )
        for user in params.get("Users", ()):
            about = {key: value for key, value in user.items() if key != "Username"}
            broker.users[user["Username"]] = User(user["Username"], about)
        self.brokers[id] = broker
        self.life.create(broker)
        return {"BrokerArn": broker.arn, "BrokerId": id}

    def _address(self) -> str:
        return f"10.0.{self.ids.randrange(256)}.{self.ids.randrange(4, 255)}"

    def _any_window(self) -> dict[str, str]:
        day, hour = self.windows.choice(DAYS), self.windows.randrange(24)
        return {"DayOfWeek": day, "TimeOfDay": f"{hour:02d}:00", "TimeZone": "UTC"}

    def describe_broker(self, call: Call) -> Result:
        broker = self.broker(call.params["BrokerId"])
        shown: Result = {
            "BrokerArn": broker.arn,
            "BrokerId": broker.id,
            "BrokerName": broker.name,
            "BrokerState": broker.state,
            "Created": from_us(broker.created_us),
            "DeploymentMode": broker.mode,
            "EngineType": broker.engine.type,
            "BrokerInstances": instances(broker, self.region),
            **broker.settings,
            "Tags": dict(broker.tags),
        }
        for name in ("EngineVersion", "HostInstanceType", "SecurityGroups"):
            if name in broker.pending:
                shown[f"Pending{name}"] = broker.pending[name]
        if broker.engine is ACTIVEMQ:
            shown["Users"] = [
                {"Username": user.name, **({"PendingChange": user.change} if user.change else {})}
                for user in broker.users.values()
            ]
        return shown

    def list_brokers(self, call: Call) -> Result:
        return {
            "BrokerSummaries": [
                {
                    "BrokerArn": each.arn,
                    "BrokerId": each.id,
                    "BrokerName": each.name,
                    "BrokerState": each.state,
                    "Created": from_us(each.created_us),
                    "DeploymentMode": each.mode,
                    "EngineType": each.engine.type,
                    "HostInstanceType": each.settings["HostInstanceType"],
                }
                for each in self.brokers.values()
            ]
        }

    def update_broker(self, call: Call) -> Result:
        params = call.params
        broker = self._running(params["BrokerId"])
        for name in _AT_ONCE:
            if name in params:
                broker.settings[name] = params[name]
        if "MaintenanceWindowStartTime" in params:
            self.life.plan_window(broker)
        broker.pending.update({name: params[name] for name in _PENDING if name in params})
        return dict(params)

    def reboot_broker(self, call: Call) -> Result:
        self.life.reboot(self._running(call.params["BrokerId"]))
        return {}

    def delete_broker(self, call: Call) -> Result:
        broker = self.broker(call.params["BrokerId"])
        self.life.delete(broker)
        return {"BrokerId": broker.id}

    def _running(self, id: str) -> Broker:
        broker = self.broker(id)
        if broker.state != RUNNING:
            raise errors.bad_request(f"Broker [{id}] must be in state [RUNNING] but is [{broker.state}].", "broker-id")
        return broker
