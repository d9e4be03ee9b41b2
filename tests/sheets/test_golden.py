"""Every page, in every language, as it stands: what a change moves shows here, line by line."""

from functools import cache

import pytest

from gouvernail.flows.run import run
from gouvernail.flows.template import template_sheets
from gouvernail.sheets.parts import Sheet
from gouvernail.words.catalogue import LANGUAGES
from small import small

PAGES = (
    "gaps", "control_charts", "overdue", "rollup", "production", "steering", "alignment", "decision_trail", "committee_life",
    "minutes", "checks",
)  # fmt: skip
FROM_TEMPLATE = ("home", "settings", "framework", "actions", "kpis")
"""Those that show everything that an input sheet may have."""


@cache
def drawn(language: str) -> dict[str, Sheet]:
    workbook = small(language)
    run(workbook)
    return workbook.drawn


@cache
def new(language: str) -> dict[str, Sheet]:
    return {sheet.key: sheet for sheet in template_sheets(language)}


def test_every_page_that_is_drawn_is_looked_at():
    """A new page joins the list when it is made: run once with --update-golden, and look at its files."""
    assert set(drawn("fr")) == set(PAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_looks_the_same(page, language, golden):
    """Addresses, styles and values of the whole page over the small workbook."""
    golden(f"{page}.{language}.txt", drawn(language)[page].as_text())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", FROM_TEMPLATE)
def test_an_input_sheet_looks_the_same(page, language, golden):
    """What a new workbook starts from."""
    golden(f"new_{page}.{language}.txt", new(language)[page].as_text())


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_differ_in_words_only(page):
    """The same cells, the same numbers, the same links' rows: only what is read differs."""
    french, english = (drawn(language)[page] for language in ("fr", "en"))
    assert len(french.rows) == len(english.rows)
    for (*place, one), (*other, two) in zip(french.cells(), english.cells(), strict=True):
        assert place == other
        assert isinstance(one.value, str) == isinstance(two.value, str), place
        assert isinstance(one.value, str) or one.value == two.value, place
        assert (one.style, bool(one.link)) == (two.style, bool(two.link)), place


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_fit_to_be_projected(page, language):
    """Widths for every printed column, tables and merges inside the page, no error, no key of ours in front of a manager."""
    sheet = drawn(language)[page]
    wide = max(len(row) for row in sheet.rows)
    assert len(sheet.widths) >= sheet.print.area.right
    for area in (*sheet.merges, *(table.area for table in sheet.tables)):
        assert 1 <= area.left <= area.right <= wide
        assert 1 <= area.top <= area.bottom <= len(sheet.rows)
    texts = [cell.value for _, _, cell in sheet.cells() if isinstance(cell.value, str)]
    assert not [text for text in texts if "{" in text or text in {"nan", "None", "<NA>", "NaT"}]
    for table in sheet.tables:
        assert len(set(table.headers)) == len(table.headers), table.name
        assert [
            sheet.rows[table.area.top - 1][column].value for column in range(table.area.left - 1, table.area.right)
        ] == list(table.headers)


@pytest.mark.parametrize("language", LANGUAGES)
def test_merges_do_not_overlap(language):
    """Excel calls a file damaged when two merges share a cell, or a merge meets a table."""
    for sheet in drawn(language).values():
        taken = set()
        for area in (*sheet.merges, *(table.area for table in sheet.tables)):
            cells = {(row, column) for row in range(area.top, area.bottom + 1) for column in range(area.left, area.right + 1)}
            assert not cells & taken, (sheet.key, area)
            taken |= cells
