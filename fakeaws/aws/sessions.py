"""Temporary credentials and whom they stand for."""

from __future__ import annotations

import base64
import string
from collections.abc import Mapping
from typing import TYPE_CHECKING

from fakeaws.aws.access_keys import access_key_id
from fakeaws.aws.service import Caller, Result
from fakeaws.simulation.clock import from_us

if TYPE_CHECKING:
    from fakeaws.world import World

_SECRET_LETTERS = string.ascii_letters + string.digits + "+/"

#: What every session token begins with: "origin_ec" in base 64, behind three bytes.
_TOKEN_START = "IQoJb3JpZ2luX2Vj"
_TOKEN_SIZE = 1000
#: The largest session token that can be asked for (`MinimumSessionTokenSize`), taken for the largest there is.
_MAX_TOKEN_SIZE = 4096


class Session(Caller):
    """The holder of temporary credentials: an assumed role, a federated user, or a user's own session.

    ``tags`` are those that pass on to the next role in a chain; so does ``source_identity``, which stays once set.
    """

    __slots__ = ("federated", "source_identity", "tags")

    def __init__(
        self,
        account: str,
        arn: str,
        user_id: str,
        *,
        federated: bool = False,
        source_identity: str | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(account, arn, user_id)
        self.federated = federated
        self.source_identity = source_identity
        self.tags: Mapping[str, str] = tags or {}


def open_session(world: World, session: Session, seconds: int) -> Result:
    """Give the session credentials for so many seconds of the world's time; returns the ``Credentials`` structure.

    AWS shows the end of a session in whole seconds; from that instant on the credentials are refused.
    """
    ends_us = (world.wall_us + seconds * 1_000_000) // 1_000_000 * 1_000_000
    session.expires_us = world.now_us + ends_us - world.wall_us
    return {**credentials_of(world, session, "sts.credentials"), "Expiration": from_us(ends_us)}


def credentials_of(world: World, session: Session, stream: str) -> dict[str, str]:
    """Access key, secret and token of a session, drawn from that random stream and made known to the world."""
    random = world.streams.stream(stream)
    key = access_key_id("ASIA", session.account, random.getrandbits(39))
    session.access_key = key
    world.access_keys[key] = session
    token = base64.b64encode(random.getrandbits(_TOKEN_SIZE * 6).to_bytes(_TOKEN_SIZE * 6 // 8, "big")).decode()
    return {
        "AccessKeyId": key,
        "SecretAccessKey": "".join(random.choices(_SECRET_LETTERS, k=40)),
        "SessionToken": _TOKEN_START + token[len(_TOKEN_START) :],
    }


def sized(answer: Result, minimum: int | None) -> Result:
    """Let the session token have at least so many bytes, and say how large it is, for callers who asked for a size."""
    if minimum is None:
        return answer
    credentials = answer["Credentials"]
    token = credentials["SessionToken"]
    token += token[len(_TOKEN_START) :] * 5
    size = max(_TOKEN_SIZE, minimum)
    credentials["SessionToken"] = token[:size]
    return {**answer, "SessionTokenSize": size, "SessionTokenUtilization": round(100 * size / _MAX_TOKEN_SIZE)}
