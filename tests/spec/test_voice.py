"""The customers' voice: what they ask for, by theme and priority, with the last thing said and the way to its row."""

from datetime import date

import pytest

from declared import declared
from gouvernail.flows.inputs import Inputs
from gouvernail.flows.run import run
from gouvernail.rules.voice import gather_needs
from gouvernail.words.catalogue import LANGUAGES, Catalogue
from small import AS_OF, march, small

THEMES = declared("themes", {"theme": "Délais", "synonyms": "retard;attente"}, {"theme": "Outil"})
KPIS = declared(
    "kpis",
    {"kpi_id": "QS", "priority_id": "P-1"},
    {"kpi_id": "DMT"},
    {"kpi_id": "CSAT", "priority_id": "P-1"},
    {"kpi_id": "ABS", "priority_id": "P-2"},
)


def need(day, theme, priority=None, said="?"):
    return {"date": day, "need": said, "theme": theme, "priority_id": priority}


def gathered(*rows, as_of=date(2026, 4, 1)):
    return gather_needs(declared("voice", *rows), THEMES, KPIS, as_of=as_of)


def test_needs_are_gathered_by_theme_and_priority():
    """A synonym, another case and another accent are the same theme; another priority is another row; the most voiced first."""
    found = gathered(
        need("2026-03-01", "Outil"),
        need("2026-01-01", "ATTENTE", "P-1", "Décrocher"),
        need("2026-02-01", "delais", "P-1", "Rappeler"),
        need("2026-03-02", "Délais", "P-2", "Prévenir"),
    )
    assert found[["theme", "priority_id", "needs", "need", "row"]].to_numpy().tolist() == [
        ["Délais", "P-1", 2, "Rappeler", 4],
        ["Délais", "P-2", 1, "Prévenir", 5],
        ["Outil", "", 1, "?", 2],
    ]


def test_each_priority_names_its_kpis():
    """Those that the table of KPIs gives it; none without a priority, none for one that no KPI serves."""
    found = gathered(
        need("2026-03-03", "Outil", "P-1"), need("2026-03-02", "Outil", "P-2"), need("2026-03-01", "Outil"),
        need("2026-02-01", "Outil", "P-9"),
    )  # fmt: skip
    assert found["kpis"].tolist() == ["QS;CSAT", "ABS", "", ""]


def test_an_unknown_theme_is_to_sort_and_stands_last():
    """However often it is voiced, and a need without a theme with it."""
    found = gathered(need("2026-03-01", "météo"), need("2026-03-02", None), need("2026-03-01", "Outil"))
    assert found[["theme", "needs"]].to_numpy().tolist() == [["Outil", 1], ["to_sort", 2]]


@pytest.mark.parametrize(
    ("day", "counts"), [("2025-04-01", False), ("2025-04-02", True), ("2026-04-01", True), ("2026-04-02", False)]
)
def test_twelve_months_up_to_the_day(day, counts):
    """What was said earlier, or after the day the figures speak for, is not counted."""
    assert (len(gathered(need(day, "Outil"))) == 1) is counts


def test_of_two_on_one_day_the_last_entered_is_shown():
    """Rows of one day keep the order in which they were typed."""
    found = gathered(need("2026-03-01", "Outil", said="un"), need("2026-03-01", "Outil", said="deux"))
    assert found["need"].tolist() == ["deux"]


def test_nothing_voiced():
    """No row, the same columns."""
    assert gathered().columns.tolist() == gathered(need("2026-03-01", "Outil")).columns.tolist()
    assert gathered().empty


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_roll_up_shows_what_customers_ask_for(language):
    """Theme, priority in words, how many, the latest words between quotation marks; a click on the theme leads to its row."""
    words = Catalogue(language)
    rows = [need(march(2), "attente", "P-1", "Un"), need(march(9), "Délais", "P-1", "Deux"), need(march(9), "météo", "P-9")]
    priorities = [{"priority_id": "P-1", "statement": "Répondre vite"}]
    workbook = small(language, voice=rows, priorities=priorities)
    outcome = run(workbook, ["rollup"], as_of=AS_OF)
    assert outcome.tables["voice_themes"][["theme", "needs"]].to_numpy().tolist() == [["Délais", 2], ["to_sort", 1]]
    sheet = workbook.drawn["rollup"]
    cells = {cell.value: cell for _, _, cell in sheet.cells()}
    assert {"P-1 · Répondre vite", "P-9", words.quoted("Deux"), words.say("voice.note")} <= set(cells)
    top = next(row for row, _, cell in sheet.cells() if cell.value == words.say("voice.heading", n=12))
    [theme] = [cell for row, _, cell in sheet.cells() if row == top + 2 and cell.value == "Délais"]
    assert theme.link.sheet == words.sheet("voice")
    assert theme.link == workbook_cell(workbook, "Deux")


def workbook_cell(workbook, text):
    """Where a text was typed in the customers' table."""
    table = Inputs(workbook).read("voice")
    [row] = table.frame.loc[table.frame["need"] == text, "row"]
    return table.where(int(row), "need")


def test_many_kpis_are_cut_short():
    """Four ids, then how many more."""
    kpis = [
        {"kpi_id": f"K{n}", "name": f"K{n}", "direction": "info", "aggregation": "sum", "priority_id": "P-1"} for n in range(6)
    ]
    workbook = small("en", voice=[need(march(2), "Outil", "P-1")], kpis=kpis)
    run(workbook, ["rollup"], as_of=AS_OF)
    assert "K0, K1, K2, K3 +2" in workbook.drawn["rollup"].as_text()


@pytest.mark.parametrize("rows", [None, []])
def test_without_the_table_or_without_a_need(rows):
    """There is no block, and the roll-up stands."""
    workbook = small("en", voice=rows)
    assert not run(workbook, ["rollup"], as_of=AS_OF).refused
    assert Catalogue("en").say("voice.heading", n=12) not in workbook.drawn["rollup"].as_text()
