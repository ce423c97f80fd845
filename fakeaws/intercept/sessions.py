"""boto3 sessions of the world's accounts and regions."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from fakeaws.aws.access_keys import access_key_id

if TYPE_CHECKING:
    import boto3

    from fakeaws.world import World


def boto3_session(world: World, account: str, region: str) -> boto3.Session:
    """A ``boto3.Session`` with an access key of the account, made known to the world. The same key each time.

    Raises ``ValueError`` for what is no account id, ``ModuleNotFoundError`` if boto3 is not installed.
    """
    from fakeaws.world import user_of

    if len(account) != 12 or not account.isdecimal():
        raise ValueError(f"an account id has 12 digits; got {account!r}")
    try:
        import boto3
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "boto3_session() needs boto3, which is not installed (fakeaws itself only needs botocore): "
            "pip install boto3",
            name=error.name,
        ) from error
    digest = hashlib.sha256(f"access key/{account}".encode()).digest()
    key = access_key_id("AKIA", account, int.from_bytes(digest, "big"))
    world.access_keys.setdefault(key, user_of(account, key))
    return boto3.Session(
        aws_access_key_id=key,
        aws_secret_access_key=base64.b64encode(digest).decode()[:40],
        region_name=region,
    )
