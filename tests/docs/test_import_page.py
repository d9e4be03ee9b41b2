"""docs/import.md: every map it shows is a map, and its first extract imports as it says."""

import re
from pathlib import Path

import pytest

from gouvernail.flows.map_mistakes import WORDS
from gouvernail.flows.mapping import read_map
from import_cases import bring_in, day, figures, imported, told, workbook

PAGE = Path(__file__).parents[2] / "docs" / "import.md"
BLOCKS = dict(enumerate(re.findall(r"```(csv|toml)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)))
MAPS = [text for kind, text in BLOCKS.values() if kind == "toml"]
EXTRACTS = [text for kind, text in BLOCKS.values() if kind == "csv"]


def written(folder: Path, text: str, name: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("text", MAPS)
def test_every_map_shown_is_one_even_with_its_comments_off(tmp_path, text):
    """Lines shown as comments can be used by taking the # away, one at a time."""
    read_map(written(tmp_path, text, "map.toml"))
    for line in re.findall(r"^# (\w+ *= .*)$", text, re.MULTILINE):
        settled = text.replace(f"# {line}", line)
        if line.startswith("scope_is"):
            settled = re.sub(r"^scope = .*\n", "", settled, flags=re.MULTILINE)
        if line.startswith(("value", "zero_is_missing")) and 'layout = "long"' in text:
            settled = f"{line}\n" + text.replace(f"# {line}", "")
        assert read_map(written(tmp_path, settled, "map.toml"))


def test_the_wide_extract_imports_as_shown(tmp_path):
    """Renamed sites, zeros and `n.c.` left blank, the total left out, a sum that holds."""
    book = workbook(tmp_path, language="fr")
    outcome = bring_in(book, written(tmp_path, EXTRACTS[0], "extract.csv"), written(tmp_path, MAPS[0], "map.toml"))
    stands = [one for one in figures(imported(book)) if one[0] in {"TX_DEC", "CSAT"}]
    assert stands == [
        ("CSAT", day(2), "Lille", None, None, 84.1),
        ("CSAT", day(2), "Lyon", None, None, 87.5),
        ("TX_DEC", day(2), "Lille", 931.0, 988.0, None),
        ("TX_DEC", day(3), "Lille", None, None, None),
        ("TX_DEC", day(2), "Lyon", 1120.0, 1204.0, None),
        ("TX_DEC", day(3), "Lyon", 1101.0, 1180.0, None),
    ]
    assert (outcome.filtered, outcome.set_aside, set(told(outcome))) == (1, 0, {"import.zeros"})


def test_the_long_extract_imports_as_shown(tmp_path):
    """Two indicators under our ids; the third is left out and named."""
    book = workbook(tmp_path)
    outcome = bring_in(book, written(tmp_path, EXTRACTS[1], "extract.csv"), written(tmp_path, MAPS[1], "map.toml"))
    assert [one[0] for one in figures(imported(book))] == ["QS", "TX_DEC"]
    assert "Hold time (1)" in told(outcome)["import.other_kpis"]


def test_the_page_names_every_word_of_a_map():
    """A word that the page does not show cannot be found by who writes a map."""
    page = PAGE.read_text(encoding="utf-8")
    assert [word for word in WORDS if not re.search(rf"\b{word}\b", page)] == []
