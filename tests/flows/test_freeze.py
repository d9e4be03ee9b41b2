"""Freezing a meeting: it asks when it should, adds without touching, tells what was touched and what was restated."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from gouvernail.excel.memory import MemoryWorkbook
from gouvernail.flows.run import run
from gouvernail.flows.template import template_sheets
from gouvernail.words.catalogue import LANGUAGES, Catalogue

APRIL, MAY, WITHOUT_QUORUM, NO_MEETING = date(2026, 4, 2), date(2026, 5, 7), date(2025, 12, 4), date(2026, 4, 20)
FIGURES = "gv_frozen_figures"


KPIS = {"CSAT", "TX_DEC", "APP_REC", "APP_TRA", "APP_ABD"}


@cache
def example(language="fr") -> MemoryWorkbook:
    """The example's year with the measures of a few KPIs: freezing it takes little time."""
    whole = MemoryWorkbook({})
    whole.draw(template_sheets(language, example=True))
    measures = whole.table("gv_measures")
    kpi = measures.headers.index(Catalogue(language).column("measures", "kpi_id"))
    return copied(whole, replace(measures, rows=[line for line in measures.rows if line[kpi] in KPIS]))


def copied(book, *tables):
    """Another workbook with the same tables, some of them changed."""
    known = {name: book.table(name) for name in book.table_names()}
    return MemoryWorkbook(known | {table.name: table for table in tables})


def with_cell(book, table, row, header, value):
    """Another workbook with one cell changed: the row counts from 0 within the table."""
    raw = book.table(table)
    rows = [list(line) for line in raw.rows]
    rows[row][raw.headers.index(header)] = value
    return copied(book, replace(raw, rows=rows))


def freeze(book, day, **how):
    """The outcome of freezing, and the workbook after it."""
    after = copied(book)
    return run(after, ["freeze"], as_of=day, **how), after


@cache
def frozen(language="fr"):
    """Two steering meetings, one after the other."""
    _, after = freeze(example(language), APRIL, confirm=True)
    return freeze(after, MAY, confirm=True)


def codes(outcome, start="freeze."):
    return [problem.code for problem in outcome.problems if problem.code.startswith(start)]


