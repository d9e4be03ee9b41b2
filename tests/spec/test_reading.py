"""What people type becomes a checked frame; what cannot be read costs its row, with its cell, and nothing more."""

from datetime import date, datetime, time, timedelta

import pandas as pd
import pytest

from gouvernail.excel import cells
from gouvernail.excel.cells import Unreadable
from gouvernail.excel.reading import empty_table, read_table
from gouvernail.problems import Effect
from gouvernail.schema.tables import TABLES
from gouvernail.words.catalogue import LANGUAGES, Catalogue
from raw import FIRST_ROW, raw

NBSP, NARROW, THIN = "\u00a0", "\u202f", "\u2009"


def read(table, language="fr"):
    return read_table(table, TABLES[table.name.removeprefix("gv_")], language)


def found(result):
    """Code, cell and effect of each problem."""
    return [(one.code, one.where.address, one.effect.value) for one in result.problems]


# One cell


@pytest.mark.parametrize(
    ("typed", "french", "english"),
    [
        (12.5, 12.5, 12.5),
        (0, 0.0, 0.0),
        ("12,5", 12.5, 12.5),
        ("12.5", 12.5, 12.5),
        ("-3", -3.0, -3.0),
        ("−3,5", -3.5, -3.5),
        ("+4", 4.0, 4.0),
        (" 7 ", 7.0, 7.0),
        (f"1{NBSP}234,5", 1234.5, 1234.5),
        (f"1{NARROW}234{NARROW}567", 1234567.0, 1234567.0),
        (f"12{THIN}000", 12000.0, 12000.0),
        ("1 234.5", 1234.5, 1234.5),
        ("92,5 %", 0.925, 0.925),
        (f"92,5{NBSP}%", 0.925, 0.925),
        ("92.5%", 0.925, 0.925),
        ("25 €", 25.0, 25.0),
        ("25,00€", 25.0, 25.0),
        ("420 s", 420.0, 420.0),
        ("-1,8 pt", -1.8, -1.8),
        ("1.234.567", 1234567.0, "number"),
        ("1.234,5", 1234.5, "number"),
        ("1,234.5", "number", 1234.5),
        ("1,234,567", "number", 1234567.0),
        ("1.234", "number_ambiguous", 1.234),
        ("1,234", 1.234, 1234.0),
        ("1 234", 1234.0, 1234.0),
        ("environ 12", "number", "number"),
        ("12,5,3", "number", "number"),
        ("n/d", "number", "number"),
        ("12e3", "number", "number"),
        ("٣", "number", "number"),
        ("%", "number", "number"),
        ("--3", "number", "number"),
        (True, "number", "number"),
        (date(2026, 3, 1), "number", "number"),
        (time(9, 30), "number", "number"),
        (float("inf"), "number", "number"),
        (float("nan"), "number", "number"),
    ],
)
def test_numbers(typed, french, english):
    """A number is read as its language writes it; a text that could mean two numbers is refused, never guessed."""
    for language, wanted in (("fr", french), ("en", english)):
        if isinstance(wanted, str):
            with pytest.raises(Unreadable, match=f"^{wanted}$"):
                cells.as_number(typed, language)
        else:
            assert cells.as_number(typed, language) == pytest.approx(wanted), language


def test_the_per_cent_sign_is_remembered():
    """`92,5 %` is the fraction that Excel stores, and is known to have been typed with its sign."""
    assert cells.number_and_percent("92,5 %", "fr") == (pytest.approx(0.925), True)
    assert cells.number_and_percent("92,5", "fr") == (92.5, False)
    assert cells.number_and_percent(0.925, "fr") == (0.925, False)


