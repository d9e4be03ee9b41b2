"""From six frozen meetings to the review: figures that add up, what was touched or restated since, what it brings along."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from gouvernail.excel.memory import MemoryWorkbook
from gouvernail.flows.pack import pack
from gouvernail.flows.run import run
from gouvernail.flows.template import example_pages, template_sheets
from gouvernail.problems import WorkbookRefused
from gouvernail.terms import Committee
from gouvernail.words.catalogue import LANGUAGES, Catalogue
from small import small

REVIEW = date(2026, 7, 2)
FIGURES, ITEMS, FREEZES = "gv_frozen_figures", "gv_frozen_items", "gv_freezes"


@cache
def example(language="fr") -> MemoryWorkbook:
    """The example's year and its six frozen meetings, without the measures: the review does not need them."""
    whole = MemoryWorkbook({})
    whole.draw([*template_sheets(language, example=True), *example_pages(language)])
    names = set(whole.table_names()) - {"gv_measures", "gv_staffing"}
    return MemoryWorkbook({name: whole.table(name) for name in names})


def copied(book, *tables):
    known = {name: book.table(name) for name in book.table_names()}
    return MemoryWorkbook(known | {table.name: table for table in tables})


def header(table, key, language="fr"):
    return Catalogue(language).column(table, key)


def without_freeze(book, name):
    """The workbook as if that meeting had never been frozen."""
    tables = []
    for table in (FREEZES, FIGURES, ITEMS, "gv_frozen_findings"):
        raw = book.table(table)
        at = raw.headers.index(header(table.removeprefix("gv_"), "freeze_id"))
        tables.append(replace(raw, rows=[line for line in raw.rows if line[at] != name]))
    return copied(book, *tables)


def with_cell(book, table, wanted, key, value):
    """The workbook with one cell of the first row that has these values changed."""
    raw, name = book.table(table), table.removeprefix("gv_")
    places = {raw.headers.index(header(name, one)): text for one, text in wanted.items()}
    rows = [list(line) for line in raw.rows]
    at = next(at for at, line in enumerate(rows) if all(line[place] == text for place, text in places.items()))
    rows[at][raw.headers.index(header(name, key))] = value
    return copied(book, replace(raw, rows=rows))


@cache
def review(language="fr"):
    """The outcome and the workbook after it."""
    book = copied(example(language))
    return run(book, ["strategic"], as_of=REVIEW), book


def texts(book, page="strategic"):
    return [cell.value for _, _, cell in book.drawn[page].cells() if isinstance(cell.value, str)]


