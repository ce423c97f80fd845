"""ARNs as SNS reads them in parameters."""

from __future__ import annotations

from fakeaws.aws.arns import Arn
from fakeaws.services.sns import errors


def parsed(text: str | None, parameter: str, region: str) -> Arn:
    """The ARN in a parameter; refused in AWS's words if it is none, or one of another region than the endpoint's."""
    text = text or ""
    parts = text.split(":", 5)
    if len(parts) < 6:
        raise errors.invalid_parameter(parameter, f"An ARN must have at least 6 elements, not {len(parts)}")
    try:
        arn = Arn.parse(text)
    except ValueError:
        raise errors.invalid_parameter(parameter) from None
    if arn.service != "sns" or arn.region != region:
        raise errors.invalid_parameter(parameter)
    return arn
