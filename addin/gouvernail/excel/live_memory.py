"""What was drawn last in each open workbook, and what stood there before: plain values, nothing of Excel is held."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gouvernail.sheets.parts import Sheet

WorkbookKey = tuple[int, str]
"""The window's handle and the workbook's name."""
_MOST = 8


@dataclass(frozen=True)
class Before:
    """A page as it was before a drawing.

    Args:
        key: of the page.
        sheet: what it held; None when there was no page of ours.
        added: whether the drawing added the sheet.
        rows: the rows that the drawing inserted, as (row, how many), in order.
        drawn: what was drawn over it.
    """

    key: str
    sheet: Sheet | None
    added: bool
    rows: tuple[tuple[int, int], ...]
    drawn: Sheet


Drawing = tuple[Before, ...]


@dataclass
class Memory:
    """The last drawing of each workbook, and the looks of each page; the oldest workbooks are forgotten."""

    _drawings: dict[WorkbookKey, Drawing] = field(default_factory=dict)
    _looks: dict[WorkbookKey, dict[str, Sheet]] = field(default_factory=dict)

    def keep(self, workbook: WorkbookKey, drawing: Drawing) -> None:
        """Remember a drawing in the place of the one before."""
        self._drawings.pop(workbook, None)
        self._drawings[workbook] = drawing
        while len(self._drawings) > _MOST:
            self._drawings.pop(next(iter(self._drawings)))

    def take(self, workbook: WorkbookKey) -> Drawing | None:
        """The last drawing, once."""
        return self._drawings.pop(workbook, None)

    def has(self, workbook: WorkbookKey) -> bool:
        """Whether there is a drawing to take."""
        return workbook in self._drawings

    def looks(self, workbook: WorkbookKey) -> Mapping[str, Sheet]:
        """The pages as they were drawn last, by key."""
        return self._looks.get(workbook, {})

    def keep_looks(self, workbook: WorkbookKey, sheets: Mapping[str, Sheet]) -> None:
        """Remember how pages were drawn."""
        known = self._looks.pop(workbook, {})
        self._looks[workbook] = {**known, **sheets}
        while len(self._looks) > _MOST:
            self._looks.pop(next(iter(self._looks)))

    def forget_looks(self, workbook: WorkbookKey, pages: Iterable[str]) -> None:
        """These pages are no longer as they were drawn last."""
        known = self._looks.get(workbook, {})
        for page in pages:
            known.pop(page, None)


MEMORY = Memory()
"""Of this process: a click that finds the add-in still warm can take the last drawing back."""
