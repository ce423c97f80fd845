"""Whatever is done to brokers, and whenever: they keep to AWS's states, and one seed gives one timeline."""

from __future__ import annotations

from typing import Any, TypeAlias

from boto3.session import Session
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from fakeaws import World, mock_aws

from .scale import scaled

_SESSION = Session(aws_access_key_id="test", aws_secret_access_key="test")
CLIENTS: list[Any] = [_SESSION.client("mq", region_name=region) for region in ("us-east-1", "us-west-2")]

#: What leads from each state; "" before the creation and after the deletion.
NEXT = {
    "": {"CREATION_IN_PROGRESS"},
    "CREATION_IN_PROGRESS": {"RUNNING", "REPLICA", "CREATION_FAILED"},
    "RUNNING": {"REBOOT_IN_PROGRESS", "DELETION_IN_PROGRESS", "REPLICA"},
    "REBOOT_IN_PROGRESS": {"RUNNING", "REPLICA"},
    "REPLICA": {"RUNNING", "DELETION_IN_PROGRESS"},
    "DELETION_IN_PROGRESS": {"deleted"},
    "deleted": set(),
}
#: In which states each operation succeeds.
ALLOWED = {
    "update_broker": {"RUNNING"},
    "reboot_broker": {"RUNNING"},
    "create_user": {"RUNNING"},
    "update_user": {"RUNNING"},
    "delete_user": {"RUNNING"},
    "delete_broker": {"RUNNING", "CREATION_FAILED", "CRITICAL_ACTION_REQUIRED", "REPLICA"},
    "promote": {"REPLICA"},
    "describe_broker": set(NEXT) - {"", "deleted"},
}
_PASSWORD = "Correct-horse-1"
_USERS = [
    {"Username": "ann", "Password": _PASSWORD},
    {"Username": "replicator", "Password": _PASSWORD, "ReplicationUser": True},
]
_ACTIVEMQ = {"EngineType": "ACTIVEMQ", "HostInstanceType": "mq.m5.large", "EngineVersion": "5.18", "Users": _USERS}
_PAIR = {**_ACTIVEMQ, "DeploymentMode": "ACTIVE_STANDBY_MULTI_AZ"}
_RABBITMQ = {**_ACTIVEMQ, "EngineType": "RABBITMQ", "EngineVersion": "3.13", "Users": _USERS[:1]}
KINDS: list[dict[str, Any]] = [
    {**_ACTIVEMQ, "DeploymentMode": "SINGLE_INSTANCE"},
    _PAIR,
    {**_PAIR, "DataReplicationMode": "CRDR"},
    {**_RABBITMQ, "DeploymentMode": "SINGLE_INSTANCE"},
    {**_RABBITMQ, "DeploymentMode": "CLUSTER_MULTI_AZ"},
]

#: Which of the brokers, what is done to it, with what. Or a broker of a kind, or minutes that pass.
Step: TypeAlias = "tuple[int, str, dict[str, Any]] | int"

_CHANGES: list[dict[str, Any]] = [
    {"EngineVersion": "5.19"},
    {"HostInstanceType": "mq.m5.xlarge"},
    {"SecurityGroups": ["sg-1"]},
    {"DataReplicationMode": "CRDR"},
    {"DataReplicationMode": "NONE"},
    {"MaintenanceWindowStartTime": {"DayOfWeek": "FRIDAY", "TimeOfDay": "04:30", "TimeZone": "Europe/Berlin"}},
    {"MaintenanceWindowStartTime": {"DayOfWeek": "MONDAY", "TimeOfDay": "22:00"}},
    {"EngineVersion": "5.18"},
]
_CALLS: list[tuple[str, dict[str, Any]]] = [
    *(("update_broker", change) for change in _CHANGES),
    ("reboot_broker", {}),
    ("reboot_broker", {}),
    ("delete_broker", {}),
    *[("promote", {"Mode": "FAILOVER"})] * 3,
    *[("promote", {"Mode": "SWITCHOVER"})] * 3,
    ("create_user", {"Username": "bob", "Password": _PASSWORD}),
    ("update_user", {"Username": "ann", "Groups": ["admins"]}),
    ("delete_user", {"Username": "bob"}),
    ("create", {}),
    ("replicate", {}),
    ("fail_over", {}),
]
STEPS: st.SearchStrategy[list[Step]] = st.lists(
    st.one_of(
        st.tuples(st.sampled_from([0, 1, 2, 2, 3, 3, 4, 5]), st.sampled_from(_CALLS)).map(
            lambda each: (each[0], *each[1])
        ),
        st.sampled_from([0, 1, 3, 4, 12, 20, 60 * 24 * 7]),
    ),
    min_size=10,
    max_size=30,
)


