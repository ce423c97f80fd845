"""A definition as typed states: what each field says at run time.

A field that the state's query language does not have is None, or its default where JSONPath has one. Both languages' payloads
have ``build(scope)`` (`Payload`), numbers and texts are the value itself or an `Expression` to evaluate (JSONata), paths have
``read(scope)``. "asl.md" is the fact sheet of the state language.

One visit of a state, JSONPath (asl.md §2):

1. *Effective input* = ``input_path`` read on the raw input; None (JSON null) gives ``{}``. The default is ``$``.
2. ``parameters`` built on the effective input, where there are any, replace it. Map's are ``item_selector``.
3. The work gives the *result*. Of Pass: ``result`` if it is not `ABSENT`, else what 2 gave.
4. ``result_selector`` built on the result, where there is one, replaces it (`Scope.on`).
5. ``result_path`` writes the result into the **raw** input; None keeps the raw input, the default ``$`` is the result alone.
6. ``output_path`` read on that is the output; None gives ``{}``.
7. ``assign`` is built beside 5, with ``$`` = result (Choice, Wait: effective input), on the variables as they were before the
   state; output and assignments never see each other (asl.md §6).

JSONata (asl.md §9): ``parameters`` (Arguments) built with ``$states.input``, work, then ``output`` and ``assign`` with
``$states.result`` as well; no ``output`` means the result (Pass, Wait, Choice, Succeed: the input).

A failure: the first `Retrier` that names the error, as long as it has attempts left, then the first `Catcher` (asl.md §8).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from fakeaws.services.stepfunctions.language.choices import Rule
from fakeaws.services.stepfunctions.language.compiled import Compiled
from fakeaws.services.stepfunctions.language.definition.resources import Resource
from fakeaws.services.stepfunctions.language.json_text import Json
from fakeaws.services.stepfunctions.language.jsonata import Expression, JsonataValue
from fakeaws.services.stepfunctions.language.paths import (
    Path,
    ResultPath,
    compile_path,
    compile_result_path,
)
from fakeaws.services.stepfunctions.language.scope import ABSENT
from fakeaws.services.stepfunctions.language.templates import DynamicValue, Template

JSONPATH: Final = "JSONPath"
JSONATA: Final = "JSONata"

INLINE: Final = "INLINE"
DISTRIBUTED: Final = "DISTRIBUTED"
STANDARD: Final = "STANDARD"
EXPRESS: Final = "EXPRESS"

#: A JSONPath payload template or a JSONata value; ``build(scope)`` gives the JSON.
Payload: TypeAlias = "Template | JsonataValue"
#: A literal, or the JSONata expression that gives it: evaluate with ``expected="number"``.
Whole: TypeAlias = "int | Expression"
Number: TypeAlias = "float | Expression"
Text: TypeAlias = "str | Expression"

#: The defaults of InputPath, OutputPath and ItemsPath, and of ResultPath.
WHOLE_INPUT: Final = compile_path("$")
WHOLE_RESULT: Final = compile_result_path("$")


@dataclass(frozen=True)
class Assignment(Compiled):
    """Assign: ``payload`` builds to an object of the new values; ``names`` are its members, in the definition's order."""

    names: tuple[str, ...]
    payload: Payload


@dataclass(frozen=True)
class Retrier(Compiled):
    """One rule of Retry: delay before its k-th attempt (from 0) = ``min(max_delay, interval · backoff_rate^k)`` seconds.

    ``jitter`` "FULL": uniform between 0 and that. Attempts are counted per retrier for one visit of the state; after
    ``max_attempts`` the error goes to Catch, never to later retriers. States.ALL stands alone, in the last one.
    """

    errors: tuple[str, ...]
    interval_seconds: int = 1
    max_attempts: int = 3
    backoff_rate: float = 2.0
    max_delay_seconds: int | None = None
    jitter: str = "NONE"


@dataclass(frozen=True)
class Catcher(Compiled):
    """One rule of Catch: the next state is ``next``, its input the Error Output ``{"Error": …, "Cause": …}``.

    JSONPath: ``result_path`` puts the Error Output into the state's raw input; OutputPath is not applied; ``assign`` has the
    Error Output for ``$``. JSONata: ``output``, or the Error Output itself; ``$states.errorOutput`` is there for both. The
    state's own Assign is not run.
    """

    errors: tuple[str, ...]
    next: str
    result_path: ResultPath | None = WHOLE_RESULT
    output: JsonataValue | None = None
    assign: Assignment | None = None


