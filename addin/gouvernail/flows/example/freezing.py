"""How the semester of the example was frozen: six steering committees, one after the other, each on its own day.

March was frozen with some of Casablanca's evaluations scored on the old grid; the next committee took them out (D-020). So
one figure that was presented reads otherwise today, and the page of frozen figures says which, why, and what it changes.

Freezing takes a dozen seconds a language: `freezes` ships what it gives.
"""

from datetime import date

import pandas as pd

from gouvernail.excel.memory import MemoryWorkbook
from gouvernail.flows.example.freezes import KEPT
from gouvernail.flows.example.service import AS_OF, CASABLANCA
from gouvernail.flows.example.story import example
from gouvernail.flows.figures import Figures
from gouvernail.flows.freeze import draw
from gouvernail.flows.inputs import Inputs
from gouvernail.flows.template import described
from gouvernail.schema.frozen import RESTATEMENTS
from gouvernail.words.catalogue import Catalogue, Language

DAYS = (date(2026, 2, 5), date(2026, 3, 5), date(2026, 4, 2), date(2026, 5, 7), date(2026, 6, 4), AS_OF)
"""The steering committees that froze January to June 2026."""

CORRECTED_ON = date(2026, 5, 7)
CORRECTED_KPI, CORRECTED_WEEK = "NOTE_QUAL", "2026-03-23"
"""The measure of Casablanca that was corrected after March had been frozen."""
OLD_GRID = 0.93
"""What the old grid gave of the points that count today."""


def freeze_semester(language: Language) -> dict[str, pd.DataFrame]:
    """Freeze the six meetings, one after the other.

    Args:
        language: of names and sentences.

    Returns:
        the frozen tables by key; `restatements` with the columns of `rules.restatements.COLUMNS`.
    """
    before, today = _workbook(_as_measured_first(example(language)), language), _workbook(example(language), language)
    found: dict[str, pd.DataFrame] = {}
    for day in DAYS:
        book = before if day < CORRECTED_ON else today
        figures = Figures(Inputs(book), day, confirmed=True)
        drawing = draw(figures)
        for each in (before, today):
            each.draw(drawing.sheets)
        found = {**drawing.tables, RESTATEMENTS.key: figures.restatements}
    return {key: found[key] for key in KEPT}


def _workbook(frames: dict[str, pd.DataFrame], language: Language) -> MemoryWorkbook:
    book = MemoryWorkbook({})
    book.draw(described(frames, Catalogue(language)))
    return book


def _as_measured_first(frames: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The example as it stood before the correction."""
    rows = frames["measures"]
    wrong = rows["kpi_id"].eq(CORRECTED_KPI) & rows["date"].eq(CORRECTED_WEEK) & rows["scope"].eq(CASABLANCA)
    points = (rows["numerator"] * OLD_GRID).round(1)
    return frames | {"measures": rows.assign(numerator=rows["numerator"].where(~wrong, points))}
