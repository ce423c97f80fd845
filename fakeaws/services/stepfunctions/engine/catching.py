"""Retry and Catch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions import limits
from fakeaws.services.stepfunctions.engine.failures import Failure
from fakeaws.services.stepfunctions.engine.frames import Visit
from fakeaws.services.stepfunctions.language.definition.states import Catcher, Map, Parallel, Retrier, Working

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.engine import Engine


def delay_seconds(retrier: Retrier, attempt: int) -> float:
    """Before the retrier's ``attempt``, from 0, its jitter left out."""
    longest = retrier.max_delay_seconds
    try:
        delay = retrier.interval_seconds * retrier.backoff_rate**attempt
    except OverflowError:
        delay = float("inf")
    return delay if longest is None else min(longest, delay)


def retries(engine: Engine, visit: Visit, failure: Failure) -> bool:
    """Let the state be tried again later, if its Retry wants that."""
    state = visit.state
    if not isinstance(state, Working):
        return False
    for place, retrier in enumerate(state.retry):
        if not failure.is_named(retrier.errors):
            continue
        attempt = visit.attempts.get(place, 0)
        if attempt >= retrier.max_attempts:
            return False
        visit.attempts[place] = attempt + 1
        visit.retry_count += 1
        # Beyond a year no execution is there to be tried again.
        delay_us = round(min(delay_seconds(retrier, attempt) * limits.SECOND_US, 2 * limits.STANDARD_US))
        if retrier.jitter == "FULL":
            delay_us = engine.jitter.randrange(delay_us + 1)
        engine.note_retry(visit, failure, place, delay_us)
        engine.sleep(visit, engine.world.now_us + delay_us, engine.again, visit)
        return True
    return False


def exhausted(visit: Visit, failure: Failure) -> None:
    """What a Parallel or Map writes once nothing is tried again; of other states the failed attempt has written it."""
    state = visit.state
    if isinstance(state, (Parallel, Map)) and failure.catchable:
        kind = type(state).__name__
        visit.frame.last = visit.execution.history.add(f"{kind}StateFailed", visit.frame.last)


def catcher_of(visit: Visit, failure: Failure) -> tuple[int, Catcher] | None:
    """The first catcher that names the failure, and its place."""
    state = visit.state
    if isinstance(state, Working):
        for place, catcher in enumerate(state.catch):
            if failure.is_named(catcher.errors):
                return place, catcher
    return None


def caught(engine: Engine, visit: Visit, failure: Failure) -> bool:
    """Let the frame go on at a catcher's state. Raises what is wrong with the catcher's own fields."""
    found = catcher_of(visit, failure)
    if found is None:
        return False
    place, catcher = found
    error_output = failure.output
    scope = engine.scope(visit)
    scope.error_output = error_output
    if visit.state.jsonata:
        output = error_output if catcher.output is None else catcher.output.build(scope)
        assigned = None if catcher.assign is None else catcher.assign.payload.build(scope)
    else:
        path = catcher.result_path
        output = visit.value if path is None else path.write(visit.value, error_output)
        assigned = None if catcher.assign is None else catcher.assign.payload.build(scope.on(error_output))
    engine.note_catch(visit, failure, place)
    engine.leave(visit, output, catcher.next, assigned)
    return True
