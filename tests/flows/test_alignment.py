"""The alignment page of the example: every priority, what is done for it, and what hangs on nothing."""

from datetime import date
from functools import cache

import pytest

from gouvernail.excel.memory import MemoryWorkbook
from gouvernail.flows.run import run
from gouvernail.flows.template import template_sheets
from gouvernail.words.catalogue import LANGUAGES, Catalogue

AS_OF = date(2026, 7, 2)


@cache
def workbook(language):
    book = MemoryWorkbook({})
    book.draw(template_sheets(language, example=True))
    return book


@cache
def drawn(language):
    book = workbook(language)
    outcome = run(book, ["alignment"], as_of=AS_OF)
    return outcome, book.drawn["alignment"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page(language, golden):
    """North stars on top, the matrix, orphans, ambitions, pairs and drifts."""
    outcome, page = drawn(language)
    assert not outcome.refused
    golden(f"alignment.{language}.txt", page.as_text())


def test_orphans_both_ways_each_one_click_from_its_cell():
    """A priority without KPI and KPIs without priority; a confirmed red that nobody treats; each leads to where it is."""
    outcome, page = drawn("fr")
    kinds = outcome.tables["alignment_orphans"].set_index("reference")["kind"]
    assert kinds["P-4"] == "priority_without_kpi"
    assert "red_kpi_without_action" in set(kinds)
    assert "kpi_without_priority" in set(kinds)
    links = {cell.value: cell.link for _, _, cell in page.cells() if cell.link}
    assert all(links[reference].row > 0 for reference in kinds.index)


def test_every_priority_and_every_kpi_is_in_the_matrix():
    """What has no KPI, and what serves no priority, is there too."""
    matrix = drawn("fr")[0].tables["alignment"]
    book = workbook("fr")
    assert set(matrix["kpi_id"]) - {""} == {line[0] for line in book.table("gv_kpis").rows}
    assert set(matrix["priority_id"]) - {""} == {line[0] for line in book.table("gv_priorities").rows}


def test_trajectory_and_contract_are_two_gaps():
    """Satisfaction keeps its contract and is behind its ambition: both are told, and the drift is listed."""
    outcome, _ = drawn("fr")
    [own] = outcome.tables["alignment_ambitions"].query("kpi_id == 'CSAT'").to_dict("records")
    assert own["behind"]
    assert own["trajectory_gap"] < 0 < own["contract_gap"]
    drifts = outcome.tables["alignment_drifts"]
    assert ("trajectory", "CSAT") in set(zip(drifts["kind"], drifts["kpi_id"], strict=True))


def test_a_workbook_without_priorities():
    """Nothing but figures: each block says in a sentence that it holds nothing."""
    known = workbook("fr")
    book = MemoryWorkbook({name: known.table(name) for name in ("gv_settings", "gv_kpis", "gv_targets", "gv_measures")})
    assert not run(book, ["alignment"], as_of=AS_OF).refused
    text = book.drawn["alignment"].as_text()
    assert Catalogue("fr").say("alignment.no_ambition") in text
    assert Catalogue("fr").say("alignment.no_pair") in text
