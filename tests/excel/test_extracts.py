"""Extracts read as they come: encodings, delimiters, titles above the header, ragged lines, Excel's habits."""

import codecs
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.excel.columns import Objects, as_objects
from gouvernail.excel.drawing import draw_workbook
from gouvernail.excel.extract_values import format_pattern, notation_of, orders_shown, read_days, read_numbers
from gouvernail.excel.extracts import read_extract
from gouvernail.problems import WorkbookRefused
from gouvernail.sheets.parts import Cell, Sheet

WANTED = ("Jour", "Reçus")
LINES = "Jour;Site;Reçus\n02/03/2026;Évry;1 204\n03/03/2026;Évry;988\n"


def made(folder: Path, data: bytes | str, name: str = "extract.csv") -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def column(*contents: object) -> Objects:
    """One column of raw contents, blanks made plain."""
    return as_objects([[one] for one in contents], 1)[0]


def sheet(name: str, *rows: tuple[object, ...]) -> Sheet:
    cells = tuple(tuple(Cell(one, "date") if isinstance(one, date) else Cell(one) for one in row) for row in rows)
    return Sheet(name, name, cells)


@pytest.mark.parametrize(
    "data",
    [
        LINES.encode("utf-8"),
        codecs.BOM_UTF8 + LINES.encode("utf-8"),
        LINES.encode("cp1252"),
        LINES.encode("utf-16"),
        LINES.replace(";", ",").encode(),
        LINES.replace(";", "\t").encode(),
        LINES.replace(";", "|").encode(),
        LINES.replace("\n", "\r\n").encode(),
        LINES.replace("\n", "\r").encode(),
        ("sep=;\n" + LINES).encode(),
        ("Rapport du mois, prestataire A\n\n" + LINES).encode(),
        LINES.replace("\n", ";\n").encode(),
    ],
)
def test_every_way_to_write_it_reads_the_same(tmp_path, data):
    """UTF-8 with and without its mark, cp1252, UTF-16; four delimiters; any line end; a title above the header."""
    found = read_extract(made(tmp_path, data), WANTED)
    assert found.headers == ("Jour", "Site", "Reçus")
    assert found.column("recus").tolist() == ["1 204", "988"]
    assert found.column("Site").tolist() == ["Évry", "Évry"]


def test_lines_bear_the_number_an_editor_shows(tmp_path):
    """Blank lines and line ends inside quotation marks count."""
    text = 'Jour,Site,Reçus\n1,"Lyon\nest",5\n\n2,Lille,6\n3,Lille\n4,Lille,7,8\n'
    found = read_extract(made(tmp_path, text), WANTED)
    assert found.lines.tolist() == [2, 5]
    assert found.uneven == ((6, 2), (7, 4))
    assert found.column("Site").tolist() == ["Lyon\nest", "Lille"]


def test_the_map_may_settle_what_is_recognised(tmp_path):
    """A header elsewhere, a delimiter, an encoding."""
    text = "a;b\nJour;Reçus\n1;2\n"
    assert read_extract(made(tmp_path, text), WANTED, header_line=1).headers == ("a", "b")
    assert read_extract(made(tmp_path, text), WANTED, delimiter="|").headers == ("a;b",)
    assert read_extract(made(tmp_path, text.encode("cp850")), WANTED, encoding="cp850").headers == ("Jour", "Reçus")


def test_an_encoding_that_does_not_fit_is_said(tmp_path):
    """Bytes that neither UTF-8 nor cp1252 knows."""
    with pytest.raises(WorkbookRefused, match=r"import\.encoding"):
        read_extract(made(tmp_path, b"Jour\x81\x8d"), WANTED)


def test_binary_that_is_no_workbook_is_said(tmp_path):
    """A PDF, a picture: not a CSV file."""
    with pytest.raises(WorkbookRefused, match=r"import\.not_text"):
        read_extract(made(tmp_path, b"%PDF-1.4\n\0\0\0"), WANTED)


def test_an_old_or_protected_office_file_is_said(tmp_path):
    """.xls and encrypted workbooks begin alike; neither is opened."""
    with pytest.raises(WorkbookRefused, match=r"file\."):
        read_extract(made(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "extract.xls"), WANTED)


def test_excel_gives_numbers_dates_and_errors(tmp_path):
    """The sheet that holds the columns, whatever its place; an error is its own text, and so no number."""
    rows = (("Jour", "Reçus"), (date(2026, 3, 2), 1204), (date(2026, 3, 3), "n.c."))
    data = draw_workbook([sheet("Lisez-moi", ("Jour",)), sheet("Données", ("titre",), (), *rows)])
    found = read_extract(made(tmp_path, data, "extract.xlsx"), WANTED)
    assert (found.sheet, found.header_line, found.lines.tolist()) == ("Données", 3, [4, 5])
    assert found.column("Reçus").tolist() == [1204.0, "n.c."]
    days = read_days(found.column("Jour"), order="dd/mm/yyyy").values
    assert days.astype("datetime64[D]").tolist() == [date(2026, 3, 2), date(2026, 3, 3)]


def test_a_sheet_that_is_not_there_is_said(tmp_path):
    """The map's sheet, and those that the workbook has."""
    path = made(tmp_path, draw_workbook([sheet("Mars", ("Jour",))]), "extract.xlsx")
    with pytest.raises(WorkbookRefused) as caught:
        read_extract(path, WANTED, sheet="Avril")
    assert caught.value.problems[0].facts["sheets"] == "Mars"