def month_rows(book, kpi):
    """The overall frozen months of a KPI, by column key."""
    raw = book.table(FIGURES)
    keys = ("kpi_id", "scope", "period_kind", "value", "numerator", "denominator")
    places = {key: raw.headers.index(header("frozen_figures", key)) for key in keys}
    month = Catalogue("fr").choice("PeriodKind", "month")
    rows = [{key: line[place] for key, place in places.items()} for line in raw.rows]
    return [one for one in rows if (one["kpi_id"], one["scope"] or "", one["period_kind"]) == (kpi, "", month)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_six_frozen_meetings_make_a_review(language):
    """Six months of six, all intact, every table that is promised; nothing asks for a measure of today."""
    outcome, book = review(language)
    assert not outcome.refused
    meetings = outcome.tables["strategic_meetings"]
    assert meetings["intact"].tolist() == [True] * 6
    words = Catalogue(language)
    assert any(words.say("strategic.period", span="", n=6, of=6).strip() in text for text in texts(book))
    for name in ("kpis", "months", "facts", "alerts", "asked", "ambitions", "workstreams", "themes", "decisions", "engagement"):
        assert len(outcome.tables[f"strategic_{name}"]), name


def test_the_semester_is_a_ratio_of_sums():
    """The answer rate out of the frozen numerators and denominators, not the mean of its six months."""
    outcome, book = review()
    rows = month_rows(book, "TX_DEC")
    assert len(rows) == 6
    expected = 100 * sum(one["numerator"] for one in rows) / sum(one["denominator"] for one in rows)
    kpis = outcome.tables["strategic_kpis"].set_index("kpi_id")
    assert kpis.loc["TX_DEC", "value"] == round(expected, 1)


def test_five_of_six():
    """April's meeting was not frozen: the page says March is missing and what to freeze, and no figure of March is used."""
    book = without_freeze(example(), "COPIL-2026-04")
    outcome = run(book, ["strategic"], as_of=REVIEW)
    told = texts(book)
    assert any(text.startswith("▲ 5 mois sur 6") and "mars 2026" in text for text in told)
    missing = outcome.tables["strategic_meetings"].iloc[2]
    assert (missing["period"], missing["meeting_id"]) == ("2026-03", "COPIL-2026-04")
    assert outcome.tables["strategic_kpis"]["months"].max() == 5
    assert set(outcome.tables["strategic_months"]["period"]) == {"2026-01", "2026-02", "2026-04", "2026-05", "2026-06"}


def test_what_was_frozen_later_is_not_known_yet():
    """Redone for the day before the last meeting, the review has five months; June was not there."""
    outcome = run(copied(example()), ["strategic"], as_of=date(2026, 7, 1))
    assert outcome.tables["strategic_meetings"]["freeze_id"].notna().sum() == 5


def test_a_touched_figure_is_left_out_and_told():
    """Somebody typed 99 over April's frozen answer rate: the page says which freeze, and April makes no figure."""
    month = Catalogue("fr").choice("PeriodKind", "month")
    row = {"freeze_id": "COPIL-2026-05", "kpi_id": "TX_DEC", "period_kind": month, "scope": None}
    raw = example().table(FIGURES)
    row["scope"] = next(line[raw.headers.index(header("frozen_figures", "scope"))] for line in raw.rows)
    book = with_cell(example(), FIGURES, row, "value", 99.0)
    outcome = run(book, ["strategic"], as_of=REVIEW)
    assert any(text.startswith("✖") and "COPIL-2026-05" in text for text in texts(book))
    kpi = outcome.tables["strategic_kpis"].set_index("kpi_id").loc["TX_DEC"]
    assert kpi["months"] == 5
    assert kpi["statuses"].split(";")[3] == "altered"
    assert outcome.tables["strategic_meetings"]["intact"].tolist() == [True, True, True, False, True, True]
    assert "freeze.row_changed" in [problem.code for problem in outcome.problems]


def test_a_touched_item_is_left_out():
    """A workstream's progress rewritten in the last freeze: the one of the meeting before is told."""
    wanted = {"freeze_id": "COPIL-2026-07", "reference": "W-4"}
    outcome = run(with_cell(example(), ITEMS, wanted, "number", 1.0), ["strategic"], as_of=REVIEW)
    told = outcome.tables["strategic_workstreams"].set_index("workstream_id")
    assert told.loc["W-4", "progress"] == 0.6
    assert told.loc["W-4", "statuses"].endswith(";")


def test_without_measures_nothing_can_be_compared():
    """The review stands on what was frozen; the restatements say that they cannot be told."""
    _, book = review()
    assert Catalogue("fr").say("strategic.not_compared") in texts(book)


def test_a_restated_month_is_told_with_its_cause():
    """March's quality score was restated by a decision of May: what was presented, what it is now, why."""
    whole = MemoryWorkbook({})
    whole.draw([*template_sheets("fr", example=True), *example_pages("fr")])
    measures = whole.table("gv_measures")
    kpi = measures.headers.index(header("measures", "kpi_id"))
    kept = replace(measures, rows=[line for line in measures.rows if line[kpi] == "NOTE_QUAL"])
    book = copied(example(), kept)
    outcome = run(book, ["strategic"], as_of=REVIEW)
    told = outcome.tables["strategic_restatements"].set_index("kpi_id")
    line = told.loc["NOTE_QUAL"]
    assert (line["freeze_id"], line["period"], line["cause"], line["reference"]) == (
        "COPIL-2026-04",
        "2026-03",
        "decision",
        "D-020",
    )
    assert any(text.startswith("▲") and "présenté (COPIL-2026-0" in text for text in texts(book))
    assert (
        outcome.tables["strategic_months"].set_index(["kpi_id", "period"]).loc[("NOTE_QUAL", "2026-03"), "value"]
        == line["reported"]
    )


def test_a_frozen_table_without_a_column_refuses_the_page():
    """A figure cannot be weighed without its denominators: no page rather than a wrong one."""
    raw = example().table(FIGURES)
    name = header("frozen_figures", "denominator")
    book = copied(example(), replace(raw, headers=["?" if one == name else one for one in raw.headers]))
    outcome = run(book, ["strategic"], as_of=REVIEW)
    assert "column.missing" in [problem.code for problem in outcome.problems]
    assert "strategic" not in outcome.pages


def test_it_brings_the_alignment_along_when_the_tables_allow_it():
    """With measures, both pages; without, the review alone and no word of the other."""
    assert review()[0].pages == ("strategic",)
    book = small("fr")
    assert run(book, ["strategic"], as_of=date(2026, 4, 1)).pages == ("strategic", "alignment")
    assert run(small("fr"), ["alignment", "strategic"], as_of=date(2026, 4, 1)).pages == ("strategic", "alignment")


def test_it_is_not_drawn_unasked_before_anything_was_frozen():
    """A run without named flows says nothing of a review that nobody can have yet."""
    assert "strategic" not in run(small("fr")).pages


def test_the_pack_of_the_strategic_committee_begins_with_it():
    """Frozen or not: the directors see the review, or what is to be frozen for it."""
    words = Catalogue("fr")
    assert pack(copied(example()), Committee.STRATEGIC, as_of=REVIEW).sheets[0].title == words.sheet("strategic")
    raw = {name: example().table(name) for name in ("gv_settings", "gv_meetings")}
    empty = pack(MemoryWorkbook(raw), Committee.STRATEGIC, as_of=REVIEW)
    assert [sheet.title for sheet in empty.sheets] == [words.sheet("strategic")]
    with pytest.raises(WorkbookRefused) as refused:
        pack(MemoryWorkbook(raw), Committee.STEERING, as_of=REVIEW)
    assert {problem.code for problem in refused.value.problems} == {"table.missing"}


def test_a_click_and_a_run_draw_the_same():
    """The same page again, cell by cell."""
    _, book = review()
    before = book.drawn["strategic"].as_text()
    again = copied(book)
    run(again, ["strategic"], as_of=REVIEW)
    assert again.drawn["strategic"].as_text() == before


def test_a_line_of_the_register_that_cannot_be_read_is_no_failure():
    """Somebody typed a word over a freeze's day: that month is missing, and told."""
    book = with_cell(example(), FREEZES, {"freeze_id": "COPIL-2026-03"}, "as_of", "mars")
    outcome = run(book, ["strategic"], as_of=REVIEW)
    assert outcome.tables["strategic_meetings"]["freeze_id"].notna().tolist() == [True, False, True, True, True, True]
    assert any(text.startswith("▲ 5 mois sur 6") for text in texts(book))
