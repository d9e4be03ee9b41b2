"""The three spreadsheet functions, as a cell calls them, and as their page documents them."""

import re
from datetime import date, datetime
from math import isclose
from pathlib import Path

import pytest

from gouvernail.entry.udf import GV_GAP, GV_STATUS, GV_WORKDAYS_LATE

PAGE = Path(__file__).parents[2] / "docs" / "functions.md"


@pytest.mark.parametrize(
    ("arguments", "gap", "status"),
    [
        ((92.5, 90.0, "plus haut"), 2.5, "✔ conforme"),
        ((420.0, 400.0, "plus bas"), -20.0, "✖ hors cible"),
        ((420.0, 400.0, "lower"), -20.0, "✖ off target"),
        ((11.0, 10.0, "dans la bande", 12.0), 0.0, "✔ conforme"),
        ((9.0, 10.0, "dans la bande", 12.0), -1.0, "✖ hors cible"),
        ((12.5, 10.0, "dans la bande", 12.0), -0.5, "✖ hors cible"),
        ((None, 90.0, "plus haut"), "", "– sans objet"),
        (("", 90.0, "plus haut"), "", "– sans objet"),
        ((92.5, None, "plus haut"), "", "– sans objet"),
        ((92.5, 90.0, "information"), "", "– sans objet"),
        (("92,5", "90", "plus haut"), 2.5, "✔ conforme"),
        (("92,5 %", "90 %", "plus haut"), 0.025, "✔ conforme"),
        ((0.0, 90.0, "plus haut"), -90.0, "✖ hors cible"),
    ],
)
def test_gap_and_status(arguments, gap, status):
    """Negative is worse; a typed 0 is 0 and an empty cell is not; the language is the direction's."""
    value, target, direction, *high = arguments
    found = GV_GAP(value, target, direction, *high)
    assert found == gap or isclose(found, gap)
    assert GV_STATUS(value, target, direction, 0, *high) == status


def test_tolerance_is_included():
    """Exactly the tolerance worse is still to be watched."""
    said = [GV_STATUS(value, 400, "plus bas", 15) for value in (400, 401, 415, 416)]
    assert said == ["✔ conforme", "▲ à surveiller", "▲ à surveiller", "✖ hors cible"]


def test_what_is_displayed_is_compared():
    """With decimals, the value is rounded as Excel rounds before it is compared."""
    assert GV_STATUS(94.96, 95, "plus haut", 0, None, 1) == "✔ conforme"
    assert GV_STATUS(94.96, 95, "plus haut") == "✖ hors cible"
    assert GV_GAP(94.94, 95, "plus haut", None, 1) == -0.1


@pytest.mark.parametrize(
    ("due", "as_of", "region", "late"),
    [
        (datetime(2026, 4, 10), datetime(2026, 4, 10, 18), "FR", 0),  # noqa: DTZ001 - Excel's dates have no zone
        (date(2026, 4, 10), date(2026, 4, 14), "FR", 2),
        (date(2026, 4, 11), date(2026, 4, 13), "FR", 0),  # a Saturday counts as the Monday
        (date(2026, 4, 30), date(2026, 5, 4), "FR", 1),  # 1 May is a holiday
        (date(2026, 4, 2), date(2026, 4, 7), "FR", 2),  # Good Friday is a working day in most of France,
        (date(2026, 4, 2), date(2026, 4, 7), "FR-ALSACE-MOSELLE", 1),  # and a holiday in Alsace-Moselle
        (46122.0, 46126.0, "FR", 2),  # Excel's serial numbers
        ("10/04/2026", "2026-04-14", "FR", 2),
        (date(2026, 4, 14), date(2026, 4, 10), "FR", 0),
        (None, date(2026, 4, 10), "FR", ""),
        ("", date(2026, 4, 10), "FR", ""),
    ],
)
def test_workdays_late(due, as_of, region, late):
    """Due that day is on time; days off do not count; no due date, no lateness."""
    assert GV_WORKDAYS_LATE(due, as_of, region) == late


def test_a_cell_always_gets_an_answer():
    """An argument that cannot be read gives a sentence that says what is expected, never Excel's error."""
    assert "«\u00a0plus bas\u00a0»" in GV_GAP(1, 2, "mieux")
    assert "«\u00a0plus bas\u00a0»" in GV_STATUS(1, 2, None)
    assert "nombre" in GV_GAP("beaucoup", 2, "plus bas")
    assert "date" in GV_WORKDAYS_LATE("demain", "2026-04-10")
    assert "date" in GV_WORKDAYS_LATE("2026-04-10", "")
    assert "FR-ALSACE-MOSELLE" in GV_WORKDAYS_LATE("2026-04-10", "2026-04-10", "Mars")


def test_xlwings_finds_nothing_to_convert():
    """Annotations would be taken for converters; the functions take cells as they are."""
    for function in (GV_GAP, GV_STATUS, GV_WORKDAYS_LATE):
        assert function.__annotations__ == {}
        assert function.__doc__


def test_the_page_tells_the_truth():
    """Every example of docs/functions.md, as a French Excel writes it, gives the result printed beside it."""
    known = {"GV_GAP": GV_GAP, "GV_STATUS": GV_STATUS, "GV_WORKDAYS_LATE": GV_WORKDAYS_LATE}
    examples = re.findall(r"^\| `=(GV_\w+)\((.*)\)` \| `(.*)` \|", PAGE.read_text("utf-8"), re.MULTILINE)
    assert {name for name, _, _ in examples} == set(known)
    for name, arguments, result in examples:
        given = [None if not one.strip() else one.strip().strip('"') for one in arguments.split(";")]
        found = known[name](*given)
        assert (f"{found:g}".replace(".", ",") if isinstance(found, float | int) else found or '""') == result, (name, given)
