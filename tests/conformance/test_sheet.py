"""docs/acceptance names tests and files that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_SHEETS = sorted((_ROOT / "docs" / "acceptance").glob("*-sheet.md"))
_NAMED = re.compile(r"`([\w/.*-]+(?:\.py|/))(?:::(\w+))?`")


@pytest.mark.parametrize("sheet", _SHEETS, ids=lambda sheet: sheet.stem)
def test_what_is_named_is_there(sheet: Path) -> None:
    service = sheet.stem.removesuffix("-sheet").replace("lambda", "lambda_")
    missing = [
        f"{path}::{name}" for path, name in _NAMED.findall(sheet.read_text()) if not _is_there(service, path, name)
    ]
    assert missing == []


def test_there_are_sheets() -> None:
    assert {f"{service}-sheet.md" for service in ("cloudwatch", "lambda", "sns", "sqs")} <= {
        sheet.name for sheet in _SHEETS
    }


def _is_there(service: str, path: str, name: str) -> bool:
    found = list(_ROOT.glob(path)) if "/" in path else [_ROOT / "tests" / "services" / service / path]
    return bool(found) and all(
        file.exists() and (not name or re.search(rf"^ *(async )?def {name}\(", file.read_text(), re.M))
        for file in found
    )
