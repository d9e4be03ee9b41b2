"""A small workbook and a page of ours to draw in it: an overdue table with comments, a chart, statuses, links, a foot."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import xlsxwriter

from gouvernail.excel.port import RawTable
from gouvernail.problems import CellRef
from gouvernail.schema.outputs import DUE_NEXT, OVERDUE, OVERDUE_KEPT
from gouvernail.sheets.kept import draw_kept
from gouvernail.sheets.layout import Page
from gouvernail.sheets.parts import Area, Cell, Chart, Series, Sheet
from gouvernail.words.catalogue import Catalogue

WORDS = Catalogue("fr")
TITLE = WORDS.sheet("overdue")


def small_file(file: Path) -> Path:
    """Write the small workbook."""
    with xlsxwriter.Workbook(file) as book:
        front, inputs, watch = (book.add_worksheet(name) for name in ("Accueil", "Mesures d'été", "Suivi"))
        front.write_column("A1", ["bonjour", 2, 3])
        day, money = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "#,##0.00 €"})
        hour, bare = book.add_format({"num_format": "hh:mm"}), book.add_format({"num_format": "@"})
        lines = [
            ("K-01", dt.datetime(2026, 3, 31), 92.5, 1200.5, 0.25, "=1+1"),  # noqa: DTZ001
            ("K-02", dt.datetime(2026, 4, 1), 88, -3, 0.5, "00123"),  # noqa: DTZ001
            ("K-03", dt.datetime(2026, 4, 2), 90, 0, 0.75, "-"),  # noqa: DTZ001
        ]
        names = ["kpi_id", "date", "value", "cost", "time", "remarks"]
        inputs.add_table("B3:G8", {"name": "gv_measures", "columns": [{"header": name} for name in names]})
        for row, line in enumerate(lines, start=3):
            for column, (value, look) in enumerate(zip(line, (None, day, None, money, hour, bare), strict=True), start=1):
                writer = inputs.write_string if isinstance(value, str) else inputs.write
                writer(row, column, value, look)
        inputs.write_formula("D6", "=1/0", None, "#DIV/0!")
        watch.write_formula("A1", "=2*Accueil!A2")
        watch.write("A2", "à moi")
    return file


def page(
    lines: Sequence[tuple[str, int]] = (("A-01", 12), ("A-02", 7), ("A-03", 3)),
    *,
    comments: Mapping[str, str] | None = None,
    kept: Mapping[str, str] | None = None,
    due: Sequence[str] = ("B-01", "B-02"),
    sentences: int = 1,
    charts: int = 1,
    links: bool = False,
) -> Sheet:
    """The page: a sentence or more, a chart over a grid, an overdue table, what is due next, the comments without a line."""
    typed = comments or {}
    built = Page("overdue", WORDS, [column.width for column in OVERDUE], footer="&L&8Lavande && Cie&R&P/&N")
    built.title("Retards", "Arrêté au 02/07/2026")
    for number in range(sentences):
        built.sentence(f"{number + 1} action de plus", "strong")
    headers = [Cell("Mois", "header"), Cell("Retards", "header_number"), Cell("Statut", "header")]
    grid = [
        [Cell("janv.", "strong"), Cell(3.0, "number", "0.0"), Cell("✖ hors cible")],
        [Cell("févr.", "strong"), Cell(2.0, "number", "0.0"), Cell("✔ conforme")],
    ]
    placed = built.grid((2, 1, 1), headers, grid)
    built.colour(placed.column("2"))
    for number in range(charts):
        series = Series("Retards", placed.column("1"), placed.column("0"), "actual")
        target = Series("Cible", placed.column("1"), placed.column("0"), "target")
        built.chart(Chart("line", f"Retards {number}", (series, target), built.row, 6 + 4 * number, minimum=0))
    built.row = placed.bottom + 2
    frame = pd.DataFrame(
        {
            "action_id": [line for line, _ in lines],
            "description": [f"=cmd|{line}" if line == "A-02" else f"Décrire {line}" for line, _ in lines],
            "due": pd.to_datetime(["2026-03-31"] * len(lines)),
            "late_workdays": [late for _, late in lines],
            "kpi_id": ["K-01" if late > 5 else "K-02" for _, late in lines],
            "comment": [typed.get(line) for line, _ in lines],
        }
    ).reindex(columns=[*OVERDUE.keys])
    built.table(OVERDUE, frame, makers=makers(links=links))
    built.heading("Ce qui vient")
    built.table(DUE_NEXT, pd.DataFrame({"action_id": list(due)}).reindex(columns=[*DUE_NEXT.keys]))
    built.end_print()
    draw_kept(built, OVERDUE_KEPT, kept or {})
    return built.build()


def makers(*, links: bool) -> dict:
    """Cells whose look depends on their line, and links: formulas, which memory does not compute."""
    return {
        "action_id": lambda record: Cell(record["action_id"], "link", link=CellRef(TITLE, 1, 1) if links else None),
        "index": lambda record: Cell(
            float(record["late_workdays"]) / 10, "number", '#,##0.0" %"' if record["kpi_id"] == "K-01" else '#,##0" s"'
        ),
    }


def expected(sheet: Sheet) -> dict[tuple[int, int], object]:
    """What the page's cells must hold, as COM hands values over; a link is a formula, whose result memory does not know."""
    return {
        (row, column): float(cell.value) if isinstance(cell.value, int) else cell.value
        for row, column, cell in sheet.cells()
        if cell.value is not None and cell.link is None
    }


def area_of(raw: RawTable) -> Area:
    """The lines of a table."""
    return Area(raw.first_row, raw.first_column, raw.first_row + len(raw.rows) - 1, raw.first_column + len(raw.headers) - 1)
