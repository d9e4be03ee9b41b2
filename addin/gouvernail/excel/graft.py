"""Puts drawn sheets into a person's workbook so that every part that is not ours keeps its bytes.

The person's file is never loaded and saved: its zip entries are copied as they stand. Only what must change changes:
the list of content types, the workbook part and its relationships, the style sheet (appended to), the calculation
chain, and our own sheets with what hangs on them.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from gouvernail.excel.foreign import foreign_content, is_empty
from gouvernail.excel.formulas import rename_sheets
from gouvernail.excel.occupancy import drawn_rows, value_box, written_rows
from gouvernail.excel.ownership import Owned, mark, owned_sheet
from gouvernail.excel.package import Package
from gouvernail.excel.pages import contents_of, record_of
from gouvernail.excel.recalculation import PRINT_NAMES, settle_calculation
from gouvernail.excel.refusals import page_problem, refused
from gouvernail.excel.relations import OFFICE, Relation, free_id, relative
from gouvernail.excel.sheet_rewrite import Kept, Rewriting, kept_of
from gouvernail.excel.styles_merge import BLANK, StyleMap, merge_styles
from gouvernail.excel.table_parts import TablePart, read_table_part
from gouvernail.excel.tables_in_file import list_tables
from gouvernail.excel.transplant import Transplant, drop_below, shared_strings
from gouvernail.excel.workbook_part import SheetEntry, WorkbookPart
from gouvernail.problems import Problem

_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"


@dataclass(frozen=True)
class Grafted:
    """A workbook with our pages in it.

    Args:
        data: the file's bytes; equal to those given when nothing had to change.
        added: the keys of the pages that are new.
        replaced: the keys of the pages that were redrawn in place, or took over an empty sheet.
        problems: why a page was left as it was (effect `page`), and what the reader should know (effect `notice`).
        sheets: how each drawn page's sheet is called in the person's workbook, by key.
    """

    data: bytes
    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    sheets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Page:
    """One page to draw: its key, its sheet in the donor, and where it goes (None: a new sheet)."""

    key: str
    source: SheetEntry
    target: SheetEntry | None
    name: str


def graft(
    host: bytes,
    donor: bytes,
    keys: Mapping[str, str],
    *,
    name: str = "",
    fillable: Mapping[str, Set[tuple[int, int]]] | None = None,
) -> Grafted:
    """Put sheets of a donor workbook into a person's workbook, and change nothing else.

    A page drawn before is redrawn in place, wherever people moved it and whatever they call it now. A page whose
    place is taken, or on which a person put something, is left as it was: the others go on. The same workbook and
    the same donor give the same bytes; a second run changes nothing.

    Args:
        host: the person's workbook: .xlsx, .xlsm, .xltx or .xltm.
        donor: a workbook drawn by XlsxWriter or openpyxl, with the same date epoch.
        keys: our own key of each page, and the name of its sheet in the donor.
        name: the person's file name, for the sentences.
        fillable: the cells (row, column) of each page that people fill in and whose content its next drawing brings
            along: comment columns. A text in any other cell that was drawn blank stops the next redraw. None: every
            cell that was drawn counts as fillable.

    Raises:
        WorkbookRefused: the workbook cannot be read, see `package.Package`.
        ValueError: the donor is not what this function was promised: another epoch, an unknown sheet.
    """
    package, drawn = Package(host, name), Package(donor)
    return _Graft(package, drawn, keys, fillable).run(host)


class _Graft:
    """One run: both packages, and what has been found so far."""

    def __init__(
        self, host: Package, donor: Package, keys: Mapping[str, str], fillable: Mapping[str, Set[tuple[int, int]]] | None
    ) -> None:
        self._host, self._donor, self._keys, self._fillable = host, donor, keys, fillable
        self._book, self._source = WorkbookPart(host), WorkbookPart(donor)
        self._problems: list[Problem] = []
        if self._book.date1904 != self._source.date1904:
            raise ValueError("the donor counts its days from another year than the workbook")

    def run(self, host: bytes) -> Grafted:
        pages = [page for key, sheet in self._keys.items() if (page := self._plan(key, sheet)) is not None]
        if not pages:
            return Grafted(host, problems=tuple(self._problems))
        formulas = self._draw(pages)
        drawn = {page.key: page.name for page in pages}
        self._problems += settle_calculation(self._host, self._book, drawn.values(), formulas=formulas)
        self._host.changed(self._host.workbook)
        data = self._host.to_bytes()
        return Grafted(
            data=host if data == host else data,
            added=tuple(page.key for page in pages if page.target is None),
            replaced=tuple(page.key for page in pages if page.target is not None),
            problems=tuple(self._problems),
            sheets=drawn,
        )

    def _plan(self, key: str, sheet: str) -> _Page | None:
        source = self._source.sheet(sheet)
        if source is None:
            raise ValueError(f"the donor has no sheet {sheet!r}")
        owned = owned_sheet(self._book, key)
        problem = self._objection(source, owned)
        if problem is not None:
            self._problems.append(problem)
            return None
        target = owned.sheet if owned else self._book.sheet(source.name)
        return _Page(key, source, target, target.name if target else source.name)

    def _objection(self, source: SheetEntry, owned: Owned | None) -> Problem | None:
        found = self._table_taken(source, owned)
        if found is not None:
            return found
        if owned is not None:
            return foreign_content(self._host, owned, contents_of(self._donor, source.part))
        taken = self._book.sheet(source.name)
        if taken is not None:
            free = taken.kind == "worksheet" and is_empty(self._host, taken)
            return None if free else page_problem("file.page.name_taken", sheet=taken.name)
        if self._book.locked:
            return page_problem("file.page.locked", sheet=source.name)
        if any("vbaprojectsignature" in part.lower() for part in self._host.names()):
            return page_problem("file.page.macros_signed", sheet=source.name)
        return None

    def _table_taken(self, source: SheetEntry, owned: Owned | None) -> Problem | None:
        wanted = {read_table_part(self._donor.tree(part)).name for part in self._donor.related(source.part, "table")}
        own = owned.sheet.part.lower() if owned else ""
        others = {t.name.casefold() for t in list_tables(self._host) if t.sheet.part.lower() != own}
        others |= {name.get("name", "").casefold() for name in self._book.names()}
        taken = sorted(name for name in wanted if name.casefold() in others)
        return page_problem("file.page.table_taken", sheet=source.name, found=taken[0]) if taken else None

    def _draw(self, pages: list[_Page]) -> bool:
        """Draw the pages; true when they hold formulas, or held some."""
        change = Rewriting(self._merge_styles(), shared_strings(self._donor), self._names(pages))
        transplant = Transplant(self._host, self._donor, change)
        formulas = [self._draw_page(page, transplant, change) for page in pages]
        return any(formulas)

    def _draw_page(self, page: _Page, transplant: Transplant, change: Rewriting) -> bool:
        """Draw one page; true when it holds formulas, or held some."""
        target, kept, tables, formulas = page.target, Kept(), list[TablePart](), False
        if target is not None:
            formulas = self._host.worksheet(target.part).grid.formulas
            kept, tables = self._cleared(target.part)
        part = target.part if target is not None else transplant.new_sheet_part()
        transplant.place(page.source.part, part, kept, tables)
        sheet = target or self._book.add_sheet(page.name, part)
        self._mark(page, sheet)
        self._copy_print_names(page.source, sheet, change)
        return formulas or self._donor.worksheet(page.source.part).grid.formulas

    def _mark(self, page: _Page, sheet: SheetEntry) -> None:
        """Remember that the sheet is ours, and what was drawn on it."""
        grid = self._donor.worksheet(page.source.part).grid
        fillable = None if self._fillable is None else self._fillable.get(page.key, frozenset())
        box = value_box(grid).with_cells(fillable or ())
        rows = written_rows(drawn_rows(grid, box, fillable), box.right - box.left + 1)
        mark(self._book, page.key, sheet.name, box, record_of(contents_of(self._donor, page.source.part), rows).text)

    def _cleared(self, part: str) -> tuple[Kept, list[TablePart]]:
        """What stays of a worksheet, once what hung on it is gone."""
        tables = [read_table_part(self._host.tree(t)) for t in self._host.related(part, "table") if self._host.has(t)]
        printers = [printer for printer in self._host.related(part, "printerSettings") if self._host.has(printer)]
        kept = kept_of(self._host.worksheet(part).frame, printers[0] if printers else "")
        drop_below(self._host, part, set(printers[:1]))
        return kept, tables

    def _names(self, pages: list[_Page]) -> dict[str, str]:
        return {page.source.name: page.name for page in pages if page.source.name != page.name}

    def _merge_styles(self) -> StyleMap:
        part = self._styles_part()
        donor = self._donor.tree(self._donor.related(self._donor.workbook, "styles")[0])
        merged = merge_styles(self._host.tree(part), donor, name=self._host.name)
        if merged.grew:
            self._host.changed(part)
        return merged

    def _styles_part(self) -> str:
        workbook = self._host.workbook
        found = [part for part in self._host.related(workbook, "styles") if self._host.has(part)]
        if found:
            return found[0]
        folder = workbook.rpartition("/")[0]
        part = f"{folder}/styles.xml" if folder else "styles.xml"
        if part.lower() in self._host.taken():
            raise refused("file.damaged", name=self._host.name, part=part)
        self._host.put(part, BLANK)
        self._host.declare(part, _STYLES_TYPE)
        relations = self._host.relations(workbook)
        new = free_id({relation.id.lower() for relation in relations})
        self._host.put_relations(workbook, [*relations, Relation(new, OFFICE + "styles", relative(workbook, part), part)])
        return part

    def _copy_print_names(self, source: SheetEntry, sheet: SheetEntry, change: Rewriting) -> None:
        wanted = {
            name.get("name", ""): name
            for name in self._source.names()
            if name.get("localSheetId") == str(source.position) and name.get("name") in PRINT_NAMES
        }
        for spelling in PRINT_NAMES:
            if spelling in wanted:
                text = rename_sheets(wanted[spelling].text or "", change.sheets)
                self._book.set_local_name(spelling, sheet.position, text, hidden=wanted[spelling].get("hidden") == "1")
            else:
                self._book.remove_local_name(spelling, sheet.position)
