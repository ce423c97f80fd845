"""StartReplay, DescribeReplay, CancelReplay, ListReplays."""

from __future__ import annotations

from fakeaws.aws.arns import Arn
from fakeaws.aws.service import Call, Result
from fakeaws.aws.timestamps import given_us
from fakeaws.services.events import errors, limits, names
from fakeaws.services.events.archives.archive import Archive
from fakeaws.services.events.archives.replay import Replay
from fakeaws.services.events.buses import EventBus
from fakeaws.services.events.operations.archives import one_filter
from fakeaws.services.events.operations.base import EventsBase, listed
from fakeaws.simulation.clock import from_us


class ReplayOperations(EventsBase):
    """Operations on replays."""

    def start_replay(self, call: Call) -> Result:
        params = call.params
        name: str = params["ReplayName"]
        bus = self._destination_bus(params["Destination"]["Arn"])
        archive = self._source(params["EventSourceArn"])
        if archive.bus_arn != bus.arn:
            raise errors.validation(
                "Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted."
            )
        begin_us, end_us = given_us(params["EventStartTime"]), given_us(params["EventEndTime"])
        if begin_us >= end_us:
            raise errors.validation(
                "Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime."
            )
        if name in self.replays:
            raise errors.already_exists(f"Replay {name} already exists.")
        if sum(not replay.is_over for replay in self.replays.values()) >= limits.REPLAYS:
            raise errors.limit_exceeded()
        replay = self.replays[name] = Replay(bus, archive, params, begin_us, end_us, self.note(call, name))
        return {
            "ReplayArn": replay.arn,
            "State": replay.state,
            "ReplayStartTime": from_us(replay.started_us // 1000 * 1000),
        }

    def describe_replay(self, call: Call) -> Result:
        return self._replay_of(call).described()

    def cancel_replay(self, call: Call) -> Result:
        replay = self._replay_of(call)
        if not replay.can_be_cancelled:
            raise errors.illegal_status(f"Replay {replay.name} is not in a valid state for this operation.")
        replay.cancel()
        self.note(call, replay.name)
        return {"ReplayArn": replay.arn, "State": replay.state}

    def list_replays(self, call: Call) -> Result:
        params = call.params
        one_filter(params, "ListReplays")
        found = [
            replay
            for name, replay in sorted(self.replays.items())
            if name.startswith(params.get("NamePrefix") or "")
            and params.get("EventSourceArn") in (None, replay.archive_arn)
            and params.get("State") in (None, replay.state)
        ]
        scope = f"ListReplays {[params.get(name) for name in ('State', 'EventSourceArn', 'NamePrefix')]}"
        shown, token = listed(found, params, lambda replay: replay.name, scope)
        return {"Replays": [replay.listed() for replay in shown], **token}

    def under_way(self) -> list[str]:
        replays = [f"events replays {replay.name}" for replay in self.replays.values() if not replay.is_over]
        return super().under_way() + replays

    def _destination_bus(self, text: str) -> EventBus:
        account, region, name = names.place_of(text, self.account, self.region)
        bus = self.buses.get(name) if (account, region) == (self.account, self.region) else None
        if bus is None:
            raise errors.no_bus(name)
        return bus

    def _source(self, text: str) -> Archive:
        arn = Arn.parse(text)
        archive = self.archives.get(arn.resource_id) if arn.resource_type == "archive" else None
        if archive is None or archive.arn != text:
            raise errors.validation(
                f"Parameter EventSourceArn is not valid. Reason: Archive {arn.resource_id} does not exist."
            )
        return archive

    def _replay_of(self, call: Call) -> Replay:
        replay = self.replays.get(call.params["ReplayName"])
        if replay is None:
            raise errors.not_found(f"Replay {call.params['ReplayName']} does not exist.")
        return replay
