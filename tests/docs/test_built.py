"""What `workbook/` ships is what the code builds now; and what it ships is whole."""

import importlib.util
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import tools

BUILT = tools.ROOT / "workbook"
WORKBOOKS = ("gouvernail-modele-fr.xlsx", "gouvernail-template-en.xlsx", "exemple-fr.xlsx", "example-en.xlsx")
STALE = "{} is stale: python workbook/build.py"
LARGEST = 3_000_000


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where everything was built just now."""
    folder = tmp_path_factory.mktemp("built")
    spec = importlib.util.spec_from_file_location("build", BUILT / "build.py")
    assert spec is not None
    assert spec.loader is not None
    builder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(builder)
    builder.build(folder)
    return folder


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_built_workbook_is_current(name: str, fresh: Path) -> None:
    """Each part of each workbook is what the code writes now."""
    shipped, made = parts(BUILT / name), parts(fresh / name)
    changed = [part for part in shipped.keys() | made.keys() if shipped.get(part) != made.get(part)]
    assert not changed, STALE.format(name)


def test_the_printed_schema_is_current(fresh: Path) -> None:
    """`workbook/SCHEMA.md` is what `gouvernail schema` prints."""
    assert (BUILT / "SCHEMA.md").read_text("utf-8") == (fresh / "SCHEMA.md").read_text("utf-8"), STALE.format("SCHEMA.md")


@pytest.mark.sdk
@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_built_workbook_is_what_excel_expects(name: str, validate: Callable[[Path], list[str]]) -> None:
    """Microsoft's validator finds nothing in what we ship."""
    assert validate(BUILT / name) == []


def test_the_folder_stays_small() -> None:
    """Built files are in the repository: they stay under 3 MB together."""
    assert sum(file.stat().st_size for file in BUILT.iterdir() if file.is_file()) < LARGEST


def parts(file: Path) -> dict[str, bytes]:
    """The parts of a workbook, unzipped: zlib need not be the same everywhere, nor the last digits of a float."""
    with zipfile.ZipFile(file) as package:
        return {name: _LONG.sub(_shorter, package.read(name)) for name in package.namelist()}


_LONG = re.compile(rb"\d+\.\d{10,}(?:[eE]-?\d+)?")


def _shorter(number: re.Match[bytes]) -> bytes:
    return f"{float(number[0]):.11g}".encode()