def test_a_formula_without_result_is_said(tmp_path):
    """A blank in place of a figure that nobody computed would be a figure lost."""
    rows = ((Cell("Jour"), Cell("Reçus")), (Cell(1), Cell(formula="=1+1")))
    data = draw_workbook([Sheet("x", "x", rows)])
    with pytest.raises(WorkbookRefused, match=r"cell\.uncached"):
        read_extract(made(tmp_path, data, "extract.xlsx"), WANTED)


@pytest.mark.parametrize(
    ("texts", "decimal", "numbers"),
    [
        (("1 204", "92,5 %", "-3,25", "1.204.300"), ",", [1204, 0.925, -3.25, 1204300]),
        (("1,204,300", "92.5%", "12 €", "−4"), ".", [1204300, 0.925, 12, -4]),
        (("1.234", "0,5"), ",", [1234, 0.5]),
        (("1,234", "0.5"), ".", [1234, 0.5]),
    ],
)
def test_the_decimal_sign_is_what_the_columns_show(texts, decimal, numbers):
    """One number that shows it settles those that could be read both ways."""
    shown = column(*texts)
    assert notation_of([shown]).decimal == decimal
    assert read_numbers(shown, decimal).values.tolist() == pytest.approx(numbers)


def test_signs_that_contradict_each_other_settle_nothing():
    """A comma here and a point there; or only numbers that can be read both ways."""
    assert notation_of([column("12,5", "12.5")]).mixed
    assert notation_of([column("1,234", "17")]).unknown
    assert not notation_of([column("1234", "17")]).unknown


def test_what_is_no_number_is_bad_and_what_is_blank_is_not():
    """Words, dates, two signs, flags; blanks are only missing."""
    read = read_numbers(column("abc", "1,2,3", "", " ", 1.0, True, date(2026, 1, 1), "1e5", "inf"), ",")
    assert read.bad.tolist() == [True, True, False, False, False, True, True, True, True]
    assert read.values[4] == 1.0


@pytest.mark.parametrize(
    ("content", "order", "expected"),
    [
        ("02/03/2026", "dd/mm/yyyy", date(2026, 3, 2)),
        ("02/03/2026", "mm/dd/yyyy", date(2026, 2, 3)),
        ("02.03.26", "jj.mm.aa", date(2026, 3, 2)),
        ("020326", "ddmmyy", date(2026, 3, 2)),
        ("20260302", "dd/mm/yyyy", date(2026, 3, 2)),
        (20260302.0, "dd/mm/yyyy", date(2026, 3, 2)),
        ("2026-03-02", "mm/dd/yyyy", date(2026, 3, 2)),
        ("2026-03-02 00:00:00", "dd/mm/yyyy", date(2026, 3, 2)),
        ("02/03/2026 00:00", "dd/mm/yyyy", date(2026, 3, 2)),
        ("02/03/2026 08:30", "dd/mm/yyyy", None),
        ("02/03/26", "dd/mm/yyyy", None),
        ("31/02/2026", "dd/mm/yyyy", None),
        ("Total", "dd/mm/yyyy", None),
    ],
)
def test_a_day_is_read_in_the_order_given_or_not_at_all(content, order, expected):
    """Two-digit years only where the format has them; an hour of the day is no day."""
    read = read_days(column(content), order=order)
    assert read.bad.tolist() == [expected is None]
    if expected:
        assert read.values[0] == np.datetime64(expected, "us")


def test_the_order_of_days_is_what_the_column_shows():
    """A thirteenth tells; the third of the fourth does not; ISO days and the 4/4 say nothing."""
    assert set(orders_shown(column("13/03/2026", "02/03/2026"))) == {"dd/mm/yyyy", "?"}
    assert set(orders_shown(column("03/13/2026"))) == {"mm/dd/yyyy"}
    assert not orders_shown(column("2026-03-02", "04/04/2026", "x"))


@pytest.mark.parametrize("order", ["dd/mm", "dd/mm/yyyy/dd", "%d", "", "day"])
def test_a_format_says_day_month_and_year_once(order):
    """Anything else is no date format."""
    assert format_pattern(order) is None


@given(st.lists(st.floats(-1e9, 1e9), min_size=1), st.sampled_from([",", "."]))
def test_numbers_come_back_from_either_notation(numbers, decimal):
    """Whatever the sign and the thousands, a written number is read back."""
    written = [f"{one:,.3f}" for one in numbers]
    if decimal == ",":
        written = [one.translate(str.maketrans(",.", ".,")) for one in written]
    read = read_numbers(column(*written), decimal)
    assert read.values.tolist() == pytest.approx([round(one, 3) for one in numbers], abs=1e-3)


@given(st.text(), st.binary(max_size=200))
def test_anything_is_read_or_refused_in_a_sentence(tmp_path_factory, text, noise):
    """No content ends in another error than a refusal."""
    path = tmp_path_factory.mktemp("any") / "x.csv"
    for data in (text.encode("utf-8", "replace"), noise):
        path.write_bytes(data)
        try:
            found = read_extract(path, WANTED)
        except WorkbookRefused:
            continue
        assert len(found.columns) == len(found.headers)
        assert all(len(column) == len(found) for column in found.columns)
