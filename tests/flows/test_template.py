"""A new workbook: every table in place, ready to type in, read back by our own reader without a single problem."""

import zipfile
from functools import cache
from io import BytesIO

import openpyxl
import pandas as pd
import pytest
from lxml import etree

from gouvernail.excel import cells
from gouvernail.excel.drawing import draw_workbook
from gouvernail.excel.file import FileWorkbook
from gouvernail.flows.example import example
from gouvernail.flows.inputs import Inputs
from gouvernail.flows.references import check_references
from gouvernail.flows.template import template_sheets
from gouvernail.rules.quorum import absent_families
from gouvernail.schema.inputs import INPUTS
from gouvernail.schema.tables import TABLES
from gouvernail.sheets.inputs import HEADER_ROW, READY_ROWS
from gouvernail.terms import Committee
from gouvernail.words.catalogue import LANGUAGES, Catalogue

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
BOTH = [(language, filled) for language in LANGUAGES for filled in (False, True)]
EXCELS_LIMIT = 255
ROLES = {
    "fr": [
        "directeur de la relation client",
        "homologue du prestataire",
        "directeur des opérations",
        "équipe opérations",
        "responsable de compte",
        "responsable du pilotage",
        "responsable opérationnel",
        "manager de proximité",
        "RH",
        "technologie",
        "qualité et satisfaction",
        "représentant des clients",
    ],
    "en": [
        "customer-relations director",
        "provider's counterpart",
        "operations director",
        "operations team",
        "account manager",
        "steering manager",
        "operations manager",
        "team leader",
        "human resources",
        "technology",
        "quality and satisfaction",
        "customer representative",
    ],
}


@cache
def drawn(language: str, filled: bool) -> bytes:
    return draw_workbook(template_sheets(language, example=filled))


@cache
def opened(language: str, filled: bool) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(drawn(language, filled)))


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """Opens a new workbook, once for the whole file: each table is read at most once."""

    @cache
    def read(language, filled=False):
        path = tmp_path_factory.mktemp("new") / f"{language}.xlsx"
        path.write_bytes(drawn(language, filled))
        return Inputs(FileWorkbook(path))

    return read


@pytest.fixture(params=BOTH, ids=lambda both: f"{both[0]}-{'filled' if both[1] else 'empty'}")
def both(request):
    return request.param


def tables(book):
    return {table.displayName: (sheet, table) for sheet in book for table in sheet.tables.values()}


def test_every_table_stands_on_its_sheet_under_its_name(both):
    """`gv_…` is the same in every language; the sheet's name and the headers follow the language, and are unique."""
    words, book = Catalogue(both[0]), opened(*both)
    assert set(tables(book)) == {table.name for table in INPUTS}
    for table in INPUTS:
        sheet, placed = tables(book)[table.name]
        assert sheet.title == words.sheet(table.sheet)
        headers = [column.name for column in placed.tableColumns]
        assert headers[: len(table.columns)] == [words.column(table.key, column.key) for column in table]
        assert len({header.casefold() for header in headers}) == len(headers), headers
        top = placed.ref.partition(":")[0]
        assert [cell.value for cell in sheet[placed.ref][0]] == headers, top
        assert sheet[top].row == HEADER_ROW


def test_every_header_has_its_note(both):
    """A note on each header says what is expected; it fits the screen."""
    book = opened(*both)
    for table in INPUTS:
        sheet, placed = tables(book)[table.name]
        for cell in sheet[placed.ref][0]:
            assert cell.comment is not None, (table.key, cell.value)
            assert 3 < len(cell.comment.text) < 600, (table.key, cell.value)


def test_every_choice_has_its_drop_down(both):
    """Choices, yes or no, and ids of other tables are offered in the column, well below the last row."""
    words, book = Catalogue(both[0]), opened(*both)
    for table in INPUTS:
        sheet, placed = tables(book)[table.name]
        headers = sheet[placed.ref][0]
        for column, header in zip(table, headers, strict=False):
            below = sheet.cell(HEADER_ROW + READY_ROWS, header.column).coordinate
            rules = [rule for rule in sheet.data_validations.dataValidation if below in rule.sqref and rule.type == "list"]
            if column.choices:
                assert [rule.formula1 for rule in rules] == [f'"{",".join(_labels(words, column))}"'], (table.key, column.key)
            elif column.kind == "flag":
                assert [rule.formula1 for rule in rules] == [
                    f'"{words.choice("flag", "true")},{words.choice("flag", "false")}"'
                ]
            elif column.refers_to and not column.many:
                [rule] = rules
                other = TABLES[column.refers_to]
                assert rule.formula1 == f'INDIRECT("{other.name}[{words.column(other.key, other.unique[0])}]")'


