"""CreateArchive, DescribeArchive, UpdateArchive, DeleteArchive, ListArchives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeaws.aws.service import Call, Result
from fakeaws.services.events import errors, limits
from fakeaws.services.events.archives.archive import Archive
from fakeaws.services.events.operations.base import EventsBase, listed

_FILTERS = ("State", "EventSourceArn", "NamePrefix")


class ArchiveOperations(EventsBase):
    """Operations on archives."""

    def create_archive(self, call: Call) -> Result:
        params = call.params
        name: str = params["ArchiveName"]
        bus = self.bus_of(call, "EventSourceArn")
        if name in self.archives:
            raise errors.already_exists(f"Archive {name} already exists.")
        archive = Archive(bus, name)
        archive.set(params)
        if len(self.archives) >= limits.ARCHIVES:
            raise errors.limit_exceeded()
        self.archives[name] = archive
        bus.keepers[f"archive/{name}"] = archive
        self.note(call, name)
        return archive.answer()

    def describe_archive(self, call: Call) -> Result:
        return self.archive_of(call).described()

    def update_archive(self, call: Call) -> Result:
        """What it leaves out stays."""
        archive = self.archive_of(call)
        archive.set(call.params)
        return archive.answer()

    def delete_archive(self, call: Call) -> Result:
        """Its events are gone; replays under way go on with theirs."""
        archive = self.archive_of(call)
        del self.archives[archive.name]
        for bus in self.buses.values():
            if bus.arn == archive.bus_arn:
                bus.keepers.pop(f"archive/{archive.name}", None)
        self.note(call, archive.name)
        return {}

    def list_archives(self, call: Call) -> Result:
        one_filter(call.params, "ListArchives")
        found = [
            archive
            for name, archive in sorted(self.archives.items())
            if name.startswith(call.params.get("NamePrefix") or "")
            and call.params.get("EventSourceArn") in (None, archive.bus_arn)
            and call.params.get("State") in (None, "ENABLED")
        ]
        shown, token = listed(found, call.params, lambda archive: archive.name, _scope("ListArchives", call.params))
        return {"Archives": [archive.listed() for archive in shown], **token}

    def archive_of(self, call: Call) -> Archive:
        """The archive of ``ArchiveName``; raises AWS's refusal."""
        archive = self.archives.get(call.params["ArchiveName"])
        if archive is None:
            raise errors.not_found(f"Archive {call.params['ArchiveName']} does not exist.")
        return archive


def one_filter(params: Mapping[str, Any], operation: str) -> None:
    """Listings take one filter; raises AWS's refusal."""
    if sum(params.get(name) is not None for name in _FILTERS) > 1:
        raise errors.validation(
            f"At most one filter is allowed for {operation}. Use either : State, EventSourceArn, or NamePrefix."
        )


def _scope(operation: str, params: Mapping[str, Any]) -> str:
    return f"{operation} {[params.get(name) for name in _FILTERS]}"
