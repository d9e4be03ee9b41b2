"""The production page: a bad week and a good one, as those who run the floor read them."""

from datetime import date
from functools import cache

import pandas as pd
import pytest

from gouvernail.excel.memory import MemoryWorkbook
from gouvernail.flows.run import run
from gouvernail.flows.template import template_sheets
from gouvernail.words.catalogue import LANGUAGES, Catalogue

CRISIS, REPAIRED = date(2026, 4, 28), date(2026, 7, 2)


@cache
def workbook(language):
    book = MemoryWorkbook({})
    book.draw(template_sheets(language, example=True))
    return book


@cache
def drawn(language, as_of):
    """The outcome of the page on a day, and the page."""
    book = workbook(language)
    outcome = run(book, ["production"], as_of=as_of)
    return outcome, book.drawn["production"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_the_crisis(language, golden):
    """One upright page, the same in both languages but for the words."""
    outcome, page = drawn(language, CRISIS)
    assert not outcome.refused
    assert not page.print.landscape
    assert page.print.pages_high == 1
    golden(f"production.{language}.txt", page.as_text())


def test_north_stars_on_top_then_the_fixed_figures():
    """Satisfaction and accessibility first, whatever the setting; then the fixed figures in their fixed order."""
    kpis = drawn("fr", CRISIS)[0].tables["production_kpis"]
    assert kpis["kpi_id"].tolist() == ["TX_DEC", "CSAT", "APP_REC", "QS", "DMT", "TX_REIT", "NOTE_QUAL", "ABS"]
    assert kpis["period"].unique().tolist() == ["2026-W17"]


def test_what_made_the_gap_adds_up():
    """By day and by scope, the parts of each gap add up to it; what is measured by the week has no days."""
    outcome, _ = drawn("fr", CRISIS)
    gaps = outcome.tables["production_kpis"].set_index("kpi_id")["gap"]
    sums = outcome.tables["production_contributions"].groupby(["kpi_id", "axis"])["contribution"].sum()
    assert ("QS", "day") in sums.index
    assert ("CSAT", "day") not in sums.index
    for (kpi, _axis), total in sums.items():
        assert total == pytest.approx(gaps[kpi])


def test_the_days_of_the_week():
    """A figure measured by day has its seven days; each is held to its own target."""
    days = drawn("fr", CRISIS)[0].tables["production_days"]
    own = days[days["kpi_id"] == "QS"]
    assert own["date"].tolist() == list(pd.date_range("2026-04-20", periods=7))
    assert own["status"].tolist()[:5] == ["red"] * 5
    assert own["value"].isna().tolist()[5:] == [True, True]


def test_actions_due_by_the_end_of_the_week():
    """Late ones first, then those due by Sunday; of this committee alone."""
    actions = drawn("fr", REPAIRED)[0].tables["production_actions"]
    late = (actions["late_workdays"] > 0).tolist()
    assert late == sorted(late, reverse=True)
    assert (actions["due"] <= pd.Timestamp("2026-07-05")).all()


def test_what_should_go_up():
    """Lines with their reasons, actions that missed meetings, and decisions beyond the committee's remit."""
    up = drawn("fr", REPAIRED)[0].tables["production_up"]
    assert "D-008" in up.loc[up["kind"] == "decision", "reference"].tolist()
    assert up["reasons"].ne("").all()


def test_volumes_forecast_and_actual():
    """Contacts of each day, where staffing holds them."""
    volumes = drawn("fr", REPAIRED)[0].tables["production_volumes"]
    assert volumes["date"].dt.day_of_week.tolist() == list(range(len(volumes)))
    assert (volumes["forecast_volume"] > 0).all()
    assert (volumes["actual_volume"] > 0).all()


def test_a_workbook_of_figures_alone():
    """Without meetings, actions, findings or staffing, the figures are drawn all the same."""
    known = workbook("fr")
    tables = {name: known.table(name) for name in ("gv_settings", "gv_kpis", "gv_targets", "gv_measures")}
    book = MemoryWorkbook(tables)
    outcome = run(book, ["production"], as_of=CRISIS)
    assert not outcome.refused
    text = book.drawn["production"].as_text()
    words = Catalogue("fr")
    for key in ("no_role", "no_action", "no_finding", "no_up"):
        assert words.say(f"production.{key}") in text
