"""No old figure passes for a current one: what looks at a redrawn page is computed again when Excel opens the file."""

from collections.abc import Collection, Iterator
from typing import Final

from gouvernail.excel.formulas import Mentions
from gouvernail.excel.ownership import MARKER, RECORD, owned_sheet
from gouvernail.excel.package import Package
from gouvernail.excel.refusals import notice
from gouvernail.excel.tables_in_file import list_tables
from gouvernail.excel.workbook_part import WorkbookPart
from gouvernail.problems import Problem

PRINT_NAMES: Final = ("_xlnm.Print_Area", "_xlnm.Print_Titles", "_xlnm._FilterDatabase")
"""The names that belong to a sheet's own set-up."""


def settle_calculation(host: Package, book: WorkbookPart, sheets: Collection[str], *, formulas: bool) -> list[Problem]:
    """Have Excel compute every formula when it opens the file, if any looks at what was drawn. Says who looks.

    Args:
        host: the person's package, with the pages drawn.
        book: its workbook part.
        sheets: the names of the sheets that were drawn.
        formulas: whether they hold formulas, or held some.
    """
    if formulas:
        _drop_chain(host)
    tables = [table.name for table in list_tables(host) if table.sheet.name in sheets]
    mentions = Mentions(sheets, tables)
    looking = list(_sheets_looking(host, book, mentions))
    named = mentions.in_text("\n".join(_names_of_people(book)).encode())
    if looking or named or formulas:
        book.recalculate_on_open()
    if looking:
        return [notice("file.recalculated_on_open", sheet=looking[0])]
    return [notice("file.recalculated_names")] if named else []


def _drop_chain(host: Package) -> None:
    """Excel rebuilds the chain when it is absent; one that names a cell without formula makes it repair the file."""
    relations = host.relations(host.workbook)
    chains = [relation for relation in relations if relation.short_kind == "calcChain"]
    for chain in chains:
        host.drop(chain.part)
    if chains:
        host.put_relations(host.workbook, [relation for relation in relations if relation not in chains])


def _sheets_looking(host: Package, book: WorkbookPart, mentions: Mentions) -> Iterator[str]:
    ours = _our_parts(book)
    for sheet in book.sheets:
        theirs = sheet.kind in {"worksheet", "macrosheet"} and sheet.part.lower() not in ours
        if theirs and mentions.in_sheet(host.chunks(sheet.part)):
            yield sheet.name


def _names_of_people(book: WorkbookPart) -> Iterator[str]:
    for name in book.names():
        known = name.get("name", "")
        if not known.startswith((MARKER, RECORD)) and known not in PRINT_NAMES:
            yield name.text or ""


def _our_parts(book: WorkbookPart) -> set[str]:
    names = [name.get("name", "") for name in book.names()]
    keys = [name.removeprefix(MARKER) for name in names if name.startswith(MARKER)]
    return {owned.sheet.part.lower() for key in keys if (owned := owned_sheet(book, key)) is not None}
