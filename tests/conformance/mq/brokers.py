"""CreateBroker, DescribeBroker, ListBrokers, UpdateBroker, RebootBroker, DeleteBroker, Promote, DescribeSharedResources."""

from __future__ import annotations

from typing import Any

from fakeaws.world import user_of
from tests.conformance.contract import AskService, Refusal, Scenario, Stage
from tests.conformance.mq import furniture as f
from tests.conformance.mq.rows import CONFLICT, INVALID, NOT_FOUND, Rows

_HEALTHY = "what runs here never needs anybody's action: the data plane is not here"
_TOLD_ONCE = "the shares alone are known, not what is in them"
_SET_UP = "every share can be set up"
_PENDING = "PendingDataReplicationMetadata.DataReplicationCounterpart"
_NO_REPLICA = dict.fromkeys(
    (_PENDING, f"{_PENDING}.BrokerId", f"{_PENDING}.Region"), "a primary has no replica before it is one"
)
NEVER_SHOWN: dict[str, dict[str, str]] = {
    "DescribeBroker": {
        **dict.fromkeys(
            (
                "ActionsRequired",
                "ActionsRequired[].ActionRequiredCode",
                "ActionsRequired[].ActionRequiredInfo",
            ),
            _HEALTHY,
        ),
        **_NO_REPLICA,
    },
    "UpdateBroker": _NO_REPLICA,
    "DescribeSharedResources": {
        "SharedResources[].DnsNames": _TOLD_ONCE,
        "SharedResources[].Error": _SET_UP,
        "SharedResources[].Error.Code": _SET_UP,
        "SharedResources[].Error.Message": _SET_UP,
    },
}

_REPLICATOR = {"Username": "replicator", "Password": f.PASSWORD, "ReplicationUser": True}
_PAIR: dict[str, Any] = {
    **f.ACTIVEMQ,
    "DeploymentMode": "ACTIVE_STANDBY_MULTI_AZ",
    "DataReplicationMode": "CRDR",
    "Users": [_REPLICATOR],
}
_SHARE = f"arn:aws:ram:us-east-1:{f.ACCOUNT}:resource-share/"
_LDAP: dict[str, Any] = {
    "Hosts": ["ldap.example.com"],
    "RoleBase": "ou=roles",
    "RoleName": "cn",
    "RoleSearchMatching": "(member={0})",
    "RoleSearchSubtree": True,
    "ServiceAccountPassword": f.PASSWORD,
    "ServiceAccountUsername": "cn=admin",
    "UserBase": "ou=users",
    "UserRoleName": "role",
    "UserSearchMatching": "(uid={0})",
    "UserSearchSubtree": False,
}
_WINDOW = {"DayOfWeek": "SUNDAY", "TimeOfDay": "02:30", "TimeZone": "Europe/Berlin"}


async def _life(ask: AskService) -> None:
    encryption = {"UseAwsOwnedKey": False, "KmsKeyId": "key"}
    given = {**f.ACTIVEMQ, "Tags": {"team": "shop"}, "EncryptionOptions": encryption, "Logs": {"General": True}}
    id = (await ask("CreateBroker", **given))["BrokerId"]
    await ask("CreateBroker", **f.RABBITMQ)
    first = await ask("ListBrokers", MaxResults=1)
    await ask("ListBrokers", MaxResults=1, NextToken=first["NextToken"])
    await ask.wait(f.UNTIL_IT_RUNS)
    made = await ask("CreateConfiguration", Name="own", EngineType="ACTIVEMQ", EngineVersion="5.19")
    await ask("CreateUser", BrokerId=id, Username="bob", Password=f.PASSWORD)
    await ask(
        "UpdateBroker",
        BrokerId=id,
        AuthenticationStrategy="LDAP",
        AutoMinorVersionUpgrade=True,
        Configuration={"Id": made["Id"]},
        EngineVersion="5.19",
        HostInstanceType="mq.m5.xlarge",
        LdapServerMetadata=_LDAP,
        Logs={"General": False, "Audit": True},
        MaintenanceWindowStartTime=_WINDOW,
        ResourceShareArns=[f"{_SHARE}a", f"{_SHARE}b"],
        SecurityGroups=["sg-1"],
    )
    await ask("DescribeBroker", BrokerId=id)
    shares = await ask("DescribeSharedResources", BrokerId=id, MaxResults=1)
    await ask("DescribeSharedResources", BrokerId=id, NextToken=shares["NextToken"])
    await ask("RebootBroker", BrokerId=id)
    await ask.wait(f.UNTIL_IT_RUNS)
    await ask("DescribeBroker", BrokerId=id)
    await ask("DescribeSharedResources", BrokerId=id)
    await ask("DeleteBroker", BrokerId=id)


async def _cluster(ask: AskService) -> None:
    mode, instance = "CLUSTER_MULTI_AZ", "mq.m7g.large"
    given = {
        **f.RABBITMQ,
        "DeploymentMode": mode,
        "HostInstanceType": instance,
        "EngineVersion": "4.2",
        "BrokerName": "three",
    }
    id = (await ask("CreateBroker", **given))["BrokerId"]
    await ask.wait(f.UNTIL_IT_RUNS)
    await ask("UpdateBroker", BrokerId=id, StorageSize=50)
    await ask("DescribeBroker", BrokerId=id)


