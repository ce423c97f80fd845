"""AWS STS: one method per API operation, thin over `sessions`, `roles` and `web_identity`."""

from __future__ import annotations

from typing import NoReturn

from fakeaws.aws.access_keys import account_of, is_access_key_id
from fakeaws.aws.arns import Arn, partition_of
from fakeaws.aws.errors import AwsError
from fakeaws.aws.roles import Role
from fakeaws.aws.service import Call, Params, Result, Service
from fakeaws.aws.sessions import Session, open_session, sized
from fakeaws.services.sts.session_limits import packed_size, session_tags
from fakeaws.services.sts.web_identity import read_token

_HOUR = 3600
_TWELVE_HOURS = 12 * _HOUR


class Sts(Service):
    """STS in one account and region."""

    name = "sts"
    refused = {
        "AssumeRoleWithSAML": "SAML assertions are not read",
        "AssumeRoot": "it needs an organization, and there is none here",
        "DecodeAuthorizationMessage": "no refusal here carries an encoded message",
        "GetDelegatedAccessToken": "trade-in tokens come from partners that are not simulated",
        "GetWebIdentityToken": "it signs with keys that AWS publishes, and there are none here",
    }

    def get_caller_identity(self, call: Call) -> Result:
        caller = call.caller
        arn = caller.arn
        if not isinstance(caller, Session):
            arn = arn.replace("arn:aws:", f"arn:{partition_of(call.region)}:", 1)
        return {"UserId": caller.user_id, "Account": caller.account, "Arn": arn}

    def get_access_key_info(self, call: Call) -> Result:
        key = call.params["AccessKeyId"]
        known = self.world.access_keys.get(key)
        if known is not None:
            return {"Account": known.account}
        if not is_access_key_id(key):
            raise AwsError("ValidationError", f"{key} is invalid")
        return {"Account": account_of(key) or self.world.account}

    def get_session_token(self, call: Call) -> Result:
        caller, params = call.caller, call.params
        _refuse_session(call)
        session = Session(caller.account, caller.arn, caller.user_id)
        credentials = open_session(self.world, session, params.get("DurationSeconds", _TWELVE_HOURS))
        self._record(call, "session")
        return sized({"Credentials": credentials}, params.get("MinimumSessionTokenSize"))

    def get_federation_token(self, call: Call) -> Result:
        caller, params = call.caller, call.params
        _refuse_session(call)
        tags, _ = session_tags(params, {})
        packed = packed_size(params, tags)
        name = params["Name"]
        arn = f"arn:{partition_of(call.region)}:sts::{caller.account}:federated-user/{name}"
        session = Session(caller.account, arn, f"{caller.account}:{name}", federated=True)
        credentials = open_session(self.world, session, params.get("DurationSeconds", _TWELVE_HOURS))
        self._record(call, name)
        answer = {
            "Credentials": credentials,
            "FederatedUser": {"FederatedUserId": session.user_id, "Arn": arn},
            "PackedPolicySize": packed or 0,
        }
        return sized(answer, params.get("MinimumSessionTokenSize"))

    def assume_role(self, call: Call) -> Result:
        caller, params = call.caller, call.params
        try:
            arn = Arn.parse(params["RoleArn"])
        except ValueError:
            raise AwsError("ValidationError", f"{params['RoleArn']} is invalid") from None
        role = Role.of(arn)
        if role is None or (isinstance(caller, Session) and caller.federated):
            _not_authorized(call, "sts:AssumeRole")
        seconds = params.get("DurationSeconds", _HOUR)
        source_identity = params.get("SourceIdentity")
        inherited = {}
        if isinstance(caller, Session):
            if seconds > _HOUR:
                raise AwsError(
                    "ValidationError",
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role "
                    "chaining.",
                )
            if caller.source_identity is not None:
                if source_identity not in (None, caller.source_identity):
                    _not_authorized(call, "sts:SetSourceIdentity")
                source_identity = caller.source_identity
            inherited = dict(caller.tags)
        tags, passed_on = session_tags(params, inherited)
        packed = packed_size(params, tags)
        answer = self._assume(call, role, seconds, source_identity, passed_on)
        return _completed(answer, packed, params)

    def assume_role_with_web_identity(self, call: Call) -> Result:
        params = call.params
        try:
            role = Role.of(Arn.parse(params["RoleArn"]))
        except ValueError:
            role = None
        if role is None:
            raise AwsError("ValidationError", "Request ARN is invalid")
        identity = read_token(params["WebIdentityToken"], params.get("ProviderId"), self.world.wall_us // 1_000_000)
        tags, passed_on = session_tags(identity.tags, {})
        packed = packed_size(params, tags)
        seconds = params.get("DurationSeconds", _HOUR)
        answer = self._assume(call, role, seconds, identity.source_identity, passed_on)
        answer["SubjectFromWebIdentityToken"] = identity.subject
        answer["Provider"] = identity.provider
        if identity.audience is not None:
            answer["Audience"] = identity.audience
        return _completed(answer, packed, params)

    def _assume(
        self, call: Call, role: Role, seconds: int, source_identity: str | None, tags: dict[str, str]
    ) -> Result:
        name = call.params["RoleSessionName"]
        session = Session(
            role.account, role.session_arn(name), role.user_id(name), source_identity=source_identity, tags=tags
        )
        credentials = open_session(self.world, session, seconds)
        self._record(call, role.name)
        answer: Result = {
            "Credentials": credentials,
            "AssumedRoleUser": {"AssumedRoleId": session.user_id, "Arn": session.arn},
        }
        if source_identity is not None:
            answer["SourceIdentity"] = source_identity
        return answer

    def _record(self, call: Call, resource: str) -> None:
        """Instead of the router's record, which would name the first parameter: that may be a token."""
        self.world.simulation.progressed()
        self.world.timeline.add(self.name, call.operation, resource, "ok")
        call.recorded = True


def _refuse_session(call: Call) -> None:
    if isinstance(call.caller, Session):
        raise AwsError("AccessDenied", f"Cannot call {call.operation} with session credentials", status=403)


def _not_authorized(call: Call, action: str) -> NoReturn:
    raise AwsError(
        "AccessDenied",
        f"User: {call.caller.arn} is not authorized to perform: {action} on resource: {call.params['RoleArn']}",
        status=403,
    )


def _completed(answer: Result, packed: int | None, params: Params) -> Result:
    if packed is not None:
        answer["PackedPolicySize"] = packed
    return sized(answer, params.get("MinimumSessionTokenSize"))


SERVICE = Sts
