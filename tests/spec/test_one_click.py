"""From a figure to its definition, from a late action to its row: one click, to a cell that is there."""

import pytest

from gouvernail.flows import overdue
from gouvernail.flows.run import run
from gouvernail.words.catalogue import LANGUAGES, Catalogue
from small import AS_OF, ROWS, small


def links(sheet, page):
    return {str(cell.value): cell.link for _, _, cell in page.cells() if cell.link and cell.link.sheet == sheet}


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_a_figure_to_its_definition(language):
    """Each KPI's overall figure of the month leads to the definition typed for it."""
    book, words = small(language), Catalogue(language)
    outcome = run(book, ["gaps"], as_of=AS_OF)
    found = links(words.sheet("kpis"), book.drawn["gaps"])
    gaps = outcome.tables["gaps"]
    names = gaps.loc[gaps["period_kind"].eq("month") & gaps["scope"].eq(""), "name"]
    assert set(found) == set(names)
    kpis = book.table("gv_kpis")
    at, name = (kpis.headers.index(words.column("kpis", key)) for key in ("definition", "name"))
    for said, where in found.items():
        assert kpis.rows[where.row - kpis.first_row][name] == said
        assert where.column == kpis.first_column + at


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_a_late_action_to_its_row(language):
    """There its finding and its decision are named."""
    book, words = small(language), Catalogue(language)
    late = run(book, ["overdue"], as_of=AS_OF).tables["overdue"]["action_id"].tolist()
    found = links(words.sheet("actions"), book.drawn["overdue"])
    assert list(found) == late
    ids = [row["action_id"] for row in ROWS["actions"]]
    first = book.table("gv_actions").first_row
    assert [ids[where.row - first] for where in found.values()] == late


def test_only_the_heaviest_lead_to_their_row(monkeypatch):
    """A page of a thousand late actions has a hundred links, not a thousand."""
    monkeypatch.setattr(overdue, "LINKED", 1)
    book = small("fr")
    late = run(book, ["overdue"], as_of=AS_OF).tables["overdue"]["action_id"].tolist()
    assert len(late) > 1
    assert list(links(Catalogue("fr").sheet("actions"), book.drawn["overdue"])) == late[:1]
