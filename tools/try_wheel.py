"""Build the wheel and use it as a new user would: an empty environment, the README's first test, the example's suite."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def first_example() -> str:
    """The README's first block of Python."""
    found = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def main() -> int:
    """0 if both pass."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
        subprocess.run([*pip, "wheel", "--no-deps", "-w", folder, str(ROOT)], check=True)
        [wheel] = place.glob("fakeaws-*.whl")
        venv.create(place / "env", with_pip=True)
        python = str(place / "env" / "bin" / "python")
        install = [python, "-m", "pip", "--disable-pip-version-check", "-q", "install"]
        subprocess.run([*install, str(wheel), "boto3"], check=True)
        (place / "test_orders.py").write_text(first_example(), encoding="utf-8")
        subprocess.run([python, "-m", "pytest", "-q", "test_orders.py"], cwd=place, check=True)
        subprocess.run([*install, f"{wheel}[aio]", "boto3", "pytest-asyncio"], check=True)
        shutil.copytree(ROOT / "examples" / "orders", place / "orders")
        subprocess.run([python, "-m", "pytest", "-q", "orders"], cwd=place, check=True)
        subprocess.run([python, "orders/demo.py"], cwd=place, check=True, stdout=subprocess.DEVNULL)
    print("the wheel passes the README's first test and the example's suite")
    return 0


if __name__ == "__main__":
    sys.exit(main())
