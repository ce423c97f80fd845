"""The system fields that filters can add to what they emit."""

from __future__ import annotations

from collections.abc import Iterable

from fakeaws.services.logs import errors


def system_fields(wanted: Iterable[str], account: str, region: str) -> dict[str, str]:
    """Their values by name, sorted; raises AWS's refusal of one that there is not."""
    values = {"@aws.account": account, "@aws.region": region}
    names = sorted(wanted)
    for name in names:
        if name not in values:
            raise errors.invalid_parameter(
                f"Invalid system field '{name}'. Valid values are: [@aws.account, @aws.region]"
            )
    return {name: values[name] for name in names}
