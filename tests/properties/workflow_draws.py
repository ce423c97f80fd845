"""Definitions of state machines, drawn: every state can be reached, anything may fail, some loop for ever."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:"
ERRORS = ("States.ALL", "States.TaskFailed", "States.Timeout", "Refused", "Crash", "States.Runtime")

#: Inputs, and items of Maps: what the drawn paths lead to or not.
inputs: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {},
    optional={
        "n": st.integers(-1, 3) | st.just(1.5) | st.just("soon"),
        "s": st.text(max_size=3),
        "l": st.lists(st.integers(0, 3) | st.fixed_dictionaries({"n": st.integers(0, 2)}), max_size=5),
        "o": st.just({"n": 1}),
    },
)

_paths = st.sampled_from(["$", "$.n", "$.s", "$.l", "$.o", "$.o.n", "$.l[0]", "$.l[*]", "$.gone"])
_errors = st.lists(st.sampled_from(ERRORS[1:]), min_size=1, max_size=2, unique=True) | st.just(["States.ALL"])


class Drawing:
    """One definition's names: no two states have the same."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self._count = 0

    def names(self) -> list[str]:
        """Of one workflow's states, in the order in which they follow each other."""
        first = self._count
        self._count += self.draw(st.integers(1, 4))
        return [f"S{number}" for number in range(first, self._count)]


@st.composite
def definitions(draw: Any) -> dict[str, Any]:
    """A whole state machine."""
    machine = _workflow(Drawing(draw), 2)
    if draw(st.booleans()):
        machine["TimeoutSeconds"] = draw(st.integers(1, 1000))
    return machine


def _workflow(drawing: Drawing, depth: int) -> dict[str, Any]:
    names = drawing.names()
    states = {}
    for place, name in enumerate(names):
        following = names[place + 1] if place + 1 < len(names) else None
        states[name] = _state(drawing, name, names, following, depth)
    return {"StartAt": names[0], "States": states}


def _state(drawing: Drawing, name: str, names: list[str], following: str | None, depth: int) -> dict[str, Any]:
    draw = drawing.draw
    kinds = ["Pass", "Wait", "Task"]
    kinds += ["Parallel", "Map"] if depth else []
    kinds += ["Choice"] if following else ["Succeed", "Fail"]
    kind = draw(st.sampled_from(kinds))
    jsonata = draw(st.integers(0, 3)) == 0
    state: dict[str, Any] = {"Type": kind, **({"QueryLanguage": "JSONata"} if jsonata else {})}
    if kind == "Choice":
        return {**state, **_rules(draw, names, jsonata), "Default": following}
    if kind == "Fail":
        return {**state, **draw(st.sampled_from([{}, {"Error": "Refused"}, {"Error": "Crash", "Cause": "so"}]))}
    if kind != "Succeed":
        state.update({"Next": following} if following else {"End": True})
    state.update(_in_jsonata(draw, kind) if jsonata else _in_jsonpath(draw, kind, name))
    if kind == "Wait":
        state.update(draw(st.sampled_from([{"Seconds": 0}, {"Seconds": 40}, {"Timestamp": "2026-01-06T00:00:00Z"}])))
    if kind == "Task":
        state["Resource"] = FUNCTION + draw(st.sampled_from(["echo", "refuse", "sleep", "nobody"]))
        if draw(st.booleans()):
            state["TimeoutSeconds"] = draw(st.sampled_from([3, 60]))
    if kind == "Parallel":
        state["Branches"] = [_workflow(drawing, depth - 1) for _ in range(draw(st.integers(1, 3)))]
    if kind == "Map":
        state["ItemProcessor"] = _workflow(drawing, depth - 1)
        state["MaxConcurrency"] = draw(st.sampled_from([0, 1, 2]))
    if kind in ("Task", "Parallel", "Map"):
        state.update(_recovery(draw, names))
    return state


def _in_jsonpath(draw: Any, kind: str, name: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for field in ("InputPath", "OutputPath"):
        if draw(st.integers(0, 5)) == 0:
            fields[field] = draw(_paths | st.none())
    if kind in ("Pass", "Task", "Parallel", "Map") and draw(st.booleans()):
        fields["ResultPath"] = draw(st.sampled_from(["$.r", "$.o.r", None]))
    if kind in ("Pass", "Task", "Parallel") and draw(st.integers(0, 3)) == 0:
        fields["Parameters"] = {"l.$": draw(_paths), "n": 1}
    if kind == "Map":
        fields["ItemsPath"] = draw(st.sampled_from(["$.l", "$.l", "$.l", "$", "$.l[*]"]))
        if draw(st.booleans()):
            fields["ItemSelector"] = {"n.$": "$$.Map.Item.Value", "i.$": "$$.Map.Item.Index"}
    if kind != "Succeed" and draw(st.integers(0, 3)) == 0:
        fields["Assign"] = {f"v{name}.$": draw(st.sampled_from(["$", "$$.State.Name"]))}
    return fields


def _in_jsonata(draw: Any, kind: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    values = st.sampled_from(["{% $states.input %}", "{% $states.input.n + 1 %}", "{% $states.input.gone %}", 1])
    if kind == "Map":
        fields["Items"] = draw(st.sampled_from(["{% $states.input.l %}", "{% [1,2] %}", [1, "{% 2 %}"], "{% 1 %}"]))
    if draw(st.booleans()):
        fields["Output"] = {"l": [1], "v": draw(values)}
    return fields


def _rules(draw: Any, names: list[str], jsonata: bool) -> dict[str, Any]:
    conditions: st.SearchStrategy[dict[str, Any]]
    if jsonata:
        conditions = st.sampled_from(["{% $states.input.n > 1 %}", "{% $random() < 0.9 %}", "{% 'a' %}"]).map(
            lambda text: {"Condition": text}
        )
    else:
        conditions = st.sampled_from(
            [
                {"Variable": "$.n", "NumericGreaterThan": 1},
                {"Variable": "$.s", "IsPresent": True},
                {"And": [{"Variable": "$.n", "IsPresent": True}, {"Variable": "$.n", "IsNumeric": True}]},
                {"Not": {"Variable": "$.gone", "IsPresent": True}},
            ]
        )
    count = draw(st.integers(1, 2))
    return {"Choices": [{**draw(conditions), "Next": draw(st.sampled_from(names))} for _ in range(count)]}


def _recovery(draw: Any, names: list[str]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if draw(st.booleans()):
        retrier = {"ErrorEquals": draw(_errors), "MaxAttempts": draw(st.integers(0, 3))}
        fields["Retry"] = [{**retrier, "JitterStrategy": draw(st.sampled_from(["NONE", "FULL"]))}]
    if draw(st.booleans()):
        fields["Catch"] = [{"ErrorEquals": draw(_errors), "Next": draw(st.sampled_from(names))}]
    return fields
