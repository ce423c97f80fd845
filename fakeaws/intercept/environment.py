"""The process's AWS environment inside a world: dummy credentials, the world's region, no configuration files.

Whatever named real credentials, profiles or endpoints is out of sight until the world is left; then every ``AWS_*``
variable and boto3's default session are exactly what they were.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from fakeaws import settings

#: Nobody's credentials; every unknown access key is a user of the world's default account.
ACCESS_KEY = "AKIAFAKEAWS000000000"
SECRET_KEY = "fakeaws/dummy/secret/key/of/nobody/00000"
#: A path that never exists, whatever the platform.
NO_FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "no-such-file")

#: What could name somebody's identity, files or endpoints. Other AWS_* variables are the application's own.
_HIDDEN = frozenset(
    (
        "AWS_ACCOUNT_ID",
        "AWS_CA_BUNDLE",
        "AWS_CREDENTIAL_EXPIRATION",
        "AWS_CREDENTIAL_FILE",
        "AWS_DEFAULT_PROFILE",
        "AWS_PROFILE",
        "AWS_ROLE_ARN",
        "AWS_ROLE_SESSION_NAME",
        "AWS_SECURITY_TOKEN",
        "AWS_SESSION_TOKEN",
        "AWS_USE_DUALSTACK_ENDPOINT",
        "AWS_USE_FIPS_ENDPOINT",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
    )
)
_HIDDEN_PREFIXES = ("AWS_ENDPOINT_URL", "AWS_CONTAINER_", "AWS_BEARER_TOKEN", "AWS_EC2_METADATA_SERVICE_")


class _Process:
    """What holds for the whole process."""

    #: The worlds' stays, innermost last.
    stays: list[Environment] = []
    #: What the last outermost world showed, and what it had hidden, until `forget_dummies`.
    last: Environment | None = None


def region_set_by_tests() -> str | None:
    """The region that the test suite has put into the environment; one of the developer's shell does not count.

    A suite that sets ``AWS_DEFAULT_REGION`` in a fixture means it; what a machine happens to have must not change what
    its tests see.
    """
    environ = _Process.stays[0].hidden if _Process.stays else os.environ
    for name, inherited in settings.inherited_region.items():
        value = environ.get(name)
        if value and value != inherited:
            return value
    return None


def forget_dummies() -> None:
    """At a test's end: take back dummy values that somebody has restored after the world was left.

    A ``monkeypatch.setenv`` of the test inside the world remembers the dummy value, and may be undone after the world.
    """
    last = _Process.last
    if last is None or _Process.stays:
        return
    _Process.last = None
    for name, value in last.shown.items():
        before = last.hidden.get(name)
        if before != value and os.environ.get(name) == value:
            _set(name, before)


def _set(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value


class Environment:
    """One world's stay in the process's environment."""

    __slots__ = ("_default_session", "_session_state", "hidden", "shown")

    def __init__(self) -> None:
        #: Every AWS_* variable as it was before.
        self.hidden: dict[str, str] = {}
        #: The dummy ones.
        self.shown: dict[str, str] = {}
        self._default_session: Any = None
        self._session_state: _SessionState | None = None

    def enter(self, region: str) -> None:
        """Hide the real environment and show the dummy one."""
        environ = os.environ
        self.hidden = saved = {name: environ[name] for name in environ if name.startswith("AWS_")}
        for name in saved:
            if name in _HIDDEN or name.startswith(_HIDDEN_PREFIXES):
                del environ[name]
        self.shown = {
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
            "AWS_DEFAULT_REGION": region,
            "AWS_REGION": region,
            "AWS_CONFIG_FILE": NO_FILE,
            "AWS_SHARED_CREDENTIALS_FILE": NO_FILE,
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        for name, value in self.shown.items():
            if saved.get(name) != value:
                environ[name] = value
        _Process.stays.append(self)
        boto3 = sys.modules.get("boto3")
        self._default_session = getattr(boto3, "DEFAULT_SESSION", None)
        if self._default_session is not None:
            self._session_state = _SessionState(self._default_session._session)

    def leave(self) -> None:
        """Make every ``AWS_*`` variable and boto3's default session what they were."""
        environ, saved = os.environ, self.hidden
        _Process.stays.remove(self)
        if not _Process.stays:
            _Process.last = self
        for name in [name for name in environ if name.startswith("AWS_") and name not in saved]:
            del environ[name]
        for name, value in saved.items():
            if environ.get(name) != value:
                environ[name] = value
        boto3 = sys.modules.get("boto3")
        if boto3 is not None:
            setattr(boto3, "DEFAULT_SESSION", self._default_session)  # noqa: B010 - for type checkers without boto3
        if self._session_state is not None:
            self._session_state.restore()


class _SessionState:
    """A botocore session that was there before the world: it acts with the dummy credentials until `restore`.

    A session keeps what it once read from the environment (credentials, providers, configuration): all of that is put
    aside, and what it reads inside the world is forgotten.
    """

    __slots__ = ("_components", "_session", "_state")

    def __init__(self, session: Any) -> None:
        from botocore.credentials import Credentials

        self._session = session
        self._state = dict(session.__dict__)
        locator = getattr(session, "_components", None)
        self._components = (
            (locator, dict(locator._components), dict(locator._deferred)) if locator is not None else None
        )
        session._credentials = Credentials(ACCESS_KEY, SECRET_KEY, method="fakeaws")

    def restore(self) -> None:
        self._session.__dict__.clear()
        self._session.__dict__.update(self._state)
        if self._components is not None:
            locator, components, deferred = self._components
            locator._components, locator._deferred = components, deferred
