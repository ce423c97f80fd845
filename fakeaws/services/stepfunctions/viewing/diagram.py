"""A definition as a Mermaid flowchart, with the way that an execution took."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fakeaws.services.stepfunctions.executions.execution import SUCCEEDED, Execution
from fakeaws.services.stepfunctions.language.definition.states import (
    Choice,
    Fail,
    Flow,
    Parallel,
    State,
    Succeed,
    Wait,
    Workflow,
    Working,
    inner_workflows,
)
from fakeaws.services.stepfunctions.viewing.journey import Journey
from fakeaws.services.stepfunctions.viewing.waiting import open_visits

#: Class → its style; the later of two that a state is in wins.
_STYLES = {
    "taken": "fill:#d5f0d5,stroke:#2e7d32",
    "failed": "fill:#f8d0d0,stroke:#c62828",
    "here": "fill:#fff3c4,stroke:#f9a825",
}
_TAKEN_EDGE = "stroke:#2e7d32,stroke-width:3px"

#: What a state looks like: the brackets around its label.
_SHAPES: dict[type[State], tuple[str, str]] = {
    Choice: ("{", "}"),
    Succeed: ("([", "])"),
    Fail: ("([", "])"),
    Wait: ("(", ")"),
}
_PLAIN = ("[", "]")


def render(execution: Execution) -> str:
    """A ``flowchart``: branches and iterations are boxes inside the state that has them; catchers are dotted."""
    return "\n".join(_Diagram(execution).lines()) + "\n"


class _Diagram:
    def __init__(self, execution: Execution) -> None:
        self.execution = execution
        self.journey = Journey(execution)
        self.ids = {name: f"s{number}" for number, name in enumerate(self.journey.states(), 1)}
        self.went = set(self.journey.transitions())
        self.edges: list[str] = []
        self.taken_edges: list[int] = []

    def lines(self) -> list[str]:
        top, steps = self.journey.top, self.journey.steps.values()
        taken = {step.state.name for step in steps}
        failed = {step.state.name for step in steps if step.failed}
        here = {visit.state.name for visit in open_visits(self.execution)}
        nodes = [
            *self.workflow(top.workflow, "    "),
            "    start((start))",
            "    finish((end))",
        ]
        self.edge("start", self.ids[top.workflow.start_at], bool(steps))
        self.transitions(top.workflow, top=True)
        classes = {"taken": taken - failed - here, "failed": failed - here, "here": here}
        result = ["flowchart TD", *nodes, *self.edges]
        for name, style in _STYLES.items():
            members = [id for state, id in self.ids.items() if state in classes[name]]
            if members:
                result += [f"    classDef {name} {style}", f"    class {','.join(members)} {name}"]
        if self.taken_edges:
            result.append(f"    linkStyle {','.join(map(str, self.taken_edges))} {_TAKEN_EDGE}")
        return result

    def workflow(self, workflow: Workflow, indent: str) -> Iterator[str]:
        for name, state in workflow.states.items():
            inner = inner_workflows(state)
            if not inner:
                left, right = _SHAPES.get(type(state), _PLAIN)
                yield f'{indent}{self.ids[name]}{left}"{escaped(name)}"{right}'
                continue
            yield f'{indent}subgraph {self.ids[name]}["{escaped(name)} ({type(state).__name__})"]'
            for number, each in enumerate(inner, 1):
                if isinstance(state, Parallel):
                    yield f'{indent}    subgraph {self.ids[name]}b{number}["branch {number}"]'
                    yield from self.workflow(each, indent + "        ")
                    yield f"{indent}    end"
                else:
                    yield from self.workflow(each, indent + "    ")
            yield f"{indent}end"

    def transitions(self, workflow: Workflow, *, top: bool) -> None:
        """The edges of its states; those that end the execution lead to a node of their own."""
        ended = self.execution.status == SUCCEEDED
        last = self.journey.top.steps[-1].state.name if self.journey.top.steps else None
        for name, state in workflow.states.items():
            here = self.ids[name]
            for inner in inner_workflows(state):
                self.transitions(inner, top=False)
            for label, next, caught in _exits(state):
                if next is not None:
                    self.edge(here, self.ids[next], (name, next, caught) in self.went, label, caught)
            if top and _can_end(state):
                self.edge(here, "finish", ended and name == last)

    def edge(self, source: str, target: str, taken: bool, label: str = "", dotted: bool = False) -> None:
        if taken:
            self.taken_edges.append(len(self.edges))
        arrow = "-.->" if dotted else "-->"
        told = f'|"{escaped(label)}"|' if label else ""
        self.edges.append(f"    {source} {arrow}{told} {target}")


def _exits(state: State) -> Iterator[tuple[str, str | None, bool]]:
    """``(label, next state, whether it is a catcher's)``."""
    if isinstance(state, Choice):
        for number, rule in enumerate(state.rules, 1):
            yield f"rule {number}", rule.next, False
        yield "Default", state.default, False
    elif isinstance(state, Flow):
        yield "", state.next, False
    if isinstance(state, Working):
        for catcher in state.catch:
            yield ", ".join(catcher.errors), catcher.next, True


def _can_end(state: State) -> bool:
    return isinstance(state, Succeed) or (isinstance(state, Flow) and state.next is None)


def escaped(text: str) -> str:
    """A label between quotes: what means something to Mermaid, Markdown or HTML as an entity."""
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", " ".join(text.split()))


#: Everything special; a list's ``1.`` and ``-`` at the beginning.
_SPECIAL = re.compile(r"""["#&<>;`\\|{}\[\]*~$%]|^[-+=](?= )|(?<=\d)[.)](?= )""")
