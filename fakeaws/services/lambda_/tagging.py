"""Lambda's words for tags that it does not take."""

from __future__ import annotations

from fakeaws.services.lambda_ import errors


class TagErrors:
    """Keys and values of a wrong length are refused by the model's constraints before."""

    def too_many(self, count: int) -> Exception:
        return errors.invalid("Number of tags exceeds resource tag limit.")

    def bad_key(self, key: str) -> Exception:
        return errors.invalid("An error occurred and the request cannot be processed.")

    def bad_value(self, key: str, value: str) -> Exception:
        return errors.invalid("An error occurred and the request cannot be processed.")

    def reserved(self, key: str) -> Exception:
        return errors.invalid(
            f"Tag key {key} is invalid: aws: prefixed tag key names are not allowed for external use."
        )


TAG_ERRORS = TagErrors()
