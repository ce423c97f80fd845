"""What happened in a world: records, queries, renderings."""

from fakeaws.timeline.records import Record as Record
from fakeaws.timeline.records import Timeline as Timeline
