"""Opening a channel: the rows offered fit the tables they are copied into, and the days follow from the opening."""

from datetime import date, timedelta

import pytest

from gouvernail.excel.memory import MemoryWorkbook
from gouvernail.excel.port import RawTable
from gouvernail.flows.run import run
from gouvernail.schema.inputs import DECISIONS, MILESTONES, WORKSTREAMS
from gouvernail.sheets.channel import STEPS, WORKSTREAM, channel_sheet
from gouvernail.words.catalogue import LANGUAGES, Catalogue
from small import AS_OF, small_tables

OPENING = date(2026, 9, 7)


def offered(table, language):
    """The rows below the headers of a table, as they would be copied; a formula as what Excel would show."""
    words, sheet = Catalogue(language), channel_sheet(Catalogue(language))
    headers = [words.column(table.key, key) for key in table.keys]
    lines = [[cell.value if cell else None for cell in row] for row in sheet.rows]
    top = next(at for at, line in enumerate(lines) if line[: len(headers)] == headers)
    rows = []
    for line in lines[top + 1 :]:
        if line[0] is None:
            break
        rows.append(["" if value is None else value for value in line[: len(headers)]])
    return headers, rows


def workbook(language):
    """The small workbook with the offered rows pasted in, dates as Excel would give them."""
    tables = small_tables(language)
    for table in (WORKSTREAMS, MILESTONES, DECISIONS):
        headers, rows = offered(table, language)
        if table is MILESTONES:
            at = table.keys.index("initial")
            for row, step in zip(rows, STEPS, strict=True):
                row[at] = OPENING - timedelta(weeks=step.weeks_before)
        tables[table.name] = RawTable(table.name, Catalogue(language).sheet(table.sheet), 5, 1, headers, rows)
    return MemoryWorkbook(tables)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rows_are_good_where_they_are_pasted(language):
    """Pasted as they are, with an opening day: no problem in the three tables, and the timeline shows ten milestones."""
    book = workbook(language)
    outcome = run(book, ["check", "roadmap"], as_of=AS_OF)
    pasted = {WORKSTREAMS.key, MILESTONES.key, DECISIONS.key}
    assert [one for one in outcome.problems if one.table in pasted] == []
    [line] = outcome.tables["roadmap"].to_dict("records")
    assert (line["workstream_id"], line["milestones"], line["passed"]) == (WORKSTREAM, len(STEPS), 0)
    assert line["end_initial"].date() == OPENING + timedelta(weeks=13)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_days_follow_from_the_opening(language):
    """Each milestone's day is a formula over the one cell that is typed, named with its sheet so that it can be copied."""
    words, sheet = Catalogue(language), channel_sheet(Catalogue(language))
    formulas = [cell.formula for _, _, cell in sheet.cells() if cell.formula]
    [typed] = [(row, column) for row, column, cell in sheet.cells() if cell.format == "dd/mm/yyyy" and not cell.formula]
    assert typed[1] == 3
    assert len(formulas) == len(STEPS)
    assert all(f"'{words.sheet('channel')}'!$C${typed[0]}" in formula for formula in formulas)
    assert "-112+1" in formulas[0]
    assert "-0+1" in formulas[-2]
    assert "+91+1" in formulas[-1]


def test_steps_go_in_order():
    """From the first hypothesis to the review after the opening; go or no-go comes before the opening."""
    weeks = [step.weeks_before for step in STEPS]
    assert weeks == sorted(weeks, reverse=True)
    keys = [step.key for step in STEPS]
    assert keys.index("pilot") < keys.index("go") < keys.index("opening") < keys.index("review")
