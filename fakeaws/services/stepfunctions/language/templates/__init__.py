"""Payload templates: JSON whose fields named ``….$`` are paths or intrinsic calls."""

from fakeaws.services.stepfunctions.language.templates.compiling import compile_template
from fakeaws.services.stepfunctions.language.templates.dynamic import DynamicValue, compile_dynamic, read_field
from fakeaws.services.stepfunctions.language.templates.template import Template

__all__ = ["DynamicValue", "Template", "compile_dynamic", "compile_template", "read_field"]
