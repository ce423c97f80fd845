"""ResultPath: a result put into the state's raw input."""

from __future__ import annotations

from fakeaws.services.stepfunctions.language.compiled import Compiled
from fakeaws.services.stepfunctions.language.errors import RESULT_PATH_MATCH_FAILURE, StateError
from fakeaws.services.stepfunctions.language.json_text import Json, write_json
from fakeaws.services.stepfunctions.language.paths.steps import Index, Step


class ResultPath(Compiled):
    """A Reference Path at which results are put."""

    __slots__ = ("steps", "text")

    def __init__(self, text: str, steps: tuple[Step, ...]) -> None:
        self.text = text
        self.steps = steps

    def write(self, document: Json, value: Json) -> Json:
        """``document`` with ``value`` at the path; what is on the way is copied, the rest shared, nothing changed.

        Members that are missing on the way are made; an element of an array must be there. Raises
        `States.ResultPathMatchFailure` where the document has something else than the path's object or array.
        """
        return self._put(document, 0, value, document)

    def _put(self, holder: Json, at: int, value: Json, document: Json) -> Json:
        if at == len(self.steps):
            return value
        step = self.steps[at]
        if isinstance(step, Index):
            found = step.follow(holder, holder)
            if not found:
                raise self._failure(document)
            elements = list(holder)
            elements[step.index] = self._put(found[0], at + 1, value, document)
            return elements
        if not isinstance(holder, dict):
            raise self._failure(document)
        name: str = step.name  # type: ignore[attr-defined]
        members = dict(holder)
        members[name] = self._put(holder.get(name, {}), at + 1, value, document)
        return members

    def _failure(self, document: Json) -> StateError:
        return StateError(
            RESULT_PATH_MATCH_FAILURE, f"Unable to apply ReferencePath {self.text} to input {write_json(document)}"
        )
