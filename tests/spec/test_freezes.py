"""What we promise of frozen figures: every touch shows, nothing else does."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.rules.freezes import Break, add_seals, chain_breaks, freeze_hash, row_texts, settle

REGISTER = {"freeze_id": "text", "rank": "integer", "figures": "integer", "previous": "text", "hash": "text"}
FIGURES = {
    "freeze_id": "text",
    "kpi": "text",
    "value": "number",
    "day": "date",
    "flags": "many",
    "sure": "flag",
    "seal": "text",
}


def figures(*rows):
    """Frozen rows as (freeze, kpi, value), sealed, from row 20 of the sheet on."""
    frame = pd.DataFrame(rows, columns=["freeze_id", "kpi", "value"])
    frame = frame.assign(day=pd.Timestamp("2026-03-31"), flags="incomplete;small_sample", sure=True)
    return add_seals(settle(frame, FIGURES), FIGURES).assign(row=range(20, 20 + len(rows)))


def chain(frozen, *freezes):
    """The register of some freezes, each chained to the one before, from row 5 of the sheet on."""
    lines, previous = [], ""
    for rank, name in enumerate(freezes, start=1):
        own = frozen[frozen["freeze_id"] == name]
        line = pd.DataFrame([{"freeze_id": name, "rank": rank, "figures": len(own), "previous": previous}])
        line["hash"] = previous = freeze_hash(line.assign(hash=""), REGISTER, {"figures": (own, FIGURES)})
        lines.append(line)
    register = pd.concat(lines, ignore_index=True)
    return register.assign(row=range(5, 5 + len(register)))


ROWS = figures(("M-1", "QS", 79.5), ("M-1", "CSAT", 80.0), ("M-2", "QS", 81.25), ("M-2", "CSAT", 1 / 3))
BOOK = chain(ROWS, "M-1", "M-2")


def breaks(register=BOOK, frozen=ROWS):
    found = chain_breaks(register, REGISTER, {"figures": (frozen, FIGURES)})
    return list(found.itertuples(index=False, name=None))


def test_nothing_touched_nothing_told():
    """A chain that nobody touched has no break; neither has one without any freeze."""
    assert breaks() == []
    assert breaks(BOOK.head(0), ROWS.head(0)) == []


def test_sorting_a_table_touches_nothing():
    """People may sort the rows and the register: what they say is what it was."""
    assert breaks(BOOK.iloc[::-1], ROWS.sample(frac=1, random_state=3)) == []


def test_a_changed_figure_shows_where_it_stands():
    """The row that says something else is named; the other freeze is intact."""
    touched = ROWS.assign(value=ROWS["value"].where(ROWS["row"] != 22, 82.0))
    assert breaks(frozen=touched) == [("row_changed", "M-2", "figures", 22, 0)]


def test_a_figure_changed_with_its_seal_shows_too():
    """Whoever seals the changed row again still cannot make the freeze's own hash agree."""
    touched = ROWS.assign(value=ROWS["value"].where(ROWS["row"] != 22, 82.0))
    assert breaks(frozen=add_seals(touched, FIGURES)) == [("freeze_changed", "M-2", "freezes", 6, 0)]


def test_a_row_taken_away_and_a_row_added():
    """A row gone is counted at its freeze; one of no freeze is named; one pasted twice makes the freeze another."""
    assert breaks(frozen=ROWS.iloc[1:]) == [("rows_missing", "M-1", "freezes", 5, 1)]
    stray = pd.concat([ROWS, figures(("M-9", "QS", 1.0)).assign(row=30)])
    assert breaks(frozen=stray) == [("row_added", "M-9", "figures", 30, 0)]
    assert breaks(frozen=pd.concat([ROWS, ROWS.tail(1)])) == [("freeze_changed", "M-2", "freezes", 6, 0)]


def test_a_register_touched():
    """Its line is part of what is sealed; so is the freeze before it."""
    assert breaks(BOOK.assign(rank=BOOK["rank"] + 1)) == [
        ("freeze_changed", "M-1", "freezes", 5, 0),
        ("freeze_changed", "M-2", "freezes", 6, 0),
    ]
    without_first = breaks(BOOK.iloc[1:], ROWS[ROWS["freeze_id"] == "M-2"])
    assert without_first == [("chain_broken", "M-2", "freezes", 6, 0)]
    twice_first = pd.concat([BOOK.head(1), chain(ROWS.iloc[2:].assign(), "M-2").assign(row=6)])
    assert (Break.CHAIN_BROKEN.value, "M-2", "freezes", 6, 0) in breaks(twice_first)


def test_a_row_reads_the_same_as_it_was_written():
    """Whole numbers as 1.0, blanks for missing texts, lists with commas, more spaces: the same content, the same seal."""
    written = pd.DataFrame({"kpi": ["A  b"], "value": [0.1 + 0.2], "flags": ["x;y"], "sure": [True], "day": ["2026-03-31"]})
    read = pd.DataFrame(
        {"kpi": [" A b"], "value": [0.3], "flags": ["x, y"], "sure": [True], "day": [pd.Timestamp("2026-03-31")]}
    )
    both = [row_texts(settle(one.assign(freeze_id=None, seal=None), FIGURES), FIGURES)[0] for one in (written, read)]
    assert both[0] == both[1]
    assert row_texts(settle(written.assign(n=3), {"n": "integer"}), {"n": "integer"})[0] == "3"
    assert row_texts(pd.DataFrame({"n": [3.0]}), {"n": "integer"})[0] == "3"


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=5))
def test_numbers_survive_a_workbook(numbers):
    """A workbook keeps 16 digits of a number: what is frozen is read back with the same seal."""
    frozen = settle(pd.DataFrame({"value": numbers}), {"value": "number"})
    kept = frozen.assign(value=[float(f"{number:.16g}") for number in frozen["value"]])
    assert row_texts(kept, {"value": "number"}).tolist() == row_texts(frozen, {"value": "number"}).tolist()


@given(st.sampled_from(["freeze_id", "kpi", "value", "day", "flags", "sure", "seal"]), st.integers(0, 3))
def test_any_touch_shows(column, at):
    """Whatever the cell, a change of it is told."""
    changed = {"freeze_id": "M-7", "kpi": "DMT", "value": 1.0, "day": pd.Timestamp("2026-04-01"), "flags": "", "sure": False}
    touched = ROWS.copy()
    touched.loc[at, column] = changed.get(column, "0" * 12)
    assert breaks(frozen=touched)


@pytest.mark.parametrize("kind", ["text", "number", "integer", "date", "flag", "many", "choice"])
def test_missing_is_an_empty_text(kind):
    """A blank cell says nothing, whatever its kind."""
    assert row_texts(pd.DataFrame({"one": pd.Series([None], dtype="object")}), {"one": kind})[0] == ""
