"""Tables of the open workbook: what is read, as it stands, and what it costs."""

import datetime as dt

import pytest
import xlwings as xw

from com.desktop import Desktop
from com.proxy import unwrap
from gouvernail.excel.file import FileWorkbook
from gouvernail.excel.live import LiveWorkbook
from gouvernail.problems import WorkbookRefused


def test_cells_are_plain_values(small: xw.Book) -> None:
    """A date without zone, a time, money as a number, text as typed, an error by its name; trailing blank rows are left out."""
    raw = LiveWorkbook(small).table("gv_measures")
    assert (raw.name, raw.sheet, raw.first_row, raw.first_column) == ("gv_measures", "Mesures d'été", 4, 2)
    assert raw.headers == ["kpi_id", "date", "value", "cost", "time", "remarks"]
    assert raw.rows == [
        ["K-01", dt.datetime(2026, 3, 31), 92.5, 1200.5, dt.time(6), "=1+1"],  # noqa: DTZ001
        ["K-02", dt.datetime(2026, 4, 1), 88.0, -3.0, dt.time(12), "00123"],  # noqa: DTZ001
        ["K-03", dt.datetime(2026, 4, 2), "", 0.0, dt.time(18), "-"],  # noqa: DTZ001
    ]
    assert raw.errors == {(6, 4): "#DIV/0!"}
    assert type(raw.rows[0][3]) is float
    assert type(raw.rows[0][1]) is dt.datetime


def test_the_example_is_read_as_from_its_file(example_book: xw.Book, example_file) -> None:
    """Every table of the example has the cells that the file's reader finds."""
    live, file = LiveWorkbook(example_book), FileWorkbook(example_file)
    assert sorted(live.table_names()) == sorted(file.table_names())
    for name in file.table_names():
        ours, theirs = live.table(name), file.table(name)
        assert (ours.sheet, ours.first_row, ours.first_column, ours.headers) == (
            theirs.sheet, theirs.first_row, theirs.first_column, theirs.headers,
        )  # fmt: skip
        assert ours.errors == theirs.errors
        top, left = theirs.first_row, theirs.first_column
        for row, (mine, other) in enumerate(zip(ours.rows, theirs.rows, strict=True), start=top):
            for column, pair in enumerate(zip(mine, other, strict=True), start=left):
                if (row, column) not in theirs.uncached:  # memory computes no formula
                    assert _plain(pair[0]) == _plain(pair[1]), (name, row, column)
        assert list(live.headers(name)) == list(file.headers(name))


def _plain(value: object) -> object:
    """A number as a float, a day without hour as a date."""
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, dt.datetime):
        return value.date() if value.time() == dt.time() else value
    return value


def test_reading_costs_at_most_twelve_accesses_a_table(excel: Desktop, example_book: xw.Book) -> None:
    """All tables of the example, their names first; six for one more reading."""
    live = LiveWorkbook(example_book)
    with excel.meter.counting() as count:
        names = live.table_names()
        for name in names:
            live.table(name)
    assert count.total <= 12 * len(names)
    with excel.meter.counting() as once:
        live.table("gv_measures")
    assert once.total <= 7


def test_reading_costs_the_same_at_ten_times_the_rows(excel: Desktop, small: xw.Book) -> None:
    """A table grown tenfold is read by the same calls."""
    live = LiveWorkbook(small)
    live.table_names()
    with excel.meter.counting() as before:
        live.table("gv_measures")
    sheet = small.sheets["Mesures d'été"]
    sheet.tables["gv_measures"].resize(sheet["B3:G53"])
    sheet["B9:B53"].raw_value = tuple((f"K-{row}",) for row in range(45))
    with excel.meter.counting() as after:
        assert len(live.table("gv_measures").rows) == 50
    assert before.by == after.by


def test_a_totals_row_is_no_line(small: xw.Book) -> None:
    """What stands under the table's lines is not one of them."""
    store = unwrap(small.sheets["Mesures d'été"].api)._store
    record = store.tables()[0]
    record.totals = True
    store.set_table(record)
    small.sheets["Mesures d'été"]["D8"].raw_value = 270.5
    assert len(LiveWorkbook(small).table("gv_measures").rows) == 3


def test_a_table_moved_since_is_found_where_it_is(small: xw.Book) -> None:
    """Rows inserted above after the names were asked for: the cells are named where they are now."""
    live = LiveWorkbook(small)
    live.table_names()
    small.sheets["Mesures d'été"]["1:2"].insert("down")
    raw = live.table("gv_measures")
    assert (raw.first_row, raw.rows[0][0], raw.errors) == (6, "K-01", {(8, 4): "#DIV/0!"})


def test_a_workbook_without_our_tables_is_told(excel: Desktop, open_small) -> None:
    """The one in front may not be the governance workbook."""
    book = open_small()
    unwrap(book.sheets["Mesures d'été"].api)._store.drop_table("gv_measures")
    with pytest.raises(WorkbookRefused) as refusal:
        LiveWorkbook(book).table_names()
    assert refusal.value.problems[0].code == "live.not_ours"


def test_an_unknown_table_is_a_key_error(small: xw.Book) -> None:
    """As for every other backend."""
    with pytest.raises(KeyError):
        LiveWorkbook(small).table("gv_nothing")
    with pytest.raises(KeyError):
        LiveWorkbook(small).headers("gv_nothing")