@pytest.mark.parametrize(
    ("typed", "french", "english"),
    [
        (date(2026, 3, 31), "2026-03-31", "2026-03-31"),
        (datetime(2026, 3, 31, 14, 5), "2026-03-31", "2026-03-31"),  # noqa: DTZ001 - Excel knows no zone
        ("2026-03-31", "2026-03-31", "2026-03-31"),
        ("2026-3-1", "2026-03-01", "2026-03-01"),
        ("2026-03-31T00:00:00", "2026-03-31", "2026-03-31"),
        ("31/03/2026", "2026-03-31", "2026-03-31"),
        ("1/4/2026", "2026-04-01", "date_ambiguous"),
        ("03/04/2026", "2026-04-03", "date_ambiguous"),
        ("04/04/2026", "2026-04-04", "2026-04-04"),
        ("03/31/2026", "date", "2026-03-31"),
        ("31.03.2026", "2026-03-31", "2026-03-31"),
        ("31-03-2026", "2026-03-31", "2026-03-31"),
        ("31 Mar 2026", "date", "2026-03-31"),
        ("31 March 2026", "date", "2026-03-31"),
        ("3 Aug. 2026", "date", "2026-08-03"),
        ("31 mars 2026", "date", "date"),
        ("3 août 2026", "date", "date"),
        ("3 Marble 2026", "date", "date"),
        ("31/03/26", "date", "date"),
        ("31/02/2026", "date", "date"),
        ("demain", "date", "date"),
        ("", "date", "date"),
        ("S14", "date", "date"),
        (46112, "2026-03-31", "2026-03-31"),
        (46112.75, "2026-03-31", "2026-03-31"),
        (3, "date", "date"),
        (20260331, "date", "date"),
        (True, "date", "date"),
        (time(9, 30), "date", "date"),
    ],
)
def test_dates(typed, french, english):
    """French text is day first; English text with slashes only when it reads one way; two-digit years never."""
    for language, wanted in (("fr", french), ("en", english)):
        if wanted.startswith("date"):
            with pytest.raises(Unreadable, match=f"^{wanted}$"):
                cells.as_date(typed, language)
        else:
            assert cells.as_date(typed, language).isoformat() == wanted, language


def test_days_counted_from_1904():
    """The same number is another day in a workbook that counts from 1904; a day that Excel gives as a day is itself."""
    assert cells.as_date(44650, "fr", date1904=True) == date(2026, 3, 31)
    assert cells.as_date(46112, "fr", date1904=False) == date(2026, 3, 31)
    assert cells.as_date(date(2026, 3, 31), "fr", date1904=True) == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("typed", "week"),
    [
        ("2026-S14", "2026-W14"),
        ("2026-W14", "2026-W14"),
        ("2026S14", "2026-W14"),
        ("2026 s7", "2026-W07"),
        ("2026-W07", "2026-W07"),
        ("S14 2026", "2026-W14"),
        ("s7-2026", "2026-W07"),
        ("W14 2026", "2026-W14"),
        ("2026-S53", "2026-W53"),
        (date(2026, 1, 1), "2026-W01"),
        (date(2027, 1, 1), "2026-W53"),
        (datetime(2026, 3, 31), "2026-W14"),  # noqa: DTZ001
        ("2025-S53", None),
        ("2026-S00", None),
        ("2026-14", None),
        ("S14", None),
        (14.0, None),
        ("2026-W", None),
    ],
)
def test_weeks(typed, week):
    """A week is written with S or W, or is the week of a date; one that its year does not have is refused."""
    if week is None:
        with pytest.raises(Unreadable, match=r"^week$"):
            cells.as_week(typed)
    else:
        assert cells.as_week(typed) == week


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        (time(9, 30), 570),
        (0.395833333333333, 570),
        ("9:30", 570),
        ("09h30", 570),
        ("9h", 540),
        ("9:30:00", 570),
        (timedelta(hours=9, minutes=30), 570),
        (0, 0),
        (0.0, 0),
        ("24:00", None),
        ("9:75", None),
        ("9", None),
        (9.5, None),
        (1, None),
        (True, None),
        (-0.1, None),
        (timedelta(days=1), None),
        (timedelta(minutes=-1), None),
        ("matin", None),
    ],
)
def test_times(typed, minutes):
    """A time of day is minutes since midnight, however it is typed; a whole day or more is no time of day."""
    if minutes is None:
        with pytest.raises(Unreadable, match=r"^time$"):
            cells.as_minutes(typed)
    else:
        assert cells.as_minutes(typed) == pytest.approx(minutes)


