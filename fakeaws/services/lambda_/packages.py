"""What was uploaded: a zip or the name of an image, and the code that comes of it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import partition_of
from fakeaws.errors import NotSupportedError
from fakeaws.services.lambda_ import errors
from fakeaws.services.lambda_.code import BadCode, Code, ForeignCode, ZipCode, archives

if TYPE_CHECKING:
    from fakeaws.services.lambda_.operations.base import LambdaBase

ZIPPED_BYTES = 52_428_800
REQUEST_BYTES = 70_167_211


@dataclass(frozen=True)
class Package:
    """A zip's bytes, or an image's URI; ``sha256`` is base64, ``size`` bytes."""

    sha256: str
    size: int
    content: bytes | None = None
    image_uri: str | None = None

    @classmethod
    def of_zip(cls, content: bytes) -> Package:
        return cls(base64.b64encode(hashlib.sha256(content).digest()).decode(), len(content), content)

    @classmethod
    def of_image(cls, uri: str) -> Package:
        """Its digest follows from the URI."""
        return cls(hashlib.sha256(uri.encode()).hexdigest(), 0, image_uri=uri)

    @classmethod
    def of_callable(cls, name: str) -> Package:
        """Of a function that nobody created: nothing was uploaded."""
        return cls(base64.b64encode(hashlib.sha256(name.encode()).digest()).decode(), 0)


def package_of(service: LambdaBase, code: Mapping[str, Any], package_type: str, operation: str) -> Package:
    """What ``Code`` of CreateFunction, or UpdateFunctionCode, uploads; raises AWS's refusals."""
    image = code.get("ImageUri")
    if package_type == "Image":
        if not image:
            raise errors.invalid("Please provide ImageUri when creating or updating a function with packageType Image.")
        return Package.of_image(image)
    if image:
        raise errors.invalid("Please don't provide ImageUri when updating a function with packageType Zip.")
    return Package.of_zip(zip_of(service, code, operation))


def zip_of(service: LambdaBase, code: Mapping[str, Any], operation: str) -> bytes:
    """The bytes of ``ZipFile``, or of an object in S3; raises AWS's refusals of their number."""
    given = code.get("ZipFile")
    if given is None:
        if code.get("S3Bucket") is None:
            raise errors.invalid("Please provide a source for function code.")
        return _from_s3(service, code, operation)
    content = _bytes_of(given)
    if len(content) * 4 // 3 > REQUEST_BYTES:
        raise errors.too_large(f"Request must be smaller than {REQUEST_BYTES} bytes for the {operation} operation")
    if len(content) > ZIPPED_BYTES:
        raise errors.too_large(f"Zipped size must be smaller than {ZIPPED_BYTES} bytes")
    return content


def code_of(name: str, runtime: str | None, package: Package, layers: tuple[bytes, ...]) -> Code:
    """The code that an upload is, with the zips of its layers; raises AWS's refusals of what is in them."""
    if package.image_uri is not None:
        return ForeignCode(name, f"its code is the image {package.image_uri}")
    with in_awss_words():
        code = ZipCode(package.content or b"", layers)
    if runtime is None or not runtime.startswith("python3."):
        return ForeignCode(name, f"its runtime is {runtime}")
    return code


@contextmanager
def in_awss_words() -> Iterator[None]:
    """Turn `BadCode` into AWS's refusals."""
    try:
        yield
    except BadCode as error:
        if error.kind == "too large":
            raise errors.invalid(f"Unzipped size must be smaller than {archives.MAX_UNZIPPED} bytes") from None
        raise errors.invalid(
            "Could not unzip uploaded file. Please check your file, then try to upload again."
        ) from None


_S3_SAYS = {
    "NoSuchBucket": "The specified bucket does not exist",
    "NoSuchKey": "The specified key does not exist.",
}


def _from_s3(service: LambdaBase, code: Mapping[str, Any], operation: str) -> bytes:
    world = service.world
    if world.passthrough == "off":
        raise NotSupportedError(
            f"lambda.{operation} with S3Bucket needs an S3, and passthrough is off: pass the zip's bytes as ZipFile"
        )
    try:
        if world.moto is None:  # nobody has made a bucket
            raise LookupError("NoSuchBucket")
        content: bytes = world.moto.s3_object(
            service.account,
            partition_of(service.region),
            code["S3Bucket"],
            code.get("S3Key", ""),
            code.get("S3ObjectVersion"),
        )
    except LookupError as error:
        reason = str(error.args[0])
        raise errors.invalid(
            f"Error occurred while GetObject. S3 Error Code: {reason}. S3 Error Message: {_S3_SAYS[reason]}"
        ) from None
    return content


def _bytes_of(blob: Any) -> bytes:
    """The bytes of a blob as boto3 takes it: bytes, text, or a file."""
    if hasattr(blob, "read"):
        blob = blob.read()
    return blob.encode() if isinstance(blob, str) else bytes(blob)