def _elsewhere(ask: AskService, operation: str, **params: Any) -> dict[str, Any]:
    """The same in another region."""
    return ask.aws.call("mq", operation, params, caller=user_of(f.ACCOUNT, "test"), region="us-west-2")


async def _pair(ask: AskService) -> None:
    plain = {key: value for key, value in _PAIR.items() if key != "DataReplicationMode"}
    plain_id = (await ask("CreateBroker", **{**plain, "BrokerName": "plain"}))["BrokerId"]
    primary = _elsewhere(ask, "CreateBroker", **_PAIR)
    await ask.wait(f.UNTIL_IT_RUNS)
    await ask("UpdateBroker", BrokerId=plain_id, DataReplicationMode="CRDR")
    await ask("DescribeBroker", BrokerId=plain_id)
    replica = await ask("CreateBroker", **_PAIR, DataReplicationPrimaryBrokerArn=primary["BrokerArn"])
    id = replica["BrokerId"]
    await ask.wait(f.UNTIL_IT_RUNS)
    await ask("DescribeBroker", BrokerId=id)
    await ask("Promote", BrokerId=id, Mode="FAILOVER")
    await ask("UpdateBroker", BrokerId=id, DataReplicationMode="NONE")


async def _whole(ask: AskService) -> None:
    await _life(ask)
    await ask.wait(f.UNTIL_IT_RUNS)
    await _cluster(ask)
    await _pair(ask)


SCENARIOS: dict[str, Scenario] = dict.fromkeys(
    (
        "CreateBroker",
        "DescribeBroker",
        "ListBrokers",
        "UpdateBroker",
        "RebootBroker",
        "DeleteBroker",
        "Promote",
        "DescribeSharedResources",
    ),
    _whole,
)
_CREATE, _DESCRIBE, _LIST, _UPDATE, _REBOOT, _DELETE, _PROMOTE, _SHARED = SCENARIOS
_USUAL: dict[str, dict[str, Any]] = {
    _CREATE: {**f.ACTIVEMQ, "BrokerName": "new"},
    _DESCRIBE: {"BrokerId": "<orders>"},
    _LIST: {},
    _UPDATE: {"BrokerId": "<orders>"},
    _REBOOT: {"BrokerId": "<orders>"},
    _DELETE: {"BrokerId": "<orders>"},
    _PROMOTE: {"BrokerId": "<orders>", "Mode": "FAILOVER"},
    _SHARED: {"BrokerId": "<orders>"},
}
_row = Rows(_USUAL)


def _reboot(on: Stage) -> None:
    on.ask("RebootBroker", BrokerId=on.values["<orders>"])


def _created_once(on: Stage) -> None:
    on.ask("CreateBroker", **{**f.ACTIVEMQ, "BrokerName": "first", "CreatorRequestId": "once"})


def _full(on: Stage) -> None:
    service: Any = on.aws.router.service("mq", on.aws.account, on.aws.region)
    service.most_brokers = 2


def _moved(on: Stage) -> None:
    for minute in range(4):
        window = {"DayOfWeek": "SUNDAY", "TimeOfDay": f"02:0{minute}", "TimeZone": "UTC"}
        on.ask("UpdateBroker", BrokerId=on.values["<orders>"], MaintenanceWindowStartTime=window)


