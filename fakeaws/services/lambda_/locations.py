"""Where AWS says that uploaded code can be fetched."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import dns_suffix

if TYPE_CHECKING:
    from fakeaws.services.lambda_.functions import Version
    from fakeaws.services.lambda_.layers import LayerVersion
    from fakeaws.services.lambda_.operations.base import LambdaBase

_SECONDS = 600


def of_function(version: Version) -> dict[str, Any]:
    """As the model's ``FunctionCodeLocation``. The link looks like AWS's; nothing answers it."""
    package = version.package
    if package.image_uri is not None:
        digest = (
            f"{package.image_uri.partition('@')[0].rpartition(':')[0] or package.image_uri}@sha256:{package.sha256}"
        )
        return {"RepositoryType": "ECR", "ImageUri": package.image_uri, "ResolvedImageUri": digest}
    function = version.function
    path = f"snapshots/{function.service.account}/{function.name}"
    return {"RepositoryType": "S3", "Location": _link(function.service, "tasks", path, package.sha256)}


def of_layer(version: LayerVersion) -> str:
    """The link to a layer version's zip."""
    service = version.layer.service
    path = f"snapshots/{service.account}/{version.layer.name}"
    return _link(service, "layers", path, f"{version.number}.{version.package.sha256}")


def _link(service: LambdaBase, kind: str, path: str, object_version: str) -> str:
    region = service.region
    moment = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(microseconds=service.world.wall_us)
    query = f"versionId={object_version.strip('=')}&X-Amz-Date={moment:%Y%m%dT%H%M%SZ}&X-Amz-Expires={_SECONDS}"
    host = f"awslambda-{region}-{kind}.s3.{region}.{dns_suffix(region)}"
    return f"https://{host}/{path}?{query}"