@pytest.mark.parametrize(
    ("typed", "flag"),
    [(True, True), (False, False), (1.0, True), (0.0, False), (1, True), ("maybe", None), (2.0, None), ("-", None)]
    + [(one, True) for one in ("oui", "OUI", " Oui ", "o", "yes", "Y", "VRAI", "true", "x", "X", "1")]
    + [(one, False) for one in ("non", "Non", "n", "no", "FAUX", "false", "0")],
)
def test_yes_and_no(typed, flag):
    """Yes and no in both languages, as words, letters, truth values or 1 and 0."""
    if flag is None:
        with pytest.raises(Unreadable, match=r"^flag$"):
            cells.as_flag(typed)
    else:
        assert cells.as_flag(typed) is flag


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("  K-07 ", "K-07"),
        (f"a{NBSP}b", "a b"),
        (7.0, "7"),
        (7, "7"),
        (7.5, "7.5"),
        (True, "true"),
        (datetime(2026, 3, 31), "2026-03-31"),  # noqa: DTZ001
        (date(2026, 3, 31), "2026-03-31"),
        ("deux\nlignes", "deux lignes"),
        ("=1+1", "=1+1"),
    ],
)
def test_texts(typed, text):
    """An id typed as a number is that number without its `.0`; spaces of any kind are one space."""
    assert cells.as_text(typed) == text


@pytest.mark.parametrize(
    ("typed", "joined"),
    [("A-1; A-2", "A-1;A-2"), ("A-1, A-2", "A-1;A-2"), ("A-1\nA-2", "A-1;A-2"), (" A-1 ;; ", "A-1"), (12.0, "12"), (";", "")],
)
def test_several_values_in_one_cell(typed, joined):
    """People separate ids with semicolons, commas or line ends."""
    assert cells.as_many(typed) == joined


# One table


def test_a_frame_has_every_declared_column_and_its_type():
    """Columns absent from the sheet are there, blank; rows carry the line they stand on and their table."""
    result = read(raw("actions", "Action|Description|Statut", ["A-1", "Former", "En cours"]))
    table = TABLES["actions"]
    assert list(result.frame.columns) == [*table.keys, "row", "origin"]
    assert {key: str(dtype) for key, dtype in result.frame.dtypes.items()} == {
        **{key: str(dtype) for key, dtype in empty_table(table).frame.dtypes.items()},
        "row": "int64",
        "origin": "str",
    }
    [line] = result.frame.to_dict("records")
    assert (line["row"], line["origin"]) == (FIRST_ROW, "actions")
    assert result.sheet == "Saisie"
    assert result.where(FIRST_ROW, "description").address == "C5"
    assert result.where(FIRST_ROW, "owner").address == "5:5"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", TABLES)
def test_headers_of_either_language_in_any_order(key, language):
    """Every table's labels find their columns, upside down, in capitals, without accents; keys do too."""
    words, table = Catalogue(language), TABLES[key]
    labels = [words.column(key, column.key) for column in table]
    assert len({cells.folded(one) for one in labels}) == len(labels), labels
    for headers in (labels[::-1], [one.upper() for one in labels], list(table.keys)):
        result = read_table(raw(key, "|".join(headers)), table, "fr")
        assert not result.problems
        assert set(result.columns) == set(table.keys)


def test_extra_columns_are_left_alone():
    """A person's own columns are not read, whatever they hold; a line that has only them is a blank line."""
    result = read(
        raw("themes", "Mon avis|Thème|À moi", ["peu importe", "Délais", 3.0], ["seul", None, None]),
    )
    assert result.frame["theme"].tolist() == ["Délais"]
    assert result.problems == ()


def test_blank_rows_are_no_mistakes():
    """Blank lines in the middle or at the end, spaces included, cost nothing and keep the others' rows."""
    result = read(raw("themes", "Thème|Synonymes", ["Délais", None], [None, None], ["  ", NBSP], ["Ton", None]))
    assert result.frame["row"].tolist() == [5, 8]
    assert result.problems == ()
    assert result.set_aside == 0


def test_a_missing_key_column_refuses_the_table():
    """Without the column that names a row no figure can be trusted: the page that reads it says which column, where."""
    result = read(raw("actions", "Description|Statut", ["Former", "En cours"]))
    assert found(result) == [("column.missing", "B4", "page")]
    assert result.problems[0].facts["column"] == "action_id"
    assert result.refusals == result.problems
    assert result.frame.empty


def test_a_column_twice_refuses_the_table():
    """Two columns with one header: nobody knows which is meant."""
    result = read(raw("themes", "Thème|Synonymes|theme", ["Délais", None, "Ton"]))
    assert found(result) == [("column.twice", "D4", "page")]


