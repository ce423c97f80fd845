"""JSONPath as Step Functions has it: Jayway's dialect and its error texts, Reference Paths, ``$$`` and ``$variable``.

`compile_path` reads a path once; `Path.read` evaluates it against a `Scope`.
"""

from fakeaws.services.stepfunctions.language.paths.compiling import (
    compile_path,
    compile_reference_path,
    compile_result_path,
)
from fakeaws.services.stepfunctions.language.paths.path import Path, PathMiss
from fakeaws.services.stepfunctions.language.paths.writing import ResultPath

__all__ = ["Path", "PathMiss", "ResultPath", "compile_path", "compile_reference_path", "compile_result_path"]
