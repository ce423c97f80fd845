"""Session policies and session tags: what may be passed along, and how much of it."""

from __future__ import annotations

import math
from collections.abc import Mapping

from fakeaws.aws.errors import AwsError
from fakeaws.aws.policies import MalformedPolicy, parse_policy
from fakeaws.aws.service import Params

_MAX_POLICIES = 10
_MAX_PLAINTEXT = 2048

# How AWS packs policies and tags is not public. Fitted to what AWS answered: a policy of one statement fills 16 %, nine
# tags of 252 characters 498 %; and a policy of the longest plaintext allowed is taken to fill it.
_POLICY_BASE, _POLICY_PER_CHARACTER = 11.2, 88.8 / _MAX_PLAINTEXT
_BYTES_OF_TAGS, _PER_TAG = 461, 3


def session_tags(params: Params, inherited: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """All tags of the new session, and those of them that pass on to the next; the keys of tags ignore case."""
    own = {tag["Key"]: tag["Value"] for tag in params.get("Tags", ())}
    keys = [tag["Key"].casefold() for tag in params.get("Tags", ())]
    if len(keys) != len(dict.fromkeys(keys)):
        raise AwsError(
            "InvalidParameterValue", "Duplicate tag keys found. Please note that Tag keys are case insensitive."
        )
    transitive = [key.casefold() for key in params.get("TransitiveTagKeys", ())]
    inherited_keys = [key.casefold() for key in inherited]
    if any(key not in keys for key in transitive):
        raise AwsError(
            "InvalidParameterValue", "The specified transitive tag key must be included in the requested tags."
        )
    if any(key in inherited_keys for key in keys):
        raise AwsError(
            "InvalidParameterValue",
            "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key "
            "from the calling session.",
        )
    passed_on = {key: value for key, value in own.items() if key.casefold() in transitive}
    return {**inherited, **own}, {**inherited, **passed_on}


def packed_size(params: Params, tags: Mapping[str, str]) -> int | None:
    """``PackedPolicySize``: how many percent of the space session policies and tags fill; ``None`` without any.

    Raises ``MalformedPolicyDocument`` and, above 100 percent, ``PackedPolicyTooLarge``. The number is an estimate.
    """
    policy, arns = params.get("Policy"), [each["arn"] for each in params.get("PolicyArns", ()) if "arn" in each]
    if policy is not None:
        try:
            parse_policy(policy, "identity")
        except MalformedPolicy as error:
            raise AwsError("MalformedPolicyDocument", error.reason) from None
    if len(arns) > _MAX_POLICIES:
        raise AwsError(
            "ValidationError",
            f"1 validation error detected: Value '[{', '.join(arns)}]' at 'policyArns' failed to satisfy constraint: "
            f"Member must have length less than or equal to {_MAX_POLICIES}",
        )
    plaintext = len(policy or "") + sum(map(len, arns))
    of_policies = math.ceil(_POLICY_BASE + plaintext * _POLICY_PER_CHARACTER) if plaintext else 0
    of_tags = math.ceil(sum(100 * (len(key) + len(value) + _PER_TAG) for key, value in tags.items()) / _BYTES_OF_TAGS)
    percent = of_policies + of_tags
    if percent > 100:
        raise AwsError(
            "PackedPolicyTooLarge",
            f"Packed size of session tags consumes {percent}% of allotted space."
            if tags
            else f"Packed policy consumes {percent}% of allotted space, please use smaller policy.",
        )
    return percent if plaintext or tags else None