def test_a_typo_costs_only_its_row():
    """The good rows are all there; each bad cell is said with its address and what was found."""
    result = read(
        raw(
            "measures",
            "Indicateur|Date|Numérateur|Dénominateur|Valeur|Validé client",
            ["TX_DEC", "02/03/2026", 80.0, 100.0, None, "oui"],
            ["TX_DEC", "31/02/2026", 80.0, 100.0, None, "oui"],
            ["TX_DEC", "04/03/2026", "quatre-vingts", 100.0, None, "oui"],
            ["TX_DEC", "05/03/2026", 80.0, -1.0, None, "peut-être"],
            [None, "06/03/2026", 80.0, 100.0, None, None],
            ["TX_DEC", "07/03/2026", "80,5", "1 000", "92,5 %", "non"],
        )
    )
    assert result.frame["row"].tolist() == [5, 10]
    assert result.frame["numerator"].tolist() == [80.0, 80.5]
    assert result.frame["denominator"].tolist() == [100.0, 1000.0]
    assert result.percent["value"].tolist() == [False, True]
    assert result.frame["validated"].tolist() == [True, False]
    assert found(result) == [
        ("cell.date", "C6", "row"),
        ("cell.number", "D7", "row"),
        ("cell.too_small", "E8", "row"),
        ("cell.flag", "G8", "row"),
        ("cell.required", "B9", "row"),
    ]
    assert result.set_aside == 4
    assert result.problems[1].facts["found"] == "quatre-vingts"
    assert not result.refusals


def test_error_cells_are_missing_with_a_notice():
    """`#N/A` counts as missing and is said; a required cell with an error costs its row."""
    result = read(
        raw(
            "measures",
            "Indicateur|Date|Numérateur",
            ["TX_DEC", date(2026, 3, 2), ""],
            ["", date(2026, 3, 3), 1.0],
            errors={(5, 4): "#DIV/0!", (6, 2): "#N/A"},
        )
    )
    assert found(result) == [("cell.error", "D5", "notice"), ("cell.error", "B6", "notice"), ("cell.required", "B6", "row")]
    assert pd.isna(result.frame["numerator"]).tolist() == [True]
    assert result.problems[0].facts["found"] == "#DIV/0!"


def test_a_formula_that_nobody_computed_costs_its_row():
    """Its value is unknown, which is not the same as blank."""
    headers, rows = "Indicateur|Date|Numérateur|À moi", [["TX_DEC", date(2026, 3, day), "", ""] for day in (2, 3)]
    result = read(raw("measures", headers, *rows, uncached={(5, 4), (6, 5)}))
    assert found(result) == [("cell.uncached", "D5", "row")]
    assert result.frame["row"].tolist() == [6]


def test_a_required_formula_that_nobody_computed_is_said_once():
    """The manager reads one sentence for one cell."""
    result = read(raw("measures", "Indicateur|Date", ["", date(2026, 3, 2)], uncached={(5, 2)}))
    assert found(result) == [("cell.uncached", "B5", "row")]


def test_a_line_that_holds_only_an_error_is_a_line():
    """It is said, not taken for a blank line."""
    result = read(raw("themes", "Thème|Synonymes", ["", ""], errors={(5, 2): "#REF!"}))
    assert [one.code for one in result.problems] == ["cell.error", "cell.required"]
    assert result.set_aside == 1


def test_two_rows_with_one_id_refuse_the_page():
    """Which one is right cannot be known; the later names the first; case does not tell them apart."""
    headers = "Action|Description|Statut"
    result = read(raw("actions", headers, ["A-1", "x", "À faire"], ["A-2", "y", "À faire"], ["a-1", "z", "À faire"]))
    assert found(result) == [("row.duplicate", "B7", "page")]
    assert result.problems[0].facts == {"column": "action_id", "found": "a-1", "first": 5}


def test_a_set_aside_row_is_no_duplicate():
    """A row left out for a typo does not also refuse the page."""
    headers = "Action|Description|Statut"
    result = read(raw("actions", headers, ["A-1", "x", "À faire"], ["A-1", "y", "Bientôt"]))
    assert found(result) == [("cell.choice", "D6", "row")]


def test_a_key_of_several_columns():
    """One person may sit in two committees, not twice in one; a date in the key is read as people write it."""
    headers = "Personne|Partie|Rôle|Niveau|Instance|Siège|Valable du"
    row = ["Anne", "Client", "Directrice", 2.0, "Production", "Titulaire"]
    result = read(raw("participants", headers, [*row, None], [*row[:4], "Pilotage", row[5], None], [*row, None]))
    assert [(one.code, one.where.row) for one in result.problems] == [("row.duplicate", 7)]
    dated = read(raw("participants", headers, [*row, date(2026, 1, 1)], [*row, date(2026, 1, 1)]))
    assert dated.problems[0].facts["found"] == "Anne / production / 2026-01-01"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["kpis", "actions", "decisions", "measures"])
