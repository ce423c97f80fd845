"""Code in zips: layers, modules of the project, and what is refused."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import stat
import sys
import tempfile
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pytest

from fakeaws import World, mock_aws
from fakeaws.services.lambda_.code import BadCode, ForeignCode, ZipCode, unzipped_size
from fakeaws.services.lambda_.configuration import Configuration
from fakeaws.services.lambda_.functions import Function
from fakeaws.services.lambda_.operations import Lambda

from .zips import invoke, zip_function, zipped


def unpacked_folders() -> set[str]:
    return {name for name in os.listdir(tempfile.gettempdir()) if name.startswith("fakeaws-lambda-")}


def test_packages_and_files_beside_them(aws: World) -> None:
    files = {
        "app/__init__.py": "",
        "app/entry.py": """
import pathlib
from app.deep import tool
from . import deep
def handler(event, context):
    return [tool.NAME, deep.__name__, pathlib.Path(__file__).with_name("data.txt").read_text(), __file__]
""",
        "app/deep/__init__.py": "",
        "app/deep/tool.py": "NAME = 'tool'\n",
        "app/data.txt": "data",
    }
    for name, handler in (("slashes", "app/entry.handler"), ("dots", "app.entry.handler")):
        zip_function(aws, files, name=name, handler=handler)
        assert invoke(name).payload == ["tool", "app.deep", "data", "/var/task/app/entry.py"]


def test_layers_lie_beneath_opt_and_later_ones_win(aws: World) -> None:
    layers = [
        zipped({"python/lib/python3.12/site-packages/first.py": "WHICH = 1\n", "python/both.py": "WHICH = 1\n"}),
        zipped({"python/both.py": "WHICH = 2\n", "python/main.py": "WHICH = 'never'\n"}),
    ]
    source = """
import both, first
def handler(event, context):
    return [first.WHICH, both.WHICH, first.__file__, both.__file__]
"""
    zip_function(aws, source, layers=layers)
    assert invoke().payload == [
        1,
        2,
        "/opt/python/lib/python3.12/site-packages/first.py",
        "/opt/python/both.py",
    ]


def test_a_handler_may_be_a_module_of_the_project(aws: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lambda_zips_project.py").write_text("def handler(event, context):\n    return 'of the project'\n")
    monkeypatch.syspath_prepend(tmp_path)
    zip_function(aws, {"readme.txt": "no code"}, handler="lambda_zips_project.handler")
    assert invoke().payload == "of the project"
    monkeypatch.delitem(sys.modules, "lambda_zips_project")


def test_nothing_is_unpacked_before_the_first_invocation_nor_left_after_the_world() -> None:
    before = unpacked_folders()
    with mock_aws() as aws:
        zip_function(aws, "def handler(event, context):\n    return 1\n")
        assert unpacked_folders() == before
        invoke()
        assert len(unpacked_folders() - before) == 1
    assert unpacked_folders() == before


def test_other_runtimes_and_images_say_what_to_do(aws: World) -> None:
    service = aws.router.service("lambda", aws.account, aws.region)
    assert isinstance(service, Lambda)
    zip_function(aws, "", name="node", runtime="nodejs20.x")
    service.functions["image"] = Function(
        service, "image", Configuration(), ForeignCode("image", "its code is an image")
    )
    for name, why in (("node", "its runtime is nodejs20.x"), ("image", "its code is an image")):
        with pytest.raises(NotImplementedError, match=rf"cannot run in fakeaws: {why}; aws\.lambda_\.register"):
            invoke(name)
        assert aws.lambda_.function(name).invocations == []


def test_size_and_checksum() -> None:
    data = zipped({"main.py": "x" * 1000})
    code = ZipCode(data, [zipped({"python/a.py": "y" * 500})])
    assert (code.size, code.unzipped_size) == (len(data), 1500)
    assert code.sha256 == base64.b64encode(hashlib.sha256(data).digest()).decode()


def entry(name: str, mode: int = 0) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


def zip_of(*entries: zipfile.ZipInfo, content: bytes = b"x") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        for each in entries:
            archive.writestr(each, content)
    return buffer.getvalue()


GOOD = zip_of(entry("main.py"))

REFUSED = {
    "no zip": ("unreadable", b"PK nothing"),
    "empty": ("unreadable", b""),
    "cut": ("unreadable", GOOD[:-30]),
    "damaged": ("unreadable", GOOD.replace(b"main.pyx", b"main.pyy", 1)),
    "up": ("climbs", zip_of(entry("../main.py"))),
    "up inside": ("climbs", zip_of(entry("a/../../main.py"))),
    "absolute": ("climbs", zip_of(entry("/etc/passwd"))),
    "backslashes": ("climbs", zip_of(entry("a\\..\\..\\main.py"))),
    "drive": ("climbs", zip_of(entry("C:/main.py"))),
    "link": ("link", zip_of(entry("main.py", stat.S_IFLNK | 0o777))),
    "device": ("link", zip_of(entry("main.py", stat.S_IFCHR | 0o600))),
    "twice": ("duplicate", zip_of(entry("main.py"), entry("main.py"))),
    "twice by another path": ("duplicate", zip_of(entry("main.py"), entry("./main.py"))),
    "file and folder": ("duplicate", zip_of(entry("a"), entry("a/main.py"))),
    "folder and file": ("duplicate", zip_of(entry("a/main.py"), entry("a"))),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_zips(case: str) -> None:
    kind, data = REFUSED[case]
    for function, layers in ((data, []), (GOOD, [data])):
        with pytest.raises(BadCode) as refused:
            ZipCode(function, layers)
        assert refused.value.kind == kind


def test_too_much_unzipped(monkeypatch: pytest.MonkeyPatch) -> None:
    from fakeaws.services.lambda_.code import archives

    monkeypatch.setattr(archives, "MAX_UNZIPPED", 1500)
    layer = zipped({"python/a.py": "y" * 500})
    assert unzipped_size(zipped({"main.py": "x" * 1000}), [layer]) == 1500
    with pytest.raises(BadCode) as refused:
        unzipped_size(zipped({"main.py": "x" * 1001}), [layer])
    assert refused.value.kind == "too large"


def test_the_limit_is_awss() -> None:
    from fakeaws.services.lambda_.code import archives

    assert archives.MAX_UNZIPPED == 262_144_000


def test_modules_that_hide_the_tests_own_are_the_functions_alone(aws: World) -> None:
    import colorsys

    zip_function(
        aws,
        {
            "main.py": "import colorsys\ndef handler(event, context):\n    return colorsys.NAME\n",
            "colorsys.py": "NAME = 'mine'\n",
        },
    )
    assert invoke().payload == "mine"
    seen: list[Any] = []
    aws.lambda_.register("other", lambda event, context: seen.append(__import__("colorsys")))
    invoke("other")
    assert seen == [colorsys]
    assert not hasattr(colorsys, "NAME")
