"""A button pressed on an Excel that fails once, whichever call it is, from looking for the workbook to the last one."""

import pytest
import xlwings as xw

from com.desktop import Desktop
from com.proxy import unwrap
from gouvernail.flows import run
from gouvernail.flows.figures import Figures
from gouvernail.flows.page import Drawing
from gouvernail.problems import Problem
from gouvernail.words.catalogue import Catalogue
from live.test_drawing import state
from live.test_faults import FAULTS, THOROUGH

WORDS = Catalogue("fr")
PAGE = WORDS.sheet("overdue")
PLAIN = {"live.busy", "live.refused"}


def stands(book: xw.Book) -> dict[str, object]:
    """All that the workbook holds, sheet by sheet."""
    return {
        store.name: (dict(store._values), dict(store._formulas), [(one.name, one.rect) for one in store.tables()])
        for store in unwrap(book.api)._store.sheets
    }


@pytest.fixture
def computed_once(opened, monkeypatch) -> None:
    """The tables are read at each press, and the page described once: no call of Excel's lies between the two."""
    kept, flow = [], run.FLOWS["overdue"]

    def quick(figures: Figures) -> Drawing:
        figures.inputs.need("actions")
        figures.inputs.comments("overdue")
        if not kept:
            kept.append(flow(figures))
        return kept[0]

    monkeypatch.setitem(run.FLOWS, "overdue", quick)


@pytest.mark.parametrize("turn", range(len(FAULTS)) if THOROUGH else (0,))
@pytest.mark.usefixtures("computed_once")
def test_each_call_of_a_button_may_fail_once(excel: Desktop, opened, turn: int) -> None:
    """Drawn, or a plain sentence says what to do; inputs, selection and settings are untouched, nothing is half-written."""
    window = excel.applications[0].Hwnd
    answers, book = opened()
    name, empty = book.name, stands(book)
    with excel.meter.counting() as count:
        assert answers.press("overdue", window, name) == ""
    drawn = stands(book)
    plain = {WORDS.problem(Problem(code, None, {"name": name})) for code in PLAIN}
    told = 0
    for at in range(1, count.total + 1):
        answers, book = opened()
        seen = state(book.app)
        excel.meter.fail(at, FAULTS[(at + turn) % len(FAULTS)])
        said = answers.press("overdue", window, name)
        excel.meter.heal()
        assert said in {"", *plain}, at
        assert stands(book) == (empty if said else drawn), at
        assert state(book.app) == seen, at
        told += bool(said)
    assert told > count.total / 10
