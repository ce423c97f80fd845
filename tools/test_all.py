"""The tests on each supported Python found on PATH or below pyenv; prints which ran and fails if one fails."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

VERSIONS = ("3.10", "3.11", "3.12", "3.13", "3.14")


def interpreters() -> dict[str, str]:
    """Version → a python that runs and says that it is one."""
    found: dict[str, str] = {}
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for version in VERSIONS:
        candidates = [shutil.which(f"python{version}") or ""]
        candidates += sorted((str(path) for path in pyenv.glob(f"{version}.*/bin/python")), reverse=True)
        for candidate in filter(None, candidates):
            said = subprocess.run([candidate, "--version"], capture_output=True, text=True, check=False).stdout
            if re.match(rf"Python {re.escape(version)}\.", said):
                found[version] = candidate
                break
    return found


def main() -> int:
    """Run the suite on each; 0 if all passed."""
    outcomes: dict[str, str] = {}
    for version, python in interpreters().items():
        environment = f".venv-{version}"
        subprocess.run([python, "tools/environment.py", environment, "test"], check=True)
        print(f"== Python {version}", flush=True)
        run = subprocess.run(
            [f"{environment}/bin/python", "-m", "pytest", "-n", "2", "--dist", "loadfile", "-q"], check=False
        )
        outcomes[version] = "passed" if run.returncode == 0 else "FAILED"
    for version in VERSIONS:
        print(f"Python {version}: {outcomes.get(version, 'not found, not run')}")
    return int("FAILED" in outcomes.values() or not outcomes)


if __name__ == "__main__":
    sys.exit(main())