@dataclass(frozen=True)
class State(Compiled):
    """What all states have. ``location`` is the state's path in the definition; names are unique over the machine.

    ``reads``: names that its own fields read after a ``$``, those of JSONata's functions too; see `variable_references`.
    """

    name: str
    location: str
    query_language: str
    comment: str | None = None
    reads: tuple[str, ...] = ()

    @property
    def jsonata(self) -> bool:
        return self.query_language == JSONATA


@dataclass(frozen=True)
class Flow(State):
    """A state with a successor. ``next`` None is ``"End": true``: the branch, iteration or execution ends with its output."""

    next: str | None = None
    input_path: Path | None = WHOLE_INPUT
    output_path: Path | None = WHOLE_INPUT
    output: JsonataValue | None = None
    assign: Assignment | None = None


@dataclass(frozen=True)
class Pass(Flow):
    """asl.md §7.1. ``result`` is `ABSENT` if there is none; JSONata has none: its Output is all."""

    parameters: Payload | None = None
    result: Json = ABSENT
    result_path: ResultPath | None = WHOLE_RESULT


@dataclass(frozen=True)
class Working(Flow):
    """What Task, Parallel and Map share: a result that can be selected from, and failures that can be retried and caught."""

    parameters: Payload | None = None
    result_selector: Template | None = None
    result_path: ResultPath | None = WHOLE_RESULT
    retry: tuple[Retrier, ...] = ()
    catch: tuple[Catcher, ...] = ()


@dataclass(frozen=True)
class Task(Working):
    """asl.md §7.2. ``parameters`` are Parameters or Arguments: what the service is called with.

    Timeouts in seconds: None means none. Of a pair ``x`` and ``x_path`` one at most is set; a path must lead to a positive
    integer. Both begin anew with each attempt. ``credentials`` builds to ``{"RoleArn": …}``.
    """

    resource: Resource = field(kw_only=True)
    timeout_seconds: Whole | None = None
    timeout_seconds_path: Path | None = None
    heartbeat_seconds: Whole | None = None
    heartbeat_seconds_path: Path | None = None
    credentials: Payload | None = None


@dataclass(frozen=True)
class ChoiceRule(Compiled):
    """The first whose ``test`` matches is taken: its ``assign`` and ``output`` count, not the state's."""

    test: Rule
    next: str
    output: JsonataValue | None = None
    assign: Assignment | None = None


@dataclass(frozen=True)
class Choice(State):
    """asl.md §7.3. No rule matches: ``default``, with the state's own ``output`` and ``assign``; None fails the state.

    A rule's test sees the effective input as ``$``.
    """

    rules: tuple[ChoiceRule, ...] = ()
    default: str | None = None
    input_path: Path | None = WHOLE_INPUT
    output_path: Path | None = WHOLE_INPUT
    output: JsonataValue | None = None
    assign: Assignment | None = None


@dataclass(frozen=True)
class Wait(Flow):
    """asl.md §7.4. Exactly one of the four is set; ``timestamp`` is RFC 3339 if it is a literal of JSONPath."""

    seconds: Whole | None = None
    seconds_path: Path | None = None
    timestamp: Text | None = None
    timestamp_path: Path | None = None


@dataclass(frozen=True)
class Succeed(State):
    """asl.md §7.5: ends the branch, iteration or execution with its output."""

    input_path: Path | None = WHOLE_INPUT
    output_path: Path | None = WHOLE_INPUT
    output: JsonataValue | None = None


@dataclass(frozen=True)
class Fail(State):
    """asl.md §7.6. ``error`` and ``cause`` may be absent; ``error_path`` and ``cause_path`` give texts, in JSONPath only."""

    error: Text | None = None
    error_path: DynamicValue | None = None
    cause: Text | None = None
    cause_path: DynamicValue | None = None


@dataclass(frozen=True)
class Workflow(Compiled):
    """States and where they begin: a branch, a processor, a machine. Transitions stay inside."""

    start_at: str
    states: Mapping[str, State]
    comment: str | None = None


