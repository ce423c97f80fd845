"""The rule of fair queues, read out by hand: slow, and without any of the library's structures."""

from __future__ import annotations

from dataclasses import dataclass, field

MINUTE = 60


@dataclass
class Told:
    """A message: ``until`` is when its delay or visibility timeout ends, ``spans`` when it was in flight."""

    body: str
    group: str | None
    state: str
    place: int = 0
    until: int | None = None
    timer: int = 0
    receives: int = 0
    spans: list[list[int | None]] = field(default_factory=list)


@dataclass
class Group:
    noisy: bool = False
    backlog: bool = False
    sent: int = 0
    since: int = 0


class FairModel:
    """One queue; time in whole seconds from 0."""

    def __init__(self, visibility: int) -> None:
        self.now = 0
        self.visibility = visibility
        self.all: list[Told] = []
        self.gone: list[Told] = []
        self.groups: dict[str, Group] = {}
        self.places = 0
        self.timers = 0

    def send(self, body: str, group: str | None, delay: int) -> None:
        message = Told(body, group, "delayed")
        self.all.append(message)
        if delay:
            self._plan(message, delay)
        else:
            self._enter(message)
        self._look()

    def receive(self, count: int) -> list[str]:
        for group in self.groups.values():
            if group.noisy and self.now - group.sent >= 300:
                group.noisy = False
        taken = []
        while len(taken) < count:
            message = self._next()
            if message is None:
                break
            message.state = "in flight"
            message.receives += 1
            message.spans.append([self.now, None])
            self._plan(message, self.visibility)
            self._look()
            taken.append(message.body)
        return taken

    def delete(self, body: str) -> None:
        message = self._named(body)
        self._land(message)
        self.all.remove(message)
        self.gone.append(message)
        self._look()

    def change(self, body: str, seconds: int) -> None:
        message = self._named(body)
        if seconds:
            if message.state != "in flight":
                message.state = "in flight"
                message.spans.append([self.now, None])
            self._plan(message, seconds)
        elif message.state == "in flight":
            self._show(message)
        self._look()

    def advance(self, seconds: int) -> None:
        end = self.now + seconds
        while True:
            due = [each for each in self.all if each.until is not None and each.until <= end]
            if not due:
                break
            message = min(due, key=lambda each: (each.until, each.timer))
            assert message.until is not None
            self.now = message.until
            if message.state == "delayed":
                self._enter(message)
            else:
                self._show(message)
            self._look()
        self.now = end

    def noisy_count(self) -> int:
        return sum(group.noisy for group in self.groups.values())

    # -- the rule --------------------------------------------------------------------------------------------

    def _next(self) -> Told | None:
        """Judge whose turn it is until it is the turn of one who is not newly noisy."""
        while True:
            visible = [each for each in self.all if each.state == "visible"]
            if not visible:
                return None
            message = min(visible, key=self._rank)
            if message.group is None or self.groups[message.group].noisy or not self._is_noisy(message.group):
                return message
            self.groups[message.group].noisy = True

    def _rank(self, message: Told) -> tuple[int, int]:
        if message.group is None or not self.groups[message.group].noisy:
            return 0, message.place
        return 1 + self._in_flight(message.group), message.place

    def _is_noisy(self, name: str) -> bool:
        group = self.groups[name]
        if self.now - group.sent >= 300:
            return False
        mine, everyones = self._in_flight(name), sum(each.state == "in flight" for each in self.all)
        if mine >= 30 and mine / everyones > 0.1:
            return True
        everything = [*self.all, *self.gone]
        time = self._time([each for each in everything if each.group == name], group.since)
        return time > 0 and time / self._time(everything, 0) > 0.1

    def _time(self, messages: list[Told], since: int) -> int:
        since = max(since, (self.now // MINUTE - 4) * MINUTE)
        spans = [(start, self.now if end is None else end) for each in messages for start, end in each.spans]
        return sum(max(0, end - max(start or 0, since)) for start, end in spans)

    def _in_flight(self, name: str) -> int:
        return sum(each.group == name and each.state == "in flight" for each in self.all)

    def _look(self) -> None:
        """A group of which nothing is left to receive is quiet."""
        for name, group in self.groups.items():
            had, group.backlog = group.backlog, self._has_backlog(name)
            if had and not group.backlog:
                group.noisy = False
                group.since = self.now
            if not any(each.group == name and each.state != "delayed" for each in self.all):
                group.since = self.now

    def _has_backlog(self, name: str) -> bool:
        return any(each.group == name and each.state == "visible" for each in self.all)

    # -- messages --------------------------------------------------------------------------------------------

    def _named(self, body: str) -> Told:
        return next(each for each in self.all if each.body == body)

    def _plan(self, message: Told, seconds: int) -> None:
        self.timers += 1
        message.until, message.timer = self.now + seconds, self.timers

    def _enter(self, message: Told) -> None:
        self.places += 1
        message.place, message.state, message.until = self.places, "visible", None
        if message.group is not None:
            self.groups.setdefault(message.group, Group(since=self.now)).sent = self.now

    def _show(self, message: Told) -> None:
        self._land(message)
        message.state, message.until = "visible", None
        if message.receives >= 3:
            self.places += 1
            message.place = self.places

    def _land(self, message: Told) -> None:
        if message.spans and message.spans[-1][1] is None:
            message.spans[-1][1] = self.now
