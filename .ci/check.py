"""Check the whole project: format, lint, types, imports, tests with branch coverage. The same here and in CI.

    python .ci/check.py          everything
    python .ci/check.py --fast   without what needs LibreOffice or the Open XML SDK

Works on Windows, macOS and Linux with Python 3.11 or later and nothing else: all goes into `.venv`, beside this project.
With CI=true it also installs what the tests need around Python (LibreOffice where it is root on Debian, the SDK validator
where there is node), and says so when it cannot. The last line printed is pytest's own.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST = (3, 11)


def main() -> int:
    """Run every check, whatever the others said; 0 when all passed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fast", action="store_true", help="leave out the tests that need LibreOffice or the SDK validator")
    fast = parser.parse_args().fast
    if sys.version_info < OLDEST:
        stop(f"Python {OLDEST[0]}.{OLDEST[1]} or later is needed; this is {sys.version.split()[0]}.")
    install()
    environment = own_environment()
    if not fast:
        environment |= prepare_tools()
    failed = [name for name, command in STEPS.items() if not step(name, command, environment)]
    code, closing = run_tests(fast, environment)
    if code:
        failed.append("tests")
    if not step("branch coverage of gouvernail/rules", COVERAGE, environment):
        failed.append("branch coverage of gouvernail/rules is not 100 %")
    say(f"NOT DONE: {'; '.join(failed)}" if failed else "All checks passed.")
    print(closing, flush=True)
    return 1 if failed else 0


STEPS = {
    "format": [BIN / "ruff", "format", "--check", "."],
    "lint": [BIN / "ruff", "check", "."],
    "types": [PYTHON, "-m", "mypy"],
    "imports": [BIN / "lint-imports"],
}
COVERAGE = [PYTHON, "-m", "coverage", "report", "--include=*/gouvernail/rules/*", "--fail-under=100"]
TESTS = [PYTHON, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "--cov", "--cov-branch", "--cov-report="]


def say(text: str) -> None:
    """A line that stands out."""
    print(f"\n== {text}", flush=True)


def stop(text: str) -> None:
    """Give up, in plain words."""
    sys.exit(f"\n== {text}")


def own_environment() -> dict[str, str]:
    """The user's variables without those that would let another Python's packages in."""
    ours = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}}
    return ours | {"PYTHONNOUSERSITE": "1", "PYTHONUTF8": "1", "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}


def step(name: str, command: list[str | Path], environment: dict[str, str]) -> bool:
    """One check; whether it passed."""
    say(name)
    started = time.monotonic()
    passed = subprocess.run([str(part) for part in command], cwd=ROOT, env=environment).returncode == 0
    print(f"   {'passed' if passed else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
    return passed


def run_tests(fast: bool, environment: dict[str, str]) -> tuple[int, str]:
    """Run pytest; its exit code and its closing line, which is kept for the end."""
    say("tests")
    command = [*TESTS, *(["-m", "not office and not sdk"] if fast else [])]
    closing = ""
    with subprocess.Popen(
        [str(part) for part in command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            if line.strip():
                if closing:
                    print(closing, flush=True)
                closing = line.rstrip()
    return running.returncode, closing


# What Python needs


def install() -> None:
    """Make `.venv` when there is none, and put the project and its development tools there."""
    if not works():
        make_venv()
    say("installing the project and its tools into .venv")
    environment = own_environment()
    for wanted in (["--upgrade", "pip"], ["--editable", ".", "--group", "dev"]):
        command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted]
        if subprocess.run(command, cwd=ROOT, env=environment).returncode:
            stop(f"pip could not install {' '.join(wanted)} into {VENV}: see what it says above. Nothing was checked.")


def works() -> bool:
    """Whether `.venv` has a Python with pip: one made halfway does not."""
    if not PYTHON.exists():
        return False
    return subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True, env=own_environment()).returncode == 0


def make_venv() -> None:
    """Make `.venv`, or say what this Python lacks."""
    lacking = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    help_ = (
        f"On Debian and Ubuntu: apt-get install python{version}-venv. Elsewhere, a Python from python.org has it.\n"
        f"   This Python is {sys.executable}."
    )
    if lacking:
        stop(f"This Python cannot make virtual environments: it lacks {' and '.join(lacking)}. {help_}")
    say(f"making {VENV}")
    if subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)]).returncode:
        stop(f"The virtual environment could not be made: see what Python says above. {help_}")


# What some tests need around Python


def prepare_tools() -> dict[str, str]:
    """With CI=true, install what is absent; the variable that tells the tests what could not be installed."""
    sys.path.insert(0, str(ROOT / "tests"))
    import tools

    if not tools.in_ci():
        return {}
    failures = {
        "office": install_office(tools.PACKAGES, tools.DEBIAN_PYTHON),
        "sdk": install_validator(tools.VALIDATOR_HOME, f"{tools.VALIDATOR}@{tools.VALIDATOR_VERSION}", tools.VALIDATOR_SCRIPT),
        "real_data": tools.absent("real_data"),
    }
    failures = {mark: " ".join(why.split()) for mark, why in failures.items() if why}
    for mark, why in failures.items():
        say(f"ATTENTION: the tests marked `{mark}` WILL BE SKIPPED, {why}")
    return {tools.NOT_INSTALLED: "\n".join(f"{mark}: {why}" for mark, why in failures.items())}


def install_office(packages: tuple[str, ...], debian_python: str) -> str:
    """LibreOffice, its Python and the fonts of our sheets, from Debian; why not, when it cannot be done."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-query")):
        return "" if shutil.which("soffice") else "LibreOffice is absent, and only Debian's packages are installed from here."
    missing = [package for package in packages if not is_installed(package)]
    if missing:
        if os.geteuid():
            return f"installing {', '.join(missing)} needs root."
        say(f"installing {' '.join(missing)}")
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
        if code := subprocess.run(command, env=quiet).returncode:
            return f"apt-get could not install {', '.join(missing)} (exit {code})."
    asked = f"import sys; sys.path.append({debian_python!r}); import uno"
    said = subprocess.run([str(PYTHON), "-c", asked], capture_output=True, text=True, env=own_environment())
    if said.returncode:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        return f"Debian's python3-uno cannot be loaded by Python {version}: {said.stderr.strip().splitlines()[-1]}."
    return ""


def is_installed(package: str) -> bool:
    """Whether Debian has the package."""
    said = subprocess.run(["dpkg-query", "-W", "-f=${Status}", package], capture_output=True, text=True)
    return said.stdout == "install ok installed"


def install_validator(home: Path, package: str, script: Path) -> str:
    """Microsoft's Open XML SDK validator, beside the user's caches; why not, when it cannot be done."""
    if script.is_file():
        return ""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return f"node and npm, which {package} needs, are not on the path."
    say(f"installing {package} into {home}")
    home.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--prefix", str(home), "--no-audit", "--no-fund", "--loglevel=error", package]
    code = subprocess.run(command, cwd=home).returncode
    return "" if code == 0 and script.is_file() else f"npm could not install {package} (exit {code})."


if __name__ == "__main__":
    sys.exit(main())