@dataclass(frozen=True)
class Parallel(Working):
    """asl.md §7.7. Every branch gets the effective input; the result is the array of their outputs, in order."""

    branches: tuple[Workflow, ...] = ()


@dataclass(frozen=True)
class Processor(Workflow):
    """ItemProcessor, or the older Iterator. ``execution_type`` is STANDARD or EXPRESS if ``mode`` is DISTRIBUTED."""

    mode: str = INLINE
    execution_type: str | None = None


@dataclass(frozen=True)
class ItemReader(Compiled):
    """Where a Distributed Map's items come from, instead of ``items``.

    ``action`` is ``getObject`` or ``listObjectsV2``; ``parameters`` (Parameters or Arguments) build to Bucket, Key, Prefix, ….
    ``max_items`` 0 and None are all; other fields are ReaderConfig's.
    """

    action: str
    parameters: Payload | None = None
    input_type: str | None = None
    max_items: Whole | None = None
    max_items_path: Path | None = None
    csv_header_location: str | None = None
    csv_headers: tuple[str, ...] = ()
    csv_delimiter: str = "COMMA"
    items_pointer: str | None = None
    transformation: str = "NONE"
    manifest_type: str | None = None


@dataclass(frozen=True)
class ItemBatcher(Compiled):
    """Children get ``{"BatchInput": …, "Items": […]}``; without ``batch_input`` there is no BatchInput."""

    max_items: Whole | None = None
    max_items_path: Path | None = None
    max_input_bytes: Whole | None = None
    max_input_bytes_path: Path | None = None
    batch_input: Payload | None = None


@dataclass(frozen=True)
class ResultWriter(Compiled):
    """``exports``: results go to the bucket that ``parameters`` build to; else only the state's result is formatted.

    ``transformation`` is NONE, COMPACT or FLATTEN, by default NONE when results are exported and COMPACT when not.
    """

    exports: bool
    parameters: Payload | None = None
    transformation: str = "NONE"
    output_type: str = "JSON"


@dataclass(frozen=True)
class Map(Working):
    """asl.md §7.8. The items are ``items`` (JSONata; without it the input), or ``items_path`` read on the effective input.

    ``item_selector`` (or the older Parameters) is built per item, with ``$`` the Map's effective input and ``$$.Map.Item`` the
    item. ``max_concurrency`` 0 is no limit. The tolerated failures are a Distributed Map's; None tolerates none.
    """

    processor: Processor = field(kw_only=True)
    items_path: Path = WHOLE_INPUT
    items: JsonataValue | None = None
    item_selector: Payload | None = None
    max_concurrency: Whole = 0
    max_concurrency_path: Path | None = None
    tolerated_failure_count: Whole | None = None
    tolerated_failure_count_path: Path | None = None
    tolerated_failure_percentage: Number | None = None
    tolerated_failure_percentage_path: Path | None = None
    label: str | None = None
    item_reader: ItemReader | None = None
    item_batcher: ItemBatcher | None = None
    result_writer: ResultWriter | None = None

    @property
    def distributed(self) -> bool:
        return self.processor.mode == DISTRIBUTED


@dataclass(frozen=True)
class StateMachine(Workflow):
    """``timeout_seconds`` ends the whole execution with TIMED_OUT; None is no limit but the service's."""

    version: str = "1.0"
    timeout_seconds: int | None = None
    query_language: str = JSONPATH

    def all_states(self) -> Mapping[str, State]:
        """Every state by its name, those of branches and processors after the state that has them."""
        return all_states(self)


def all_states(workflow: Workflow) -> dict[str, State]:
    """Of a machine, a branch or a processor; see `StateMachine.all_states`."""
    found: dict[str, State] = {}
    _add_states(workflow, found)
    return found


def inner_workflows(state: State) -> tuple[Workflow, ...]:
    """A state's branches or processor."""
    if isinstance(state, Parallel):
        return state.branches
    return (state.processor,) if isinstance(state, Map) else ()


def _add_states(workflow: Workflow, found: dict[str, State]) -> None:
    for name, state in workflow.states.items():
        found[name] = state
        for inner in inner_workflows(state):
            _add_states(inner, found)