def test_the_usual_roles_are_offered(both):
    """Both parties' twelve, from top to floor; they cover what the committees require and whom steering should seat."""
    words, book = Catalogue(both[0]), opened(*both)
    sheet, placed = tables(book)["gv_participants"]
    role = sheet[placed.ref][0][2]
    assert role.value == words.column("participants", "role")
    below = sheet.cell(HEADER_ROW + READY_ROWS, role.column).coordinate
    [rule] = [one for one in sheet.data_validations.dataValidation if below in one.sqref]
    assert rule.formula1 == f'"{",".join(ROLES[both[0]])}"'
    assert not rule.showErrorMessage
    required = [words.say(f"inputs.committees.{one}.roles").split("; ") for one in Committee]
    assert {each for roles in required for each in roles} <= set(ROLES[both[0]])
    spelt = {key: tuple(text.split(";")) for key, text in words.forms("committee_life.family_words").items()}
    seated = pd.DataFrame({"committee": "steering", "role": ROLES[both[0]]})
    assert absent_families(seated, spelt, "steering") == []


def _labels(words, column):
    return [words.choice(column.choices.__name__, one.value) for one in column.choices]


def test_what_excel_limits(both):
    """A drop-down's list, a title and a message are as long as Excel takes, or the file would be called damaged."""
    for sheet in opened(*both):
        for rule in sheet.data_validations.dataValidation:
            assert len(rule.formula1 or "") <= EXCELS_LIMIT + 2
            assert len(rule.promptTitle or "") <= 32
            assert len(rule.prompt or "") <= EXCELS_LIMIT
        assert len(sheet.title) <= 31


def test_every_click_stays_inside(both):
    """No link leaves the workbook, and each leads to a sheet that is there."""
    book = opened(*both)
    links = [cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert len(links) >= 10
    for link in links:
        assert link.target is None
        assert link.location.rpartition("!")[0].strip("'").replace("''", "'") in book.sheetnames


def test_the_only_formulas_look_lateness_up(both):
    """Formulas stand beside the actions, and refer to our page by the names of tables; others date a channel's milestones."""
    sheet, placed = tables(opened(*both))["gv_actions"]
    with zipfile.ZipFile(BytesIO(drawn(*both))) as archive:
        formulas = {
            formula.text
            for name in archive.namelist()
            if name.startswith("xl/worksheets/sheet")
            for formula in etree.fromstring(archive.read(name)).iter(f"{MAIN}f")
        }
    channel = Catalogue(both[0]).sheet("channel")
    [lateness] = [one for one in formulas if f"'{channel}'!" not in one]
    assert "gv_overdue[" in lateness
    assert placed.tableColumns[-1].name == sheet[placed.ref][0][-1].value


def test_a_new_workbook_is_read_back_without_a_problem(read, both):
    """What we wrote, our own reader understands: no row set aside, nothing to correct, the language known."""
    inputs = read(*both)
    found = {table.key: inputs.read(table.key) for table in INPUTS}
    assert inputs.language == both[0]
    assert [problem for one in found.values() for problem in one.problems] == []
    assert inputs.settings_problems == ()
    assert check_references(found) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_workbook_starts_with_committees_and_usual_kpis(read, language):
    """Three committees, the usual KPIs, every setting at its default; the rest is blank."""
    inputs = read(language)
    filled = {table.key for table in INPUTS if len(inputs.frame(table.key))}
    assert filled == {"settings", "committees", "kpis"}
    assert inputs.frame("committees")["committee"].tolist() == ["production", "steering", "strategic"]
    assert inputs.frame("kpis")["priority"].sum() == 11
    assert inputs.settings == type(inputs.settings)(language=language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", [table.key for table in INPUTS if table.key != "settings"])
def test_the_filled_example_is_read_back_as_it_was_written(read, language, key):
    """Every row, every value, every type; only the spaces that a typographer puts are the plain ones that people type."""
    found = read(language, filled=True).frame(key)
    written = example(language)[key].reset_index(drop=True)
    assert found["row"].tolist() == [HEADER_ROW + 1 + at for at in range(len(written))]
    for column in TABLES[key]:
        if column.kind in {"text", "comment"} and not column.many:
            written[column.key] = written[column.key].map(cells.as_text, na_action="ignore").astype("str")
    pd.testing.assert_frame_equal(found[list(TABLES[key].keys)], written, check_exact=False, rtol=1e-12)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_settings_are_read_back(read, language):
    """The invented client, the day of the committee, and what was chosen."""
    settings = read(language, filled=True).settings
    given = dict(zip(example(language)["settings"]["setting"], example(language)["settings"]["value"], strict=True))
    assert settings.client == given["client"]
    assert settings.as_of.isoformat() == str(given["as_of"])[:10]


@pytest.mark.sdk
def test_the_open_xml_sdk_finds_no_fault_in_a_new_workbook(both, tmp_path, validate):
    """Excel opens it without repairing anything."""
    path = tmp_path / "new.xlsx"
    path.write_bytes(drawn(*both))
    assert validate(path) == []


@pytest.mark.office
@pytest.mark.parametrize("language", LANGUAGES)
def test_libreoffice_opens_the_filled_example(office, tmp_path, language):
    """Every sheet is there, and no formula shows an error."""
    path = tmp_path / "new.xlsx"
    path.write_bytes(drawn(language, True))
    document = office.load(path)
    try:
        assert list(document.Sheets.ElementNames) == opened(language, True).sheetnames
        for sheet in document.Sheets:
            errors = sheet.queryFormulaCells(4)  # com.sun.star.sheet.FormulaResult.ERROR
            assert errors.RangeAddressesAsString == "", sheet.Name
    finally:
        document.close(True)
