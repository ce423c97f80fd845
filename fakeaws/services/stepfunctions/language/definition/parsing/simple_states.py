"""Pass, Wait, Succeed, Fail and Choice."""

from __future__ import annotations

from typing import Any

from fakeaws.services.stepfunctions.language.definition import compiling
from fakeaws.services.stepfunctions.language.definition.diagnostics import NO_PATH, PASS_RESULT_IS_STATIC
from fakeaws.services.stepfunctions.language.definition.fields import Fields
from fakeaws.services.stepfunctions.language.definition.parsing.context import StateFields
from fakeaws.services.stepfunctions.language.definition.parsing.tables import RULE, TEST
from fakeaws.services.stepfunctions.language.definition.states import (
    JSONATA,
    Choice,
    ChoiceRule,
    Fail,
    Pass,
    Succeed,
    Wait,
)
from fakeaws.services.stepfunctions.language.definition.validator.lookalikes import looks_dynamic, warn_of_template
from fakeaws.services.stepfunctions.language.json_text import Json
from fakeaws.services.stepfunctions.language.scope import ABSENT
from fakeaws.services.stepfunctions.language.timestamps import timestamp_ns


def pass_state(state: StateFields, common: dict[str, Any]) -> Pass:
    fields = state.fields
    result: Json = fields.values.get("Result", ABSENT) if fields.language != JSONATA else ABSENT
    if result is not ABSENT and _has_dynamic(result):
        fields.report.warning(
            PASS_RESULT_IS_STATIC, "The value of 'Result' is static: paths in it are not resolved", fields.at("Result")
        )
    warn_of_template(fields, "Parameters")
    return Pass(
        **common,
        parameters=compiling.template(fields, "Parameters"),
        result=result,
        result_path=compiling.result_path(fields),
    )


def wait_state(state: StateFields, common: dict[str, Any]) -> Wait:
    fields = state.fields
    paths = () if fields.language == JSONATA else ("SecondsPath", "TimestampPath")
    fields.exactly_one(*sorted(("Seconds", "Timestamp", *paths)))
    timestamp = compiling.text(fields, "Timestamp")
    if isinstance(timestamp, str) and timestamp_ns(timestamp) is None:
        fields.schema("String does not match RFC3339 timestamp", "Timestamp")
    return Wait(
        **common,
        seconds=compiling.whole(fields, "Seconds", 0),
        seconds_path=compiling.reference_path(fields, "SecondsPath"),
        timestamp=timestamp,
        timestamp_path=compiling.reference_path(fields, "TimestampPath"),
    )


def succeed_state(state: StateFields, common: dict[str, Any]) -> Succeed:
    return Succeed(**common)


def fail_state(state: StateFields, common: dict[str, Any]) -> Fail:
    fields = state.fields
    for name in ("Error", "Cause"):
        fields.at_most_one(name, f"{name}Path")
        value = fields.values.get(name)
        if fields.language != JSONATA and isinstance(value, str) and looks_dynamic(value):
            fields.report.warning(NO_PATH, _no_path(name), fields.at(name))
    return Fail(
        **common,
        error=compiling.text(fields, "Error"),
        error_path=compiling.dynamic(fields, "ErrorPath"),
        cause=compiling.text(fields, "Cause"),
        cause_path=compiling.dynamic(fields, "CausePath"),
    )


def choice_state(state: StateFields, common: dict[str, Any]) -> Choice:
    fields = state.fields
    default = fields.text("Default")
    if default is not None:
        state.outline.targets.append((default, fields.at("Default")))
    fields.require("Choices")
    choices = fields.values.get("Choices")
    rules = [_rule(state, rule) for rule in fields.objects("Choices", may_be_empty=False)]
    if not isinstance(choices, list) or len(rules) < max(len(choices), 1):
        state.outline.known = False
    return Choice(**common, rules=tuple(rule for rule in rules if rule is not None), default=default)


def _rule(state: StateFields, fields: Fields) -> ChoiceRule | None:
    before = fields.report.errors
    fields.allow(RULE)
    jsonata = fields.language == JSONATA
    fields.require(*(("Condition", "Next") if jsonata else ("Next",)))
    target = fields.text("Next")
    if target is None:
        state.outline.known = False
    else:
        state.outline.targets.append((target, fields.at("Next")))
    if not jsonata:
        _check_tests(fields)
    test = compiling.rule(fields) if not jsonata or "Condition" in fields else None
    output = compiling.jsonata(fields, "Output")
    assign = compiling.assignment(fields)
    if test is None or target is None or fields.report.errors > before:
        return None
    return ChoiceRule(test, target, output, assign)


def _check_tests(fields: Fields) -> None:
    """Fields of a rule and of those inside it: what compiling the rule does not look at."""
    for name, value in fields.values.items():
        if name in ("And", "Or") and isinstance(value, list):
            inner = [fields.below(f"{name}[{at}]", one) for at, one in enumerate(value) if isinstance(one, dict)]
        elif name == "Not" and isinstance(value, dict):
            inner = [fields.below("Not", value)]
        else:
            if name.endswith("Equals") and isinstance(value, str) and looks_dynamic(value):
                fields.report.warning(NO_PATH, _no_path(name), fields.at(name))
            continue
        for one in inner:
            one.allow(TEST)
            _check_tests(one)


def _no_path(name: str) -> str:
    return f"The value of '{name}' looks like a path, but the field's name does not end with 'Path'"


def _has_dynamic(value: Json) -> bool:
    if isinstance(value, dict):
        return any(name.endswith(".$") or _has_dynamic(item) for name, item in value.items())
    if isinstance(value, list):
        return any(_has_dynamic(item) for item in value)
    return isinstance(value, str) and looks_dynamic(value)
