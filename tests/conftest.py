"""What every test may use: marks that look for their tool, examples of hypothesis, the shared folder, golden files."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

import tools

# A live Excel, in memory or over LibreOffice.
from calc.plugin import calc_app, calc_book, excel, excel_book, office  # noqa: F401

hypothesis.settings.register_profile(
    "gouvernail",
    deadline=None,
    max_examples=int(os.environ.get("GOUVERNAIL_EXAMPLES", "40")),
    derandomize=tools.in_ci(),
    database=None if tools.in_ci() else hypothesis.settings.default.database,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("gouvernail")
"""GOUVERNAIL_EXAMPLES=1000 looks harder; CI looks at the same examples each time."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` rewrites the golden files with what the code gives now: look at their difference before a commit."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test whose tool is absent is skipped; in CI it fails, unless the tool could not be installed there."""
    for mark in ("office", "sdk", "real_data"):
        if item.get_closest_marker(mark) and (why := tools.absent(mark)):
            told = tools.could_not_be_installed()
            if tools.in_ci() and mark not in told:
                pytest.fail(f"needed in CI: {why}", pytrace=False)
            pytest.skip(told.get(mark, why))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the project: real data, tools. The tests that need it carry the mark `real_data`."""
    return tools.SHARED


@pytest.fixture(scope="session")
def validate() -> Callable[[Path], list[str]]:
    """What Microsoft's Open XML SDK finds wrong in a file: one line per error. Tests that use it carry the mark `sdk`."""
    return _faults


def _faults(path: Path) -> list[str]:
    command = ["node", str(tools.VALIDATOR_SCRIPT), str(path.resolve())]
    said = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert said.returncode in {0, 1}, said.stderr
    found = json.loads(said.stdout)
    errors = [f"{one.get('path') or ''} {one.get('xPath') or ''}: {one.get('description')}" for one in found["errors"]]
    assert found["ok"] or errors, found
    return errors


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a file of the folder `golden` beside the test; `--update-golden` writes it instead."""

    def check(name: str, text: str) -> None:
        file = request.path.parent / "golden" / name
        if request.config.getoption("--update-golden"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        assert file.is_file(), f"{file} is not there: run with --update-golden, and look at it"
        assert text == file.read_text(encoding="utf-8"), f"{name} has changed: --update-golden, then look at the difference"

    return check
