"""What xlwings' own Windows engine spends: the figures that the add-in's call budget is built on."""

from collections.abc import Callable

import pandas as pd
import pytest
import xlwings as xw

from com.desktop import Desktop
from com.memory import MemoryBook

BLOCK = tuple(tuple(float(i * j) for j in range(11)) for i in range(40))
STYLE = {"bold": True, "size": 9, "color": "#112233", "name": "Calibri"}


def _quietly(app: xw.App) -> None:
    with app.properties(screen_updating=False, calculation="manual", enable_events=False, display_alerts=False, status_bar="x"):
        pass


COSTS: list[tuple[str, int, Callable[[xw.Sheet], object]]] = [
    ("read a block's value", 13, lambda s: s["A1:K40"].value),
    ("read a block's raw value", 3, lambda s: s["A1:K40"].raw_value),
    ("write a block's value, list", 109, lambda s: setattr(s["A1:K40"], "value", [list(row) for row in BLOCK])),
    ("write a block's value, frame", 109,
     lambda s: setattr(s["A1:K40"].options(index=False, header=False), "value", pd.DataFrame(BLOCK))),
    ("write a block's raw value", 3, lambda s: setattr(s["A1:K40"], "raw_value", BLOCK)),
    ("the same, addressed by numbers", 7, lambda s: setattr(s.range((1, 1), (40, 11)), "raw_value", BLOCK)),
    ("440 cells, one by one", 7_920, lambda s: [setattr(s[i, j], "value", 1.0) for i in range(40) for j in range(11)]),
    ("fill colour", 4, lambda s: setattr(s["A1:K40"], "color", "#ff0000")),
    ("number format", 3, lambda s: setattr(s["A1:K40"], "number_format", "0.0")),
    ("font, four attributes", 7, lambda s: s["A1:K40"].font.set(**STYLE)),
    ("borders, one attribute", 20, lambda s: s["A1:K40"].borders.set("all", line_style="continuous")),
    ("borders, two attributes", 26, lambda s: s["A1:K40"].borders.set("all", line_style="continuous", weight="thin")),
    ("column width", 3, lambda s: setattr(s["A:K"], "column_width", 12)),
    ("conditional format", 11, lambda s: s["A1:K40"].conditional_formats.add_cell_value("less_than", 0, fill_color="#ff0000")),
    ("drop-down list", 13, lambda s: s["A1:A40"].data_validation.set_list(["a", "b"])),
    ("colours cell by cell", 1_329, lambda s: s["A1:K40"].set_colors([["#ff0000"] * 11] * 40)),
    ("autofit", 6, lambda s: s.autofit()),
    ("merge", 17, lambda s: s["A1:C1"].merge()),
    ("hyperlink", 7, lambda s: s["A1"].add_hyperlink("#'Sheet1'!A1", "go")),
    ("note", 12, lambda s: s["A1"].add_note("why")),
    ("table by name, its whole block", 5, lambda s: s.tables["gv_kpis"].range.raw_value),
    ("table by name, where it is", 11, lambda s: s.tables["gv_kpis"].range.shape),
    ("a block's shape", 9, lambda s: s["A1:K40"].shape),
    ("the application's properties", 18, lambda s: _quietly(s.book.app)),
    ("chart over a block", 14, lambda s: s.charts.add(source=s["N1:O4"], chart_type="line", name="c")),
]  # fmt: skip


@pytest.fixture
def sheet(excel: Desktop) -> xw.Sheet:
    sheet = excel.book(excel.open(MemoryBook("gov.xlsx"))).sheets[0]
    sheet["N1:O4"].raw_value = (("kpi", "value"), ("a", 1), ("b", 2), ("c", 3))
    sheet.tables.add(sheet["N1:O4"], name="gv_kpis")
    return sheet


@pytest.mark.parametrize(("what", "accesses", "action"), COSTS, ids=[what for what, *_ in COSTS])
def test_what_one_call_of_xlwings_costs(
    excel: Desktop, sheet: xw.Sheet, what: str, accesses: int, action: Callable[[xw.Sheet], object]
) -> None:
    """Gets, sets and calls of COM, a method counting as a get and a call."""
    with excel.meter.counting() as count:
        action(sheet)
    assert count.total == accesses, count.by


def test_the_cost_of_a_block_does_not_depend_on_its_size(excel: Desktop, sheet: xw.Sheet) -> None:
    """One access reads or writes a block, whatever its number of rows."""
    with excel.meter.counting() as small:
        sheet["A1:B2"].raw_value = ((1, 2), (3, 4))
    with excel.meter.counting() as large:
        sheet["A1:B2000"].raw_value = ((1, 2),) * 2000
    assert small.by == large.by


def test_a_count_tells_kinds_apart(excel: Desktop, sheet: xw.Sheet) -> None:
    """Gets, sets and calls can be asked for one by one, members by name."""
    with excel.meter.counting() as count:
        sheet["A1"].raw_value = 1
    assert (count.of("get"), count.of("set"), count.of("call")) == (1, 1, 1)
    assert count.by["Range.Value set"] == 1
