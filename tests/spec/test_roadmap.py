"""The timeline of the workstreams: what was promised first, what is expected now, what was passed."""

from datetime import date

import pandas as pd
import pytest

from declared import declared
from gouvernail.rules.calendar import Calendar
from gouvernail.rules.workstreams import add_progress, add_slip
from gouvernail.settings import Settings
from gouvernail.sheets.context import Context
from gouvernail.sheets.roadmap import MONTHS_SHOWN, months_shown, roadmap_sheet, timeline
from gouvernail.words.catalogue import LANGUAGES, Catalogue

AS_OF = date(2026, 7, 2)
WINDOW = months_shown(AS_OF)


def test_the_months_shown():
    """Six months before the one of the page, then it, then nine."""
    assert (str(WINDOW[0]), str(WINDOW[6]), len(WINDOW)) == ("2026-01", "2026-07", 16)


@pytest.mark.parametrize(
    ("initial", "expected", "passed", "signs"),
    [
        ("2026-03-10", "2026-03-10", True, {2: "✔"}),
        ("2026-03-10", "2026-05-02", True, {2: "◇", 3: "─", 4: "✔"}),
        ("2026-06-26", "2026-09-25", False, {5: "◇", 6: "─", 7: "─", 8: "◆"}),
        ("2026-09-14", "2026-09-14", False, {8: "◆"}),
        ("2026-05-12", "2026-04-20", True, {3: "✔", 4: "◇"}),
        ("2025-09-30", "2025-10-02", True, {0: "◄✔"}),
        ("2025-11-30", "2026-02-02", True, {0: "◄◇", 1: "✔"}),
        ("2027-03-01", "2027-08-01", False, {14: "◇", 15: "◆►"}),
    ],
)
def test_a_milestone_on_the_timeline(initial, expected, passed, signs):
    """◇ the first promise, ◆ what is expected, ✔ what was passed, also early; an arrow for what is outside."""
    milestone = {"initial": pd.Timestamp(initial), "expected": pd.Timestamp(expected), "passed": passed}
    told = timeline(milestone, WINDOW)
    assert {at: sign for at, sign in enumerate(told) if sign} == signs
    assert len(told) == MONTHS_SHOWN


def page(language, workstreams, milestones):
    steps = declared("milestones", *milestones)
    table = declared("workstreams", *workstreams)
    calendar = Calendar("FR")
    slips = add_slip(steps, as_of=AS_OF, calendar=calendar)
    progress = add_progress(table, steps, as_of=AS_OF, calendar=calendar)
    sheet = roadmap_sheet(progress, slips, Context(Catalogue(language), Settings(), AS_OF))
    return {cell.value for _, _, cell in sheet.cells() if cell.value is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_progress_is_by_milestones_passed(language):
    """Weights 1 and 3, the first passed: a quarter; declared done with one left to pass: said in a banner."""
    told = page(
        language,
        [{"workstream_id": "W-1", "name": "Chat", "status": "done"}],
        [
            {
                "milestone_id": "M-1",
                "workstream_id": "W-1",
                "name": "Tool",
                "initial": "2026-03-02",
                "actual": "2026-03-02",
                "weight": 1,
            },
            {"milestone_id": "M-2", "workstream_id": "W-1", "name": "Open", "initial": "2026-09-01", "weight": 3},
        ],
    )
    words = Catalogue(language)
    assert 0.25 in told
    assert words.say("roadmap.early", name="Chat", left=1) in told
    assert words.say("roadmap.workstream", name="Chat", passed=1, milestones=2) in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_carries_it_what_it_costs_and_its_go(language):
    """Committee, both sponsors, budget, what is spent of it, and the go / no-go; its milestone bears the name too."""
    carried = {"client_sponsor": "Anne", "provider_sponsor": "Karim", "committee": "strategic", "budget": 200, "spent": 250}
    gate = {"milestone_id": "M-1", "workstream_id": "W-1", "name": "Tool", "initial": "2026-09-01", "gate": True}
    told = page(language, [{"workstream_id": "W-1", "name": "Chat", **carried}], [gate])
    words = Catalogue(language)
    assert {"Anne", "Karim", words.choice("Committee", "strategic"), 200.0, 250.0, 1.25} <= told
    assert words.say("roadmap.gates.waiting", name="Tool", day=words.day(date(2026, 9, 1))) in told
    assert words.say("roadmap.gate", name="Tool") in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workstream_without_milestones_is_shown(language):
    """It has no progress to tell, and is not left out; without any workstream the page says so."""
    words = Catalogue(language)
    assert {"Chat", "–"} <= page(language, [{"workstream_id": "W-1", "name": "Chat"}], [])
    assert words.say("roadmap.none") in page(language, [], [])
