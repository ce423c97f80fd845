"""The intrinsic functions, ``States.Format('…', $.a)``: compiled once, read per evaluation."""

from fakeaws.services.stepfunctions.language.intrinsics.calls import Intrinsic
from fakeaws.services.stepfunctions.language.intrinsics.parsing import compile_intrinsic

__all__ = ["Intrinsic", "compile_intrinsic"]
