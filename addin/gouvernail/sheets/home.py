"""The first sheet of a new workbook: what to do in three steps, and every sheet one click away."""

from gouvernail.problems import CellRef
from gouvernail.schema.inputs import INPUTS
from gouvernail.sheets.layout import Page
from gouvernail.sheets.parts import Cell, Sheet
from gouvernail.words.catalogue import Catalogue

_STEPS = ("first", "second", "third")
TO_COPY = ("catalogue", "channel")
"""The sheets whose rows are copied into others."""


def home_sheet(words: Catalogue, *, example: bool) -> Sheet:
    """The home sheet; it belongs to people like every sheet of the template, and says when all is invented."""
    page = Page("home", words, [4.0, 30.0, 84.0], printed=3)
    page.title(words.say("inputs.home.title"), words.say("inputs.home.subtitle"))
    if example:
        page.sentence(words.say("inputs.home.invented"), "banner")
        page.gap()
    for number, step in enumerate(_STEPS, start=1):
        page.put(page.row, 1, Cell(number, "figure", "0"))
        page.put(page.row, 2, Cell(words.say(f"inputs.home.{step}.title"), "strong"))
        page.put(page.row, 3, Cell(words.say(f"inputs.home.{step}.text"), "wrap"))
        page.height(page.row, 52)
        page.row += 1
    page.gap()
    page.heading(words.say("inputs.home.sheets"))
    for key in (*dict.fromkeys(table.sheet for table in INPUTS), *TO_COPY):
        name = words.sheet(key)
        page.put(page.row, 2, Cell(name, "link", link=CellRef(name, 1, 1)))
        page.put(page.row, 3, Cell(words.say(f"inputs.about.{key}"), "wrap"))
        page.row += 1
    return page.build(landscape=False, pages_high=1)
