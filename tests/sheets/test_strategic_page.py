"""The strategic review as it stands over one frozen month, and over none: what is missing is named, with the way to mend it."""

from datetime import date
from functools import cache

import pytest

from gouvernail.flows.run import run
from gouvernail.sheets.parts import Sheet
from gouvernail.words.catalogue import LANGUAGES, Catalogue
from small import small

MEETING, REVIEW = date(2026, 4, 9), date(2026, 7, 2)


@cache
def drawn(language: str, *, frozen: bool) -> Sheet:
    """The page of January to June: March was frozen on 9 April, or nothing was."""
    book = small(language)
    if frozen:
        run(book, ["freeze"], as_of=MEETING, confirm=True)
    run(book, ["strategic"], as_of=REVIEW)
    return book.drawn["strategic"]


def texts(sheet: Sheet) -> list[str]:
    return [cell.value for _, _, cell in sheet.cells() if isinstance(cell.value, str)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("frozen", [True, False])
def test_the_page_looks_the_same(frozen, language, golden):
    """Addresses, styles and values of the whole page."""
    name = "strategic" if frozen else "strategic_nothing"
    golden(f"{name}.{language}.txt", drawn(language, frozen=frozen).as_text())


@pytest.mark.parametrize("frozen", [True, False])
def test_both_languages_differ_in_words_only(frozen):
    """The same cells, the same numbers, the same links."""
    french, english = (drawn(language, frozen=frozen) for language in ("fr", "en"))
    for (*place, one), (*other, two) in zip(french.cells(), english.cells(), strict=True):
        assert place == other
        assert isinstance(one.value, str) == isinstance(two.value, str), place
        assert isinstance(one.value, str) or one.value == two.value, place
        assert (one.style, bool(one.link)) == (two.style, bool(two.link)), place


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("frozen", [True, False])
def test_the_page_is_fit_to_be_projected(frozen, language):
    """Twelve columns, merges that do not overlap, no key of ours in front of a director."""
    sheet = drawn(language, frozen=frozen)
    assert sheet.print.area.right == 12
    assert not [text for text in texts(sheet) if "{" in text or text in {"nan", "None", "<NA>", "NaT"}]
    taken = set()
    for area in sheet.merges:
        cells = {(row, column) for row in range(area.top, area.bottom + 1) for column in range(area.left, area.right + 1)}
        assert not cells & taken, area
        taken |= cells


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_month_of_six_says_so(language):
    """The banner counts, and the five other months are told as not frozen, never as zero."""
    words, sheet = Catalogue(language), drawn(language, frozen=True)
    [banner] = [text for text in texts(sheet) if text.startswith("▲") and "6" in text and words.month(date(2026, 6, 1)) in text]
    assert "1" in banner
    assert words.month(date(2026, 3, 1)) not in banner
    assert words.say("strategic.strip.not_frozen") in texts(sheet)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_frozen_names_the_meetings_and_the_way(language):
    """No figure at all; the meeting of April would have frozen March, the other months have none entered."""
    words, sheet = Catalogue(language), drawn(language, frozen=False)
    told = texts(sheet)
    assert words.say("strategic.to_freeze", meeting="C-04", day=words.day(MEETING)) in told
    assert told.count(words.say("strategic.no_meeting")) == 4
    assert words.say("strategic.how") in told
    assert not [cell.value for _, _, cell in sheet.cells() if isinstance(cell.value, int | float)]
