"""Make a virtual environment with the project, editable, and its dependency groups: ``environment.py VENV [group …]``."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path


def requirements(groups: list[str]) -> list[str]:
    """The requirements of the named dependency groups of pyproject.toml."""
    try:
        import tomllib
    except ImportError:  # Python 3.10: pip brings one along
        from pip._vendor import tomli as tomllib  # type: ignore[no-redef, import-not-found]
    table = tomllib.loads(Path("pyproject.toml").read_text())["dependency-groups"]
    return [requirement for group in groups for requirement in table[group]]


def main(target: str, groups: list[str]) -> None:
    """Create or update the environment."""
    if not Path(target, "bin", "python").exists():
        venv.create(target, with_pip=True)
    python = str(Path(target, "bin", "python"))
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*command, "-e", ".", *requirements(groups)], check=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:] or ["test", "check"])
