"""Choice rules as predicates: JSONPath's data tests with And, Or and Not, and JSONata's Condition."""

from fakeaws.services.stepfunctions.language.choices.compiling import compile_condition, compile_rule
from fakeaws.services.stepfunctions.language.choices.rules import Rule

__all__ = ["Rule", "compile_condition", "compile_rule"]