class Play:
    """A world in which it is all done."""

    def __init__(self, aws: World) -> None:
        self._aws = aws
        self._made: list[tuple[Any, str, str]] = []
        for kind in KINDS[:3]:
            self._create(CLIENTS[0], kind)
        aws.clock.advance(minutes=20)
        primary = self._made[2][2]
        self._create(CLIENTS[1], {**KINDS[2], "DataReplicationPrimaryBrokerArn": primary})
        aws.clock.advance(minutes=20)

    def step(self, step: Step) -> None:
        if isinstance(step, int):
            self._aws.clock.advance(minutes=step)
            return
        number, call, more = step
        client, id, arn = self._made[number % len(self._made)]
        if call == "create":
            self._create(client, KINDS[number % len(KINDS)])
        elif call == "replicate":
            other = CLIENTS[1] if client is CLIENTS[0] else CLIENTS[0]
            try:
                self._create(other, {**KINDS[2], "DataReplicationPrimaryBrokerArn": arn})
            except other.exceptions.BadRequestException:
                pass  # no primary, or one that has a replica
        elif call == "fail_over":
            try:
                self._aws.mq.broker(arn).fail_over()
            except (LookupError, ValueError):
                pass  # deleted, another mode or state
        else:
            self._call(client, id, call, more)

    def _create(self, client: Any, kind: dict[str, Any]) -> None:
        name = f"broker-{len(self._made)}"
        made = client.create_broker(**kind, BrokerName=name, PubliclyAccessible=False)
        self._made.append((client, made["BrokerId"], made["BrokerArn"]))

    def _call(self, client: Any, id: str, call: str, more: dict[str, Any]) -> None:
        state = self._state(id)
        try:
            getattr(client, call)(BrokerId=id, **more)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            assert (code == "NotFoundException") == (state == "deleted") or "user" in call, (call, state, code)
            assert self._state(id) == state, "a refusal changes nothing"
        else:
            assert state in ALLOWED[call], (call, state)

    def _state(self, id: str) -> str:
        """The last that the timeline tells; the same as AWS tells."""
        told = [each.outcome for each in self._aws.timeline.select(kind="BrokerState") if each.message_id == id][-1]
        client = next(client for client, made, _ in self._made if made == id)
        try:
            shown = client.describe_broker(BrokerId=id)["BrokerState"]
        except client.exceptions.NotFoundException:
            shown = "deleted"
        assert shown == told
        return told

    def check(self) -> None:
        for client, id, _ in self._made:
            if self._state(id) == "deleted":
                continue
            shown = client.describe_broker(BrokerId=id)
            role = shown.get("DataReplicationMetadata", {}).get("DataReplicationRole")
            assert (shown["BrokerState"] == "REPLICA") <= (role == "REPLICA")
            assert not (shown["BrokerState"] == "RUNNING" and role == "REPLICA")
            other = shown.get("DataReplicationMetadata", {}).get("DataReplicationCounterpart")
            if other is not None:
                there = CLIENTS[other["Region"] == "us-west-2"].describe_broker(BrokerId=other["BrokerId"])
                metadata = there["DataReplicationMetadata"]
                assert metadata["DataReplicationCounterpart"]["BrokerId"] == id
                assert {role, metadata["DataReplicationRole"]} == {"PRIMARY", "REPLICA"}

    def finish(self) -> None:
        """All that is under way comes to an end, and every broker has gone from one state to a next one only."""
        self._aws.clock.advance(days=8)
        assert self._aws.router.service("mq", self._aws.account, "us-east-1").under_way() == []
        states: dict[str | None, str] = {}
        for each in self._aws.timeline.select(kind="BrokerState"):
            before = states.get(each.message_id, "")
            assert each.outcome in NEXT[before], (before, each.outcome)
            states[each.message_id] = each.outcome
        assert set(states.values()) <= {"RUNNING", "REPLICA", "deleted"}


def play(seed: int, steps: list[Step]) -> str:
    with mock_aws(seed=seed) as aws:
        played = Play(aws)
        for step in steps:
            played.step(step)
            played.check()
        played.finish()
        return aws.timeline.jsonl()


@scaled(120)
@given(STEPS)
def test_brokers_keep_to_their_states(steps: list[Step]) -> None:
    play(7, steps)


@scaled(15)
@given(st.sampled_from(range(5)), STEPS)
def test_one_seed_gives_one_timeline(seed: int, steps: list[Step]) -> None:
    assert play(seed, steps) == play(seed, steps)


def test_another_seed_gives_another_timeline() -> None:
    assert play(1, [1]) != play(2, [1])