_DELETABLE = "RUNNING, CREATION_FAILED, CRITICAL_ACTION_REQUIRED, REPLICA"
REFUSALS: tuple[Refusal, ...] = (
    *(_row.no_broker(operation) for operation in SCENARIOS if operation not in (_CREATE, _LIST)),
    *(_row.not_running(operation) for operation in (_UPDATE, _REBOOT)),
    *_row.bad_pages(_LIST),
    *_row.bad_pages(_SHARED),
    _row(
        "it reboots",
        _DELETE,
        INVALID,
        "broker-id",
        f"Broker [<orders>] must be in state [{_DELETABLE}] but is [REBOOT_IN_PROGRESS].",
        _reboot,
    ),
    _row(
        "no replica",
        _PROMOTE,
        INVALID,
        "broker-id",
        "Broker [<orders>] must be in state [REPLICA] but is [RUNNING].",
    ),
    _row(
        "RabbitMQ's type",
        _CREATE,
        INVALID,
        "hostInstanceType",
        "Broker engine type [RabbitMQ] does not support host instance type [mq.t3.micro].",
        EngineType="RABBITMQ",
        EngineVersion="3.13",
        HostInstanceType="mq.t3.micro",
    ),
    _row(
        "an old version",
        _CREATE,
        INVALID,
        "engineVersion",
        "Broker engine version [3.8.6] is invalid. Valid values: [4.3, 4.2, 3.13]",
        EngineType="RABBITMQ",
        EngineVersion="3.8.6",
    ),
    *(
        _row(
            "no automatic upgrades",
            operation,
            INVALID,
            "autoMinorVersionUpgrade",
            "Brokers on [ActiveMQ] version [5.18] must have [autoMinorVersionUpgrade] set to [true]",
            AutoMinorVersionUpgrade=False,
        )
        for operation in (_CREATE, _UPDATE)
    ),
    *(
        _row(
            id,
            _CREATE,
            INVALID,
            "users",
            "Specify exactly one user for engine type [RABBITMQ].",
            **{**f.RABBITMQ, "BrokerName": "new", "Users": users},
        )
        for id, users in (("no user", []), ("two users", [*f.RABBITMQ["Users"], {**_REPLICATOR}]))
    ),
    *(
        _row(f"user {name}", _CREATE, INVALID, "username", f"Username [{name}] is invalid.", **given)
        for name, given in (
            ("guest", {**f.RABBITMQ, "BrokerName": "new", "Users": [{"Username": "guest", "Password": f.PASSWORD}]}),
            ("a+b", {"Users": [{"Username": "a+b", "Password": f.PASSWORD}]}),
        )
    ),
    _row(
        "two users of one name",
        _CREATE,
        CONFLICT,
        "username",
        f"User [{f.ADMIN}] already exists.",
        Users=[{"Username": f.ADMIN, "Password": f.PASSWORD}] * 2,
    ),
    _row(
        "its name is taken",
        _CREATE,
        CONFLICT,
        "brokerName",
        "Broker name [orders] is already in use.",
        BrokerName="orders",
    ),
    _row(
        "its request id is taken",
        _CREATE,
        CONFLICT,
        "creatorRequestId",
        "CreatorRequestId [once] was used with other parameters.",
        _created_once,
        CreatorRequestId="once",
    ),
    _row(
        "too many",
        _CREATE,
        INVALID,
        "brokerName",
        "The maximum number of brokers in this Region, [2], has been reached.",
        _full,
    ),
    _row("no engine", _CREATE, INVALID, "engineType", "[engineType] is required.", EngineType=None, unchecked=True),
    _row(
        "no such configuration",
        _UPDATE,
        NOT_FOUND,
        "configuration_id",
        f"Can't find requested configuration [{f.NO_CONFIGURATION}]. Make sure your configuration exists.",
        Configuration={"Id": f.NO_CONFIGURATION},
    ),
    *(
        _row(
            "another engine's configuration",
            operation,
            INVALID,
            "configuration",
            "Configuration [<timeouts>] is for [RabbitMQ] version [4.3], not for [ActiveMQ] version [5.18].",
            Configuration={"Id": "<timeouts>"},
        )
        for operation in (_CREATE, _UPDATE)
    ),
    _row(
        "three subnets",
        _CREATE,
        INVALID,
        "subnetIds",
        "Specify exactly 1 subnet for deployment mode [SINGLE_INSTANCE].",
        SubnetIds=["subnet-1", "subnet-2", "subnet-3"],
    ),
    *(
        _row(
            "six groups",
            operation,
            INVALID,
            "securityGroups",
            "Specify 1 to 5 security groups.",
            SecurityGroups=[f"sg-{number}" for number in range(6)],
        )
        for operation in (_CREATE, _UPDATE)
    ),
    *(
        _row(
            "audit logs of RabbitMQ",
            operation,
            INVALID,
            "logs.audit",
            "Broker engine type [RabbitMQ] does not support audit logs.",
            Logs={"Audit": True},
            **given,
        )
        for operation, given in (
            (_CREATE, {**f.RABBITMQ, "BrokerName": "new"}),
            (_UPDATE, {"BrokerId": "<jobs>"}),
        )
    ),
    *(
        _row(
            "an hour that no day has",
            operation,
            INVALID,
            "maintenanceWindowStartTime.timeOfDay",
            "Time of day [25:00] is invalid. Use the 24-hour format [HH:MM].",
            MaintenanceWindowStartTime={**_WINDOW, "TimeOfDay": "25:00"},
        )
        for operation in (_CREATE, _UPDATE)
    ),
    _row(
        "moved too often",
        _UPDATE,
        INVALID,
        "maintenanceWindowStartTime",
        "The maintenance window can be moved at most 4 times before it next begins.",
        _moved,
        MaintenanceWindowStartTime=_WINDOW,
    ),
    _row(
        "a smaller type",
        _UPDATE,
        INVALID,
        "hostInstanceType",
        "Host instance type [mq.m5.large] can't be downgraded to [mq.t3.micro].",
        HostInstanceType="mq.t3.micro",
    ),
    _row(
        "no primary",
        _CREATE,
        INVALID,
        "dataReplicationPrimaryBrokerArn",
        "Can't find primary broker [<jobs arn>2].",
        **{**_PAIR, "BrokerName": "new"},
        DataReplicationPrimaryBrokerArn="<jobs arn>2",
    ),
)

UNASKED: dict[str, str] = {
    "DescribeBroker.BadRequestException": "every text is an id that a broker has or has not",
    "UpdateBroker.ConflictException": "what AWS refuses so is not documented",
}
