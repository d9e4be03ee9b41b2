"""A workbook on disk: its tables read fast, our pages put into its package, everything else left as it is."""

from collections.abc import Sequence
from pathlib import Path

from gouvernail.excel.donor import draw_donor
from gouvernail.excel.drawing import draw_workbook
from gouvernail.excel.graft import graft
from gouvernail.excel.package import Package
from gouvernail.excel.port import Drawn, RawTable
from gouvernail.excel.save import Snapshot, open_snapshot, save, save_new
from gouvernail.excel.table_reader import TableReader
from gouvernail.excel.tables_in_file import find_table
from gouvernail.excel.workbook_part import WorkbookPart
from gouvernail.sheets.parts import Sheet

BACKUPS = 5


class FileWorkbook:
    """A workbook file, read as it stood when it was opened; drawing refuses if it has changed since.

    Args:
        path: the file.
        output: where to write instead of in place.
        backups: how many earlier versions to keep beside it; None asks whoever draws.

    Raises:
        WorkbookRefused: it is no workbook, or cannot be read.
    """

    def __init__(self, path: Path, *, output: Path | None = None) -> None:
        self.path, self.output = path, output
        self._snapshot: Snapshot = open_snapshot(path)
        self._package = Package(self._snapshot.data, path.name)
        self._reader = TableReader(self._package)

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    def table_names(self) -> Sequence[str]:
        """The names of its Excel tables, as written."""
        return [table.name for table in self._reader.tables]

    def headers(self, name: str) -> Sequence[str]:
        """The column names of one of its tables; no sheet is read."""
        found = find_table(self._reader.tables, name)
        if found is None:
            raise KeyError(name)
        return found.headers

    def table(self, name: str) -> RawTable:
        """The cells of one of its tables."""
        return self._reader.read(name)

    def draw(self, sheets: Sequence[Sheet], *, backups: int = BACKUPS) -> Drawn:
        """Put the sheets into the file, or into `output`; a sheet that cannot be put is left out and said."""
        date1904 = WorkbookPart(self._package).date1904
        grafted = graft(
            self._snapshot.data,
            draw_donor(sheets, date1904=date1904),
            {sheet.key: sheet.title for sheet in sheets},
            name=self.name,
            fillable={sheet.key: sheet.fillable for sheet in sheets},
        )
        place = save(self.path, grafted.data, self._snapshot, backups=backups, output=self.output)
        return Drawn(str(place), (*grafted.added, *grafted.replaced), grafted.problems)


def draw(path: Path | str, sheets: Sequence[Sheet], *, output: Path | str | None = None) -> Drawn:
    """Put described sheets into any workbook, a governance one or not, and change nothing else in it.

    Args:
        path: the workbook: .xlsx, .xlsm, .xltx or .xltm.
        sheets: what to draw; a sheet drawn before, by its key, is redrawn in place.
        output: where to write instead of in place.

    Returns:
        Where they stand, and the sheets that could not be put and why.

    Raises:
        WorkbookRefused: the file is no workbook, or cannot be read.
        WorkbookBusy: it cannot be written now.
    """
    return FileWorkbook(Path(path), output=Path(output) if output else None).draw(sheets)


def write_new(path: Path, sheets: Sequence[Sheet], *, pages: Sequence[Sheet] = ()) -> None:
    """Write the sheets as a new workbook.

    Args:
        path: where.
        sheets: those that belong to people.
        pages: those that belong to the add-in, as if a flow had drawn them there: the next drawing replaces them.

    Raises:
        WorkbookBusy: the file is already there, or cannot be written.
    """
    data = draw_workbook(sheets)
    if pages:
        data = graft(data, draw_workbook(pages), {page.key: page.title for page in pages}, name=path.name).data
    save_new(path, data)
