"""JSONata, ``{% … %}``: `compile_expression` and `compile_value` read once, the results evaluate against a `Scope`.

The language itself is the package ``jsonata-python``'s, of the extra ``fakeaws[stepfunctions]``: imported when a definition
first has an expression.
"""

from fakeaws.services.stepfunctions.language.jsonata.expressions import (
    Expression,
    compile_expression,
    expression_text,
    is_expression,
)
from fakeaws.services.stepfunctions.language.jsonata.values import JsonataValue, compile_value

__all__ = ["Expression", "JsonataValue", "compile_expression", "compile_value", "expression_text", "is_expression"]