def test_choices_are_read_in_every_language(key, language):
    """Every label of every choice, in capitals and without its accents, whatever the workbook's language."""
    words, table = Catalogue(language), TABLES[key]
    for column in table:
        for one in column.choices or ():
            label = words.choice(column.choices.__name__, one.value)
            for typed in (label, label.upper(), cells.folded(label), one.value):
                made = raw(key, column.key, [typed])
                made.headers.extend(key for key in table.keys if table[key].required and key != column.key)
                made.rows[0].extend("x" for _ in made.headers[1:])
                assert read(made).columns[column.key] == 2
                assert not [one for one in read(made).problems if one.where.column == 2], typed


def test_a_choice_that_is_not_one_says_what_would_be():
    """The facts hold the keys of the choices; the sentence says them in the reader's language."""
    result = read(raw("actions", "Action|Description|Statut", ["A-1", "x", "Bientôt"]))
    sentence = Catalogue("fr").problem(result.problems[0])
    assert "Bientôt" in sentence
    assert all(Catalogue("fr").choice("ActionStatus", one) in sentence for one in ("todo", "done", "blocked"))


def test_whole_numbers():
    """An integer column takes 2, 2.0 and « 2 », not 2.5."""
    headers = "Constat|Gravité|Description"
    result = read(raw("findings", headers, *([f"F-{at}", typed, "x"] for at, typed in enumerate((2.0, "2", 2.5, 5.0, 0.0)))))
    assert result.frame["severity"].tolist() == [2, 2]
    assert found(result) == [("cell.integer", "C7", "row"), ("cell.too_large", "C8", "row"), ("cell.too_small", "C9", "row")]
    assert result.problems[1].facts == {"column": "severity", "found": 5, "limit": 4}


def test_a_table_without_rows():
    """An empty table is an empty frame of the right types, and no problem."""
    result = read(raw("actions", "Action|Description|Statut"))
    assert len(result.frame) == 0
    assert result.problems == ()
    assert (result.present, result.set_aside) == (True, 0)
    pd.testing.assert_frame_equal(result.frame, empty_table(TABLES["actions"]).frame)


def test_dates_of_a_workbook_that_counts_from_1904():
    """Numbers in a date column are days since 1904 there."""
    headers, row = "Indicateur|Date", ["TX_DEC", 44650.0]
    assert read(raw("measures", headers, row, date1904=True)).frame["date"].tolist() == [pd.Timestamp("2026-03-31")]
    assert read(raw("measures", headers, row)).frame["date"].tolist() == [pd.Timestamp("2022-03-30")]


def test_true_is_no_number_and_no_one():
    """Excel's TRUE and 1 are told apart in one column: a truth value where a number is expected is refused."""
    headers = "Indicateur|Date|Numérateur|Validé client"
    day = date(2026, 3, 2)
    result = read(raw("measures", headers, ["K", day, True, 1.0], ["K", day, 1, True], ["K", day, 1.0, "oui"]))
    assert found(result) == [("cell.number", "D5", "row")]
    assert result.frame["numerator"].tolist() == [1.0, 1.0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_of_the_reader_is_said_with_its_cell(language):
    """Each sentence holds the cell as Excel writes it, and no fact is left as a key."""
    tables = [
        raw(
            "actions", "Action|Description|Statut|Priorité|Ouverte le|Instance", ["A-1", "", "Bientôt", 9.0, "31/02/2026", "X"]
        ),
        raw("actions", "Description|Statut", ["x", "En cours"]),
        raw("actions", "Action|Description|Statut", ["A-1", "x", "Terminée"], ["A-1", "x", "Terminée"]),
        raw("themes", "Thème|Thème"),
        raw("themes", "Thème|Synonymes", ["", ""], ["x", ""], errors={(5, 2): "#REF!"}, uncached={(6, 3)}),
    ]
    for table in tables:
        for problem in read(table, language).problems:
            said = Catalogue(language).problem(problem)
            assert str(problem.where) in said
            assert "{" not in said
            assert problem.effect in Effect