def restated(outcome, kpi, scope=""):
    found = outcome.tables["restatements"]
    return found[(found["kpi_id"] == kpi) & (found["scope"] == scope)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_meetings_frozen_one_after_the_other(language):
    """Each with its figures, counted and chained to the one before; read back in either language, all is intact."""
    outcome, _ = frozen(language)
    register = outcome.tables["freezes"]
    assert register["freeze_id"].tolist() == ["COPIL-2026-04", "COPIL-2026-05"]
    assert register["previous"].tolist()[1] == register["hash"].tolist()[0]
    assert register["quorum"].tolist() == [True, True]
    counts = outcome.tables["frozen_figures"]["freeze_id"].value_counts()
    assert register["frozen_figures"].tolist() == [counts["COPIL-2026-04"], counts["COPIL-2026-05"]]
    assert outcome.tables["frozen_breaks"].empty
    assert not outcome.refused


def test_what_was_frozen_is_written_again_unchanged():
    """The first meeting's rows stand after the second freeze as they stood before it."""
    outcome, after = frozen()
    first, _ = freeze(example(), APRIL, confirm=True)
    before = first.tables["frozen_figures"].reset_index(drop=True)
    again = outcome.tables["frozen_figures"].head(len(before))
    assert again["seal"].tolist() == before["seal"].tolist()
    redrawn = run(copied(after), ["frozen"], as_of=MAY)
    assert redrawn.tables["frozen_figures"]["seal"].tolist() == outcome.tables["frozen_figures"]["seal"].tolist()


def test_read_in_the_other_language_it_is_intact():
    """A seal does not depend on the language of the page."""
    _, after = frozen()
    words = Catalogue("fr")
    rows = after.table("gv_settings").rows
    at = next(place for place, line in enumerate(rows) if line[0] == words.say("settings.labels.language"))
    outcome = run(with_cell(after, "gv_settings", at, words.column("settings", "value"), "en"), ["frozen"], as_of=MAY)
    assert outcome.language == "en"
    assert outcome.tables["frozen_breaks"].empty


def test_a_second_freeze_of_one_meeting_asks():
    """It is not done unless confirmed; then it stands beside the first, under its own name."""
    _, after = frozen()
    outcome, _ = freeze(after, MAY)
    assert codes(outcome) == ["freeze.again"]
    assert outcome.refused
    assert outcome.pages == ()
    outcome, _ = freeze(after, MAY, confirm=True)
    register = outcome.tables["freezes"]
    assert register["freeze_id"].tolist()[-1] == "COPIL-2026-05/2"
    assert register["confirmed"].tolist()[-1] == "again"


def test_a_meeting_without_quorum_asks():
    """The reason is said; once confirmed, the register keeps it."""
    outcome, _ = freeze(example(), WITHOUT_QUORUM)
    assert "freeze.without_quorum" in codes(outcome)
    outcome, _ = freeze(example(), WITHOUT_QUORUM, confirm=True)
    [line] = outcome.tables["freezes"].to_dict("records")
    assert not line["quorum"]
    assert "client_absent" in line["lacks"]
    assert "without_quorum" in line["confirmed"]


def test_a_day_without_meeting_asks():
    """Once confirmed, the figures are frozen for the last steering meeting; without any in the month before, never."""
    outcome, _ = freeze(example(), NO_MEETING)
    assert codes(outcome) == ["freeze.no_meeting"]
    outcome, _ = freeze(example(), NO_MEETING, confirm=True)
    assert outcome.tables["freezes"]["meeting_id"].tolist() == ["COPIL-2026-04"]
    outcome, _ = freeze(example(), date(2025, 6, 20), confirm=True)
    assert codes(outcome) == ["freeze.no_meeting_known"]
    assert outcome.refused


def test_doubtful_figures_ask():
    """The example's June has figures to check and figures not validated yet: freezing it names them."""
    outcome, _ = freeze(example(), date(2026, 7, 2))
    assert codes(outcome) == ["freeze.to_check", "freeze.provisional"]
    for problem in outcome.problems:
        assert "--confirm" in Catalogue("fr").problem(problem) or not problem.code.startswith("freeze.")


def test_freezing_is_never_done_unasked():
    """A run without named flows draws the frozen page when there is one, and adds nothing to it."""
    assert "frozen" not in run(copied(example()), as_of=MAY).pages
    _, after = frozen()
    outcome = run(copied(after), as_of=date(2026, 6, 4))
    assert "frozen" in outcome.pages
    assert len(outcome.tables["freezes"]) == 2
    named = run(copied(after), ["frozen", "freeze"], as_of=date(2026, 6, 4), confirm=True)
    assert len(named.tables["freezes"]) == 3


def test_a_touched_figure_is_told_with_its_cell():
    """The page and the problems say which row; it is not compared, and written again as it stands."""
    _, after = frozen()
    raw = after.table(FIGURES)
    touched = with_cell(after, FIGURES, 3, Catalogue("fr").column("frozen_figures", "displayed"), 12.5)
    wrong = touched.table(FIGURES).rows[3]
    outcome = run(touched, ["frozen"], as_of=MAY)
    assert codes(outcome) == ["freeze.row_changed"]
    [problem] = [one for one in outcome.problems if one.code == "freeze.row_changed"]
    assert problem.where.row == raw.first_row + 3
    assert outcome.tables["restatements"].empty
    assert touched.table(FIGURES).rows[3] == wrong
    assert codes(run(touched, ["check"], as_of=MAY)) == ["freeze.row_changed"]


def test_an_unreadable_frozen_cell_is_not_lost():
    """What somebody typed over a figure stays where it is, and is told; so does all the rest of its row."""
    _, after = frozen()
    touched = with_cell(after, FIGURES, 3, Catalogue("fr").column("frozen_figures", "displayed"), "n/a")
    wrong = touched.table(FIGURES).rows[3]
    outcome = run(touched, ["frozen"], as_of=MAY)
    assert codes(outcome) == ["freeze.rows_missing"]
    assert touched.table(FIGURES).rows[3] == wrong


def test_a_column_taken_away_is_not_lost_for_good():
    """A frozen table that lacks a column is not written again."""
    _, after = frozen()
    raw = after.table(FIGURES)
    headers = ["?" if header == Catalogue("fr").column("frozen_figures", "unit") else header for header in raw.headers]
    outcome = run(copied(after, replace(raw, headers=headers)), ["freeze"], as_of=date(2026, 6, 4), confirm=True)
    assert "column.missing" in [problem.code for problem in outcome.problems]
    assert outcome.pages == ()


def test_a_later_change_of_sources_is_restated():
    """A measure of March corrected in May: what was presented, what it is now, and what it changes; never silently."""
    _, after = frozen()
    words = Catalogue("fr")
    raw = after.table("gv_measures")
    day, numerator = (raw.headers.index(words.column("measures", key)) for key in ("date", "numerator"))
    kpi = raw.headers.index(words.column("measures", "kpi_id"))
    rows = [list(line) for line in raw.rows]
    for line in rows:
        if line[kpi] == "CSAT" and f"{line[day]:%Y-%m-%d}" == "2026-03-09":
            line[numerator] *= 0.5
    changed = copied(after, replace(raw, rows=rows))
    outcome = run(changed, ["frozen"], as_of=MAY)
    months = restated(outcome, "CSAT").query("period_kind == 'month'")
    [line] = months.to_dict("records")
    assert line["freeze_id"] == "COPIL-2026-04"
    assert line["now"] < line["reported"]
    assert (line["effect"], line["cause"]) == ("worse", "undocumented")
    earlier = run(changed, ["frozen"], as_of=date(2026, 4, 1))
    assert earlier.tables["restatements"].empty


def test_a_finding_edited_after_a_freeze_is_said_to_be():
    """The roll-up of a meeting redone later knows which finding is no longer what was frozen."""
    _, after = frozen()
    words = Catalogue("fr")
    raw = after.table("gv_findings")
    known = set(
        run(copied(after), ["frozen"], as_of=MAY).tables["frozen_findings"].query("freeze_id == 'COPIL-2026-05'")["finding_id"]
    )
    at = next(place for place, line in enumerate(raw.rows) if line[0] in known)
    edited = with_cell(after, "gv_findings", at, words.column("findings", "description"), "Tout autre chose")
    for book, times in ((edited, 1), (copied(after), 0)):
        run(book, ["rollup"], as_of=MAY)
        assert book.drawn["rollup"].as_text().count(words.say("frozen.modified")) == times
